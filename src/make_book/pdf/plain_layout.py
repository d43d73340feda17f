"""The whole book laid out as one document, as often as gutter, notes and index need: for comparison."""

from __future__ import annotations

import msgspec

from make_book.model import Division
from make_book.pdf import layout
from make_book.pdf.extent import estimate_pages
from make_book.pdf.footnote_places import astray
from make_book.pdf.geometry import draw_page, gutter
from make_book.pdf.layout_units import PrintJob, book_context, make_layout_style
from make_book.pdf.page_map import PageMap, number_pages
from make_book.pdf.print_markup import for_paper

ROUNDS = 4
"""Layouts at most: the first guess of the extent and a note at an episode's end rarely need a third."""


def lay_out_whole(job: PrintJob) -> tuple[layout.Laid, PageMap]:
    """Lay the book out until its gutter, its notes and its index are right, or `ROUNDS` times."""
    pages, held = estimate_pages(job.sections, job.edition), frozenset[str]()
    known: PageMap | None = None
    lists_pages = any(section.kind == "index" for section in job.sections)
    for _ in range(ROUNDS):
        laid = _laid(job, pages, held, known)
        extent, last = len(laid.blanks), known
        known = _map(job, laid)
        strayed = astray(job.sections, known, job.edition.openings) - held
        settled = job.edition.inner_margin or gutter(extent) == gutter(pages)
        if settled and not strayed and (known == last or not lists_pages):
            break
        pages, held = extent, held | strayed
    return laid, _map(job, laid)


def _laid(job: PrintJob, pages: int, held: frozenset[str], known: PageMap | None) -> layout.Laid:
    page = draw_page(job.edition, pages)
    sheet = msgspec.structs.replace(
        book_context(job, page),
        held=tuple(sorted(held)),
        fronts=tuple(section.id for section in job.sections if section.place is Division.FRONT),
        pages=known.anchors if known else {},
        page_labels=tuple(page_entry.label for page_entry in known.page_entries) if known else (),
    )
    body = "\n".join(for_paper(section, sheet).xhtml for section in job.sections)
    return layout.lay_out(body, make_layout_style(job, page, "plain"), sheet.images)


def _map(job: PrintJob, laid: layout.Laid) -> PageMap:
    anchors = {anchor: index for index, names in reversed(list(enumerate(laid.anchors))) for anchor in names}
    starts = tuple((section.id, anchors[section.id]) for section in job.sections if section.id in anchors)
    page_entries = number_pages(starts, laid.blanks, job.opener)
    first = next((anchors[section] for section, _ in starts if section == job.opener), 0)
    return PageMap(page_entries, anchors, first)
