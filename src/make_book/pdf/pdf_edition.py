"""The print edition: makes a PDF and a page map from the sections of a book."""

from __future__ import annotations

from datetime import datetime

import msgspec

from make_book import drawings
from make_book.editions import PdfEdition
from make_book.findings import BookError, Finding, Span, judge
from make_book.manuscript.isbn import isbn_digits
from make_book.manuscript.values import Manuscript
from make_book.model import Book, Section
from make_book.pdf.binding.document_info import DocumentInfo
from make_book.pdf.font_selection import book_file, select_fonts
from make_book.pdf.footnote_places import judge_notes
from make_book.pdf.geometry import draw_page
from make_book.pdf.layout_units import PrintJob, make_layout_style
from make_book.pdf.margin_boxes import judge_blocks, make_margin_boxes
from make_book.pdf.own_rules import judge_sheet
from make_book.pdf.page_map import PageMap
from make_book.pdf.pagination import embed_fonts, paginate
from make_book.pdf.print_options import DEFAULT_PRINT_OPTIONS, Ahead, PrintOptions
from make_book.pdf.section_layout import unite
from make_book.pdf.stylesheet import families
from make_book.resources import DEFAULT_RESOURCES, BuildResources
from make_book.style_files import Styles
from make_book.typeset.fonts import FontFace


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
    manuscript: Manuscript | None = None,
    resources: BuildResources = DEFAULT_RESOURCES,
    options: PrintOptions = DEFAULT_PRINT_OPTIONS,
) -> Printed:
    """Lay out and bind `sections` as `edition`, dated `moment`.

    Findings about characters name a line of one of the `sources`; findings about settings name `file`, the book.toml.

    Raise `BookError` for fonts that are missing or cannot be used (see `select_fonts`), for what the layout engine
    reports as an error (`PDF-001`), for a note that is on no page (`PDF-005`), and for settings that cannot be used
    (`PDF-004`).
    """
    job, found = make_print_job(book, sections, edition, styles, moment, manuscript=manuscript)
    printed = _print_whole(job) if options.plain else _print(job, resources, options.ahead)
    notes = judge_notes(sections, printed.page_map, edition.openings) if edition.notes == "foot" else ()
    return Printed(printed.data, printed.page_map, judge((*found, *printed.findings, *notes)))


def make_print_job(
    book: Book,
    sections: tuple[Section, ...],
    edition: PdfEdition,
    styles: Styles,
    moment: datetime,
    *,
    manuscript: Manuscript | None = None,
) -> tuple[PrintJob, tuple[Finding, ...]]:
    """Return what is to be printed, with its fonts, and what was found when they were selected.

    Raise `BookError` for fonts and settings that cannot be used, as `make_pdf` does.
    """
    _judge_settings(edition, book_file(manuscript))
    fonts = select_fonts(sections, edition, styles, manuscript, language=book.imprint.language, images=book.images)
    job = PrintJob(_lettered(book, fonts.faces), sections, edition, styles, fonts.faces, moment, fonts.own)
    return job, fonts.findings


def _lettered(book: Book, faces: tuple[FontFace, ...]) -> Book:
    """Return `book` with the text in its drawings set in `faces`, so that no font of the machine is used."""
    named = families(faces)
    images = tuple(
        msgspec.structs.replace(image, data=drawings.lettered(image.data, named))
        if image.media_type == "image/svg+xml"
        else image
        for image in book.images
    )
    return msgspec.structs.replace(book, images=images)


def _print(job: PrintJob, resources: BuildResources, ahead: Ahead | None) -> Printed:
    """Print the book from sections that are laid out apart."""
    pagination = paginate(job, resources)
    margin_layouts = make_margin_boxes(pagination, job, resources)
    found = [finding for section_layout in pagination.section_layouts for finding in section_layout.findings]
    found += [finding for margin_layout in margin_layouts for finding in margin_layout.findings]
    found += judge_blocks(pagination, margin_layouts)
    in_chunks = any(len(section_layout.fragments) > 1 for section_layout in pagination.section_layouts)
    own = [
        finding
        for name, css in job.styles.sheets("print.css")
        for finding in judge_sheet(css, f"styles/{name}", in_chunks=in_chunks)
    ]
    findings = judge(tuple(dict.fromkeys((*found, *pagination.findings, *own))))
    fonts = unite(
        [
            *(section_layout.fonts for section_layout in pagination.section_layouts),
            *(margin_layout.fonts for margin_layout in margin_layouts),
        ]
    )
    font_fragments = embed_fonts(fonts, make_layout_style(job, pagination.page, "sections"), resources)
    from make_book.pdf import binding

    binding_input = binding.BindingInput(pagination.section_layouts, pagination.places, margin_layouts, font_fragments)
    if ahead:
        ahead(pagination.page_map, lambda wanted: binding.bind_pages(binding_input, wanted))
    data = binding.bind(binding_input, pagination.page_map, _document_info(job))
    return Printed(data, pagination.page_map, findings)


def _print_whole(job: PrintJob) -> Printed:
    """Print the book from one document."""
    from make_book.pdf.plain_layout import bind_whole, lay_out_whole

    laid, page_map = lay_out_whole(job)
    findings = judge(laid.findings)
    return Printed(bind_whole(laid.whole, page_map, _document_info(job)), page_map, findings)


def _judge_settings(edition: PdfEdition, file: str) -> None:
    try:
        draw_page(edition, 1)
    except ValueError as error:
        raise BookError([Finding("PDF-004", str(error), Span(file))]) from error


def _document_info(job: PrintJob) -> DocumentInfo:
    imprint, edition = job.book.imprint, job.edition
    title = f"{imprint.title}: {imprint.subtitle}" if imprint.subtitle else imprint.title
    return DocumentInfo(
        title=title,
        language=imprint.language,
        identifier=f"urn:isbn:{isbn_digits(str(edition.isbn))}" if edition.isbn else imprint.identifier,
        moment=job.moment,
        authors=imprint.named("aut"),
        description=imprint.description,
        subjects=tuple(subject.name for subject in imprint.subjects),
        series=imprint.series.name if imprint.series else None,
        publisher=imprint.publisher,
        rights=imprint.rights,
        direction=imprint.direction,
    )
