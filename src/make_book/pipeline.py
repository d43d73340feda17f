"""The whole build on one screen: a folder becomes a book, a book becomes editions.

The findings of reading and composing are collected and judged before anything is made, an edition's
once it is made. Nothing is written here: products are values, `publishing` writes them.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from make_book.clock import book_time, latest
from make_book.compose import compose
from make_book.editions import EpubEdition, PdfEdition
from make_book.findings import BookError, Finding, Span, judge
from make_book.manuscript.selection import Selection
from make_book.manuscript.sources import read
from make_book.manuscript.values import Config, Manuscript, NamedEdition
from make_book.model import Book, Section
from make_book.pdf.layout_units import PrintJob
from make_book.pdf.page_map import PageMap
from make_book.pdf.print_options import DEFAULT_PRINT_OPTIONS, PrintOptions
from make_book.resources import DEFAULT_RESOURCES, BuildResources
from make_book.slugs import file_slug
from make_book.style_files import Styles, read_styles
from make_book.typeset.own_style_sheets import judge_style_sheets


class Options(msgspec.Struct, frozen=True):
    """What a build is asked for beside the manuscript. Resources and print options make no difference to its bytes."""

    drafts: bool = False
    selection: Selection | None = None
    strict: bool = False
    resources: BuildResources = DEFAULT_RESOURCES
    printing: PrintOptions = DEFAULT_PRINT_OPTIONS


class TypesetBook(msgspec.Struct, frozen=True):
    """A book read, composed and typeset: everything an edition is made from."""

    root: Path
    manuscript: Manuscript
    book: Book
    sections: tuple[Section, ...]
    styles: Styles
    findings: tuple[Finding, ...]


class Product(msgspec.Struct, frozen=True):
    """One finished file. An edition without pages has no page map."""

    name: str
    edition: str
    data: bytes
    findings: tuple[Finding, ...] = ()
    page_map: PageMap | None = None

    @property
    def pages(self) -> int:
        """How many pages the edition has; 0 for one without pages."""
        return len(self.page_map.page_entries) if self.page_map else 0


def typeset_book(root: Path, options: Options) -> TypesetBook:
    """Read, compose and typeset the book at `root`.

    Raise `BookError` with every finding of these stages when one of them is fatal.
    """
    resources = options.resources
    resources.progress("read", 0, 0)
    manuscript, read_findings = msgspec.structs.astuple(read(root, drafts=options.drafts, resources=resources))
    resources.progress("compose", 0, 0)
    composed = compose(manuscript, options.selection, resources)
    findings = judge((*read_findings, *composed.findings), strict=options.strict)
    resources.progress("typeset", 0, 0)
    try:
        styles = _styles(root)
        findings = (*findings, *judge(judge_style_sheets(styles), strict=options.strict))
        sections = _typeset(composed.book, styles, resources)
        return TypesetBook(root, manuscript, composed.book, sections, styles, findings)
    except BookError as error:
        raise BookError((*findings, *error.findings)) from error


def make_edition(book: TypesetBook, edition: NamedEdition, options: Options) -> Product:
    """Make one edition of `book`. Raise `BookError` when what was found on the way is fatal."""
    options.resources.progress(edition.name, 0, 0)
    if isinstance(edition.settings, EpubEdition):
        product = _epub(book, edition.name, edition.settings, options.resources)
    else:
        product = _pdf(book, edition.name, edition.settings, options)
    judge(product.findings, strict=options.strict)
    return product


def _typeset(book: Book, styles: Styles, resources: BuildResources) -> tuple[Section, ...]:
    from make_book.typeset.sections import typeset

    return typeset(book, styles, resources)


def _epub(book: TypesetBook, name: str, settings: EpubEdition, resources: BuildResources) -> Product:
    from make_book.epub.epub_edition import find_cover, make_epub

    moment = _moment(book.book)
    found = find_cover(book.book, book.styles, settings.cover_design, resources)
    packed = make_epub(book.book, book.sections, settings, book.styles, moment, cover=found.cover, resources=resources)
    findings = (*packed.findings, *(_unlettered(found.left_out, book.manuscript.config) if found.left_out else ()))
    return Product(file_name(book.book, name, "epub"), name, packed.data, findings=findings)


def _unlettered(characters: tuple[str, ...], config: Config) -> tuple[Finding, ...]:
    more = f" and {len(characters) - 12} more" if len(characters) > 12 else ""
    named = ", ".join(map(repr, characters[:12])) + more
    message = f"the drawn cover leaves out {named}: no font can show them in one line with the rest"
    hints = ("name a picture: cover = …", "or pip install 'make-book[scripts]', which brings fonts for most scripts")
    spans = (value.span for value in config.values if not set(characters).isdisjoint(value.text))
    return (Finding("EPB-007", message, next(spans, Span(config.file)), hints),)


def _pdf(book: TypesetBook, name: str, settings: PdfEdition, options: Options) -> Product:
    from make_book.pdf.pdf_edition import make_pdf

    moment = _moment(book.book)
    printed = make_pdf(
        book.book,
        book.sections,
        settings,
        book.styles,
        moment,
        manuscript=book.manuscript,
        resources=options.resources,
        options=options.printing,
    )
    return Product(file_name(book.book, name, "pdf"), name, printed.data, printed.findings, printed.page_map)


def make_print_job(book: TypesetBook, settings: PdfEdition) -> PrintJob:
    """Return what the print edition with these settings is made from. Raise `BookError` as `make_edition` does."""
    from make_book.pdf import pdf_edition

    moment = _moment(book.book)
    return pdf_edition.make_print_job(
        book.book, book.sections, settings, book.styles, moment, manuscript=book.manuscript
    )[0]


def _moment(book: Book) -> datetime:
    try:
        return book_time(latest((book.imprint.date, *(episode.date for episode in book.episodes))))
    except ValueError as error:
        raise BookError([Finding("OUT-003", str(error))]) from error


def file_name(book: Book, edition: str, suffix: str) -> str:
    """Return the name of an edition's file: the title's, and the edition's when it has a name of its own."""
    title = file_slug(book.imprint.title) or "book"
    return f"{title}.{suffix}" if edition == suffix else f"{title}-{edition}.{suffix}"


def _styles(root: Path) -> Styles:
    try:
        return read_styles(root / "styles")
    except (OSError, UnicodeDecodeError) as error:
        raise BookError([Finding("TYP-003", f"styles cannot be read: {error}", Span("styles"))]) from error
