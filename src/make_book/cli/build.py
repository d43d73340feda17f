"""`epub`, `pdf`, `all`: editions made, all of them, then published, all of them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

from make_book.cli.answer import Answer
from make_book.cli.progress import pages_shown
from make_book.cli.screen import Screen, many, shown
from make_book.cli.statistics import take
from make_book.cli.table import columns, size
from make_book.editions import EpubEdition, PdfEdition
from make_book.findings import BookError, Finding, Span, errors, judge
from make_book.manuscript.nearest import did_you_mean
from make_book.manuscript.selection import Selection
from make_book.manuscript.sources import find_root
from make_book.manuscript.values import NamedEdition
from make_book.measure import Trim
from make_book.pipeline import Options, Product, Set, make_edition, set_book
from make_book.publishing.dist import publish


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Build what the verb names. Nothing is written unless everything could be made."""
    try:
        book = read_book(arguments, screen)
        editions = [_edition(book, arguments)] if "target" in arguments else book.manuscript.config.editions
    except BookError as error:
        return _stopped(error.findings, screen)
    products, findings = make_all(book, editions, options(arguments), screen)
    if errors(findings, strict=arguments.strict):
        return _stopped(findings, screen)
    files = {_place(product, book, arguments): product for product in products}
    screen.stage("publish")
    try:
        publish({path: product.data for path, product in files.items()})
    except BookError as error:
        return _stopped((*findings, *error.findings), screen)
    return _finished(book, files, findings, screen)


def options(arguments: argparse.Namespace) -> Options:
    """Return the build's options among `arguments`."""
    only = tuple(part.strip() for one in arguments.only for part in one.split(",") if part.strip())
    chosen = bool(only or arguments.first or arguments.last)
    selection = Selection(only, arguments.first, arguments.last) if chosen else None
    return Options(drafts=arguments.drafts, selection=selection, strict=arguments.strict)


def read_book(arguments: argparse.Namespace, screen: Screen) -> Set:
    """Find the book and set it. Raise `BookError`."""
    screen.root = find_root(arguments.book)
    return set_book(screen.root, options(arguments), screen.stage)


def make_all(
    book: Set, editions: Sequence[NamedEdition], wanted: Options, screen: Screen
) -> tuple[list[Product], tuple[Finding, ...]]:
    """Make `editions`, each whatever became of the others; return them with all findings of the book."""
    products: list[Product] = []
    findings = [*book.findings]
    for edition in editions:
        try:
            with pages_shown(screen, edition.name):
                product = make_edition(book, edition, wanted, screen.stage)
        except BookError as error:
            findings += error.findings
        else:
            products.append(product)
            findings += product.findings
    return products, tuple(findings)


def find_edition(book: Set, name: str) -> NamedEdition:
    """Return the edition `name`. Raise `BookError` with all findings of the book if there is none."""
    config = book.manuscript.config
    for edition in config.editions:
        if edition.name == name:
            return edition
    known = [edition.name for edition in config.editions]
    hints = did_you_mean(name, known) or (f"there are: {', '.join(known)}",)
    raise BookError([*book.findings, Finding("OUT-002", f"there is no [editions.{name}]", Span(config.file), hints)])


def _edition(book: Set, arguments: argparse.Namespace) -> NamedEdition:
    """Return the edition of `--target`, with the settings that the command line changes."""
    edition = find_edition(book, arguments.target)
    kind = EpubEdition if arguments.verb == "epub" else PdfEdition
    if not isinstance(edition.settings, kind):
        other = "pdf" if arguments.verb == "epub" else "epub"
        message = f"[editions.{edition.name}] is no {arguments.verb.upper()} edition"
        hint = f"make-book {other} --target {edition.name}"
        raise BookError([*book.findings, Finding("OUT-002", message, Span(book.manuscript.config.file), (hint,))])
    changed = {name: value for name in ("profile", "trim") if (value := getattr(arguments, name, None))}
    _check_trim(changed.get("trim"))
    return NamedEdition(edition.name, msgspec.structs.replace(edition.settings, **changed))


def _check_trim(trim: str | None) -> None:
    try:
        if trim is not None:
            Trim.parse(trim)
    except ValueError as error:
        judge([Finding("MAN-009", f"--trim: {error}")])


def _place(product: Product, book: Set, arguments: argparse.Namespace) -> Path:
    output: Path | None = getattr(arguments, "output", None)
    if output is None:
        return book.root / "dist" / product.name
    return output / product.name if output.is_dir() else output


def _stopped(findings: Sequence[Finding], screen: Screen) -> Answer:
    data = {"files": [], "words": 0, "seconds": round(screen.seconds, 3)}
    return Answer(tuple(findings), data, closing=("Nothing was written.",), failed=True)


def _finished(book: Set, files: dict[Path, Product], findings: tuple[Finding, ...], screen: Screen) -> Answer:
    words = take(book.book, {}, 0).book.words
    seconds = screen.seconds
    made = [
        {"path": str(path), "edition": product.edition, "bytes": len(product.data), "pages": product.pages or None}
        for path, product in files.items()
    ]
    rows = [
        (shown(path), many(product.pages, "page") if product.pages else "", size(len(product.data)))
        for path, product in files.items()
    ]
    chosen, there = len(book.book.episodes), len(book.manuscript.episodes)
    episodes = many(there, "episode") if chosen == there else f"{chosen:,} of {many(there, 'episode')}"
    closing = f"{episodes}, {many(words, 'word')}, {seconds:.1f} s"
    return Answer(
        findings,
        {"files": made, "words": words, "seconds": round(seconds, 3)},
        closing=(*columns(rows, right=(1, 2)), screen.paint(closing, "dim")),
    )
