"""The print edition: sections in, pages and a page map out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from make_book.editions import PdfEdition
from make_book.findings import BookError, Finding, Span, judge
from make_book.house import Styles
from make_book.manuscript.isbn import isbn_digits
from make_book.manuscript.values import SourceText
from make_book.model import Book, Section
from make_book.pdf.characters import BOOK_FILE
from make_book.pdf.composing import compose_pages
from make_book.pdf.fontkit import cast_kit
from make_book.pdf.galley import unite
from make_book.pdf.geometry import draw_page
from make_book.pdf.notes import judge_notes
from make_book.pdf.ownrules import judge_sheet
from make_book.pdf.pagemap import PageMap
from make_book.pdf.press import HAND_PRESS, Press
from make_book.pdf.skeleton import judge_blocks, set_skeleton
from make_book.pdf.takes import Job, make_dress
from make_book.pdf.titling import Titling
from make_book.pdf.typecase import fill_case


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
    file: str = BOOK_FILE,
    press: Press = HAND_PRESS,
) -> Printed:
    """Lay out and bind `sections` as `edition`, dated `moment`; `sources` tell on which line a fault stands.

    `file` is the book's own, where faults of its settings stand.

    Raise `BookError` for fonts that lack or fail (see `fill_case`), for what the engine reports as an error
    (`PDF-001`), for a note that is on no page (`PDF-005`), and for settings that cannot be read (`PDF-004`).
    """
    _judge_settings(edition, file)
    case = fill_case(sections, edition, styles, sources, file)
    job = Job(book, sections, edition, styles, case.faces, moment, case.own)
    printed = _print_plain(job) if press.plain else _print(job, press)
    notes = judge_notes(sections, printed.page_map, edition.openings) if edition.notes == "foot" else ()
    return Printed(printed.data, printed.page_map, judge((*case.findings, *printed.findings, *notes)))


def _print(job: Job, press: Press) -> Printed:
    """Print from galleys."""
    composed = compose_pages(job, press)
    skeletons = set_skeleton(composed, job, press)
    found = [finding for galley in composed.galleys for finding in galley.findings]
    found += [finding for skeleton in skeletons for finding in skeleton.findings]
    found += judge_blocks(composed, skeletons)
    in_runs = any(len(galley.plates) > 1 for galley in composed.galleys)
    own = judge_sheet(job.styles.text("print.css"), in_runs=in_runs)
    findings = judge(tuple(dict.fromkeys((*found, *composed.findings, *own))))
    fonts = unite([*(galley.fonts for galley in composed.galleys), *(skeleton.fonts for skeleton in skeletons)])
    kit = cast_kit(fonts, make_dress(job, composed.page, "galleys"), press)
    from make_book.pdf import binding

    sewn = binding.Sewn(composed.galleys, composed.places, skeletons, kit)
    if press.ahead:
        press.ahead(composed.page_map, lambda wanted: binding.bind_some(sewn, wanted))
    data = binding.bind(sewn, composed.page_map, _titling(job))
    return Printed(data, composed.page_map, findings)


def _print_plain(job: Job) -> Printed:
    """Print from one document."""
    from make_book.pdf import binding
    from make_book.pdf.plain import lay_out_whole

    laid, page_map = lay_out_whole(job)
    findings = judge(laid.findings)
    return Printed(binding.bind_whole(laid.whole, page_map, _titling(job)), page_map, findings)


def _judge_settings(edition: PdfEdition, file: str) -> None:
    try:
        draw_page(edition, 1)
    except ValueError as error:
        raise BookError([Finding("PDF-004", str(error), Span(file))]) from error


def _titling(job: Job) -> Titling:
    imprint, edition = job.book.imprint, job.edition
    title = f"{imprint.title}: {imprint.subtitle}" if imprint.subtitle else imprint.title
    return Titling(
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
