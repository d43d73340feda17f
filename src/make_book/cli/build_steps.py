"""The making of a book for a verb of the command line: read, set, and made into editions. Knows the heavy libraries."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

from make_book.cli.cache_options import resources
from make_book.cli.screen import Screen
from make_book.cli.statistics import take
from make_book.editions import EpubEdition, PdfEdition
from make_book.findings import BookError, Finding, Span, errors, judge
from make_book.manuscript.root import find_root
from make_book.manuscript.selection import Selection
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import NamedEdition
from make_book.measure import Trim
from make_book.pdf.print_options import PrintOptions
from make_book.pipeline import Options, Product, TypesetBook, make_edition, typeset_book
from make_book.publishing.build_cache import FinishedBuild, StoredEdition
from make_book.resources import Progress, no_progress

_OF_ONE_EDITION = frozenset({"PDF-003"})
"""Faults that stop their own edition only: no EPUB waits for a font that print lacks."""


def make(root: Path, arguments: argparse.Namespace, screen: Screen) -> FinishedBuild:
    """Make the edition of `--target`, or all. Raise `BookError` with all findings if one cannot be made."""
    wanted = options(arguments, root, screen.progress)
    book = typeset_book(root, wanted)
    editions = [_edition(book, arguments)] if "target" in arguments else book.manuscript.config.editions
    products, findings = make_all(book, editions, wanted)
    faults = errors(findings, strict=wanted.strict)
    if faults and (not products or any(finding.code not in _OF_ONE_EDITION for finding in faults)):
        raise BookError(findings)
    files = tuple(StoredEdition(product.name, product.edition, product.pages, product.data) for product in products)
    words = take(book.book, {}, 0, wanted.resources).book.words
    return FinishedBuild(files, findings, words, len(book.book.episodes), len(book.manuscript.episodes))


def options(arguments: argparse.Namespace, root: Path, progress: Progress = no_progress) -> Options:
    """Return the options of a build of the book at `root`. Raise `BookError` (OUT-006) as `resources` does."""
    only = tuple(part.strip() for one in arguments.only for part in one.split(",") if part.strip())
    chosen = bool(only or arguments.first or arguments.last)
    selection = Selection(only, arguments.first, arguments.last) if chosen else None
    return Options(
        arguments.drafts,
        selection,
        arguments.strict,
        resources(arguments, root, progress),
        PrintOptions(getattr(arguments, "plain", False)),
    )


def read_book(arguments: argparse.Namespace, screen: Screen) -> TypesetBook:
    """Find the book and set it. Raise `BookError`."""
    root = screen.root = find_root(arguments.book)
    return typeset_book(root, options(arguments, root, screen.progress))


def make_all(
    book: TypesetBook, editions: Sequence[NamedEdition], wanted: Options
) -> tuple[list[Product], tuple[Finding, ...]]:
    """Make `editions`, each whatever became of the others; return them with all findings of the book."""
    products: list[Product] = []
    findings = [*book.findings]
    for edition in editions:
        try:
            product = make_edition(book, edition, wanted)
        except BookError as error:
            findings += error.findings
        else:
            products.append(product)
            findings += product.findings
    return products, tuple(findings)


def find_edition(book: TypesetBook, name: str) -> NamedEdition:
    """Return the edition `name`. Raise `BookError` with all findings of the book if there is none."""
    config = book.manuscript.config
    for edition in config.editions:
        if edition.name == name:
            return edition
    known = [edition.name for edition in config.editions]
    hints = did_you_mean(name, known) or (f"there are: {', '.join(known)}",)
    raise BookError([*book.findings, Finding("OUT-002", f"there is no [editions.{name}]", Span(config.file), hints)])


def _edition(book: TypesetBook, arguments: argparse.Namespace) -> NamedEdition:
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
