"""`check`: every gate over the manuscript and its editions; a line for each, then all findings."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from make_book.checks import epubcheck
from make_book.checks.equality import check_epub, check_pdf, check_text
from make_book.checks.pdf_checks import check_with_qpdf, inspect_pdf
from make_book.cli.answer import Answer
from make_book.cli.build_steps import find_edition, make_all
from make_book.cli.cache_options import resources, tidy
from make_book.cli.screen import COLOURS, Screen, many
from make_book.cli.statistics import take
from make_book.cli.table import columns
from make_book.editions import EpubEdition, PdfEdition
from make_book.findings import BookError, Finding, Severity, Span, errors
from make_book.manuscript.root import find_root
from make_book.manuscript.values import NamedEdition
from make_book.pipeline import Options, Product, TypesetBook, typeset_book


class Gate(msgspec.Struct, frozen=True):
    """One gate: what it looked at, and what it found. `remark` says what a pass means."""

    of: str
    name: str
    findings: tuple[Finding, ...] = ()
    remark: str = ""

    @property
    def verdict(self) -> str:
        """`ok`, `not run` (its checker is missing), or how many errors and warnings there are."""
        if any(finding.code == "CHK-003" for finding in self.findings):
            return "not run"
        counts = [(severity.value, sum(f.severity is severity for f in self.findings)) for severity in COLOURS]
        return ", ".join(many(count, word) for word, count in counts if count and word != "note") or "ok"


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Run the gates. A manuscript with errors has no editions, and then nothing else is looked at."""
    root = screen.root = find_root(arguments.book)
    means = resources(arguments, root, screen.progress)
    wanted = Options(drafts=arguments.drafts, strict=arguments.strict, resources=means)
    try:
        book = typeset_book(root, wanted)
        editions = _editions(book, arguments)
    except BookError as error:
        return _answer([Gate("manuscript", "sources", error.findings)], screen, strict=arguments.strict)
    gates = [Gate("manuscript", "sources", book.findings, _extent(book)), _text(book, screen)]
    products, findings = _products(book, editions, arguments, wanted)
    tidy(means.cache)
    made = tuple(finding for finding in dict.fromkeys(findings) if finding not in book.findings)
    gates.append(Gate("editions", "made", made, ", ".join(product.name for product in products)))
    settings = {edition.name: edition.settings for edition in editions}
    for product in products:
        gates += _gates(book, product, settings[product.edition], screen)
    return _answer(gates, screen, strict=arguments.strict)


def _editions(book: TypesetBook, arguments: argparse.Namespace) -> tuple[NamedEdition, ...]:
    """Return the editions to check: those named, else those whose file is given, else all."""
    if arguments.target:
        return tuple(find_edition(book, name) for name in dict.fromkeys(arguments.target))
    if arguments.epub or arguments.pdf:
        given = (("epub", arguments.epub), ("pdf", arguments.pdf))
        return tuple(find_edition(book, name) for name, file in given if file)
    return book.manuscript.config.editions


def _products(
    book: TypesetBook,
    editions: tuple[NamedEdition, ...],
    arguments: argparse.Namespace,
    wanted: Options,
) -> tuple[list[Product], tuple[Finding, ...]]:
    """Return the editions, each from the finished file that is given for its kind, else made now."""
    files = {EpubEdition: arguments.epub, PdfEdition: arguments.pdf}
    given = {edition.name: file for edition in editions if (file := files[type(edition.settings)])}
    made, findings = make_all(book, [one for one in editions if one.name not in given], wanted)
    finished = [Product(str(path), name, path.read_bytes()) for name, path in given.items()]
    return [*finished, *made], findings


def _text(book: TypesetBook, screen: Screen) -> Gate:
    screen.stage("words")
    sources = [source.texts for source in (*book.manuscript.episodes, *book.manuscript.matter)]
    return Gate("manuscript", "words", check_text(book.sections, sources), "all in the set book, in order")


def _gates(book: TypesetBook, product: Product, settings: EpubEdition | PdfEdition, screen: Screen) -> list[Gate]:
    """Return the gates of one edition."""
    screen.stage(f"check {product.edition}")
    of, data = product.edition, product.data
    if isinstance(settings, EpubEdition):
        words = check_epub(book.sections, data)
        said = _inside(_on_disk(product, epubcheck.check_with_epubcheck), product)
        return [
            Gate(of, "words", words, "those of the book"),
            Gate(of, "EPUBCheck", said, epubcheck.version()),
        ]
    about = "fonts embedded, tagged, language, title"
    return [
        Gate(of, "words", _named(check_pdf(book.sections, data, settings), product), "those of the book"),
        Gate(of, "file", _named(inspect_pdf(data, settings.profile), product), about),
        Gate(of, "qpdf", _named(_on_disk(product, check_with_qpdf), product), "structure sound"),
    ]


def _on_disk(product: Product, check: Callable[[Path], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, Path(product.name).name)
        path.write_bytes(product.data)
        return check(path)


def _named(findings: tuple[Finding, ...], product: Product) -> tuple[Finding, ...]:
    """Give the findings without a place the edition's file as theirs."""
    return tuple(one if one.span else msgspec.structs.replace(one, span=Span(product.name)) for one in findings)


def _inside(findings: tuple[Finding, ...], product: Product) -> tuple[Finding, ...]:
    """Say of a place in the EPUB's zip in which EPUB that is."""

    def outer(span: Span | None) -> Span:
        if span is None or span.file == Path(product.name).name:
            return Span(product.name)
        return msgspec.structs.replace(span, file=f"{product.name}/{span.file}")

    return tuple(msgspec.structs.replace(one, span=outer(one.span)) for one in findings)


def _extent(book: TypesetBook) -> str:
    whole = take(book.book, {}, 0).book
    return f"{many(whole.episodes, 'episode')}, {many(whole.words, 'word')}"


def _answer(gates: list[Gate], screen: Screen, *, strict: bool) -> Answer:
    findings = tuple(finding for gate in gates for finding in gate.findings)
    lines = _lines(gates, screen)
    told: list[dict[str, Any]] = [{"of": gate.of, "gate": gate.name, "verdict": gate.verdict} for gate in gates]
    failed = bool(errors(findings, strict=strict))
    closing = screen.paint("failed", "red", "bold") if failed else screen.paint("passed", "green", "bold")
    return Answer(findings, {"gates": told, "passed": not failed}, closing=("", *lines, closing), failed=failed)


def _lines(gates: list[Gate], screen: Screen) -> tuple[str, ...]:
    rows = [(gate.of, gate.name, gate.verdict, _why(gate)) for gate in gates]
    marks = (_mark(gate, screen) for gate in gates)
    return tuple(f"{mark} {line}" for mark, line in zip(marks, columns(rows), strict=True))


def _mark(gate: Gate, screen: Screen) -> str:
    worst = {finding.severity for finding in gate.findings}
    if gate.verdict == "not run":
        return screen.paint("–", "dim")
    if Severity.ERROR in worst:
        return screen.paint("✗", "red")
    return screen.paint("!", "yellow") if Severity.WARNING in worst else screen.paint("✓", "green")


def _why(gate: Gate) -> str:
    if gate.verdict == "not run":
        return "; ".join(hint for finding in gate.findings if finding.code == "CHK-003" for hint in finding.hints)
    return gate.remark if gate.verdict == "ok" else ""
