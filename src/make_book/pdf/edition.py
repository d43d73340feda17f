"""The print edition: sections in, pages and a page map out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime

import msgspec

from make_book import xhtml
from make_book.editions import PdfEdition
from make_book.findings import BookError, Finding, Span, judge
from make_book.house import Styles
from make_book.manuscript.isbn import isbn_digits
from make_book.manuscript.values import SourceText
from make_book.model import Book, Place, Section
from make_book.pdf import binding, layout
from make_book.pdf.castoff import estimate
from make_book.pdf.geometry import Page, draw_page, gutter
from make_book.pdf.markup import Sheet, for_paper
from make_book.pdf.notes import astray, judge_notes
from make_book.pdf.pagemap import PageMap, number_pages
from make_book.pdf.press import HAND_PRESS, Press
from make_book.pdf.stylesheet import font_files, stylesheets
from make_book.pictures import grey
from make_book.typeset.fonts import faces_for, house_faces, missing_characters, reserve_faces
from make_book.typeset.voice import Voice

_BOOK_FILE = "manuscript/book.toml"
_OTHERWISE = "write it with another character or in letters, or make the EPUB only: make-book epub"
ROUNDS = 4
"""Layouts at most: the first guess of the extent and a note at an episode's end rarely need a third."""


class Job(msgspec.Struct, frozen=True):
    """What is to be printed, and how."""

    book: Book
    sections: tuple[Section, ...]
    edition: PdfEdition
    styles: Styles


class Printed(msgspec.Struct, frozen=True):
    """A bound print edition."""

    data: bytes
    page_map: PageMap
    findings: tuple[Finding, ...]


def make_pdf(
    book: Book,
    sections: tuple[Section, ...],
    edition: PdfEdition,
    styles: Styles,
    moment: datetime,
    *,
    sources: Iterable[SourceText] = (),
    file: str = _BOOK_FILE,
    press: Press = HAND_PRESS,
) -> Printed:
    """Lay out and bind `sections` as `edition`, dated `moment`; `sources` tell on which line a fault stands.

    `file` is the book's own, where faults of its settings stand.

    Raise `BookError` for characters no font can show (`PDF-003`), for what the engine reports as an
    error (`PDF-001`), for a note that is on no page (`PDF-005`), and for settings that cannot be read (`PDF-004`).
    """
    _judge_settings(edition, file)
    judge(unshowable(sections, sources, file))
    laid = _settled(Job(book, sections, edition, styles))
    page_map = _map(sections, laid)
    notes = judge_notes(sections, page_map, edition.openings) if edition.notes == "foot" else ()
    findings = judge((*laid.findings, *notes))
    return Printed(binding.bind(laid.data, page_map, _titling(book, edition, moment)), page_map, findings)


def _settled(job: Job) -> layout.Laid:
    """Lay the book out until the gutter is that of its extent and no note has left its section, or `ROUNDS` times."""
    pages, held = estimate(job.sections, job.edition), frozenset[str]()
    for _ in range(ROUNDS):
        laid = _laid(job, pages, held)
        extent = len(laid.blanks)
        strayed = astray(job.sections, _map(job.sections, laid), job.edition.openings) - held
        if (job.edition.inner_margin or gutter(extent) == gutter(pages)) and not strayed:
            break
        pages, held = extent, held | strayed
    return laid


def _judge_settings(edition: PdfEdition, file: str) -> None:
    try:
        draw_page(edition, 1)
    except ValueError as error:
        raise BookError([Finding("PDF-004", str(error), Span(file))]) from error


def unshowable(
    sections: Iterable[Section], sources: Iterable[SourceText] = (), file: str = _BOOK_FILE
) -> tuple[Finding, ...]:
    """Return a finding for every character of `sections` that no face of the house can show.

    It names the character, the file, and where `sources` holds the character, its first line and column.
    What the house's own pages (the contents) repeat from a file is told of that file only; what they have
    from elsewhere is told of the book's own `file`.
    """
    faces = (*house_faces(), *reserve_faces())
    texts = {source.file: source for source in sources}
    missing = dict.fromkeys(
        (section.source, character)
        for section in sections
        for character in missing_characters(xhtml.text_content(xhtml.parse_one(section.xhtml)), faces)
    )
    told = {character for source, character in missing if source}
    return tuple(
        _missing(character, source or file, texts.get(source or ""))
        for source, character in missing
        if source or character not in told
    )


def _missing(character: str, file: str, source: SourceText | None) -> Finding:
    name = unicodedata.name(character, "a character without a name")
    message = f"no font of the house can show {character!r} (U+{ord(character):04X} {name})"
    span = Span(file)
    if source is not None and (at := source.text.find(character)) >= 0:
        line = source.first_line + source.text.count("\n", 0, at)
        span = Span(source.file, line, at - source.text.rfind("\n", 0, at))
    return Finding("PDF-003", message, span, (_OTHERWISE,))


def _laid(job: Job, pages: int, held: frozenset[str]) -> layout.Laid:
    page = draw_page(job.edition, pages)
    sheet = _sheet(job, page, held)
    faces = faces_for(section.xhtml for section in job.sections)
    return layout.lay_out(
        "\n".join(for_paper(section, sheet) for section in job.sections),
        stylesheets(job.edition, page, job.styles, faces),
        language=job.book.imprint.language,
        title=job.book.imprint.title,
        images=sheet.images,
        fonts=font_files(faces),
        links=sheet.links,
    )


def _sheet(job: Job, page: Page, held: frozenset[str]) -> Sheet:
    press = job.edition.profile == "press"
    return Sheet(
        page=page,
        images={image.path: grey(image) if press else image for image in job.book.images},
        notes=job.edition.notes,
        held=held,
        openings=job.edition.openings,
        links=not press,
        title=job.book.imprint.title,
        first_body=next((section.id for section in job.sections if section.place is Place.BODY), None),
        fronts=frozenset(section.id for section in job.sections if section.place is Place.FRONT),
        running=_dates(job.book) if job.edition.running_head == "date" else {},
    )


def _dates(book: Book) -> dict[str, str]:
    """Return the dates of the episodes as they stand in running heads, each in its episode's language."""
    return {episode.id: Voice(episode.language).date(episode.date) for episode in book.episodes if episode.date}


def _map(sections: tuple[Section, ...], laid: layout.Laid) -> PageMap:
    anchors = {anchor: index for index, names in reversed(list(enumerate(laid.anchors))) for anchor in names}
    starts = tuple((section.id, anchors[section.id]) for section in sections if section.id in anchors)
    body = next((section.id for section in sections if section.place is Place.BODY), None)
    leaves = number_pages(starts, laid.blanks, body)
    first = next((anchors[section] for section, _ in starts if section == body), 0)
    return PageMap(leaves, anchors, first)


def _titling(book: Book, edition: PdfEdition, moment: datetime) -> binding.Titling:
    imprint = book.imprint
    title = f"{imprint.title}: {imprint.subtitle}" if imprint.subtitle else imprint.title
    return binding.Titling(
        title=title,
        language=imprint.language,
        identifier=f"urn:isbn:{isbn_digits(str(edition.isbn))}" if edition.isbn else imprint.identifier,
        moment=moment,
        authors=imprint.named("aut"),
        description=imprint.description,
        subjects=tuple(subject.name for subject in imprint.subjects),
        series=imprint.series.name if imprint.series else None,
        publisher=imprint.publisher,
        rights=imprint.rights,
        direction=imprint.direction,
    )
