"""The margin boxes (CSS Paged Media 3 §4) of the whole book: running heads and folios, laid out in batches of pages.

A batch depends on the numbers and kinds of its pages and on their named strings, not on their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from make_book.findings import Finding, Span
from make_book.pdf.layout_inputs import BookPage, LayoutStyle, PageBatch
from make_book.pdf.layout_units import PrintJob, book_context, make_layout_style
from make_book.pdf.own_rules import FILE
from make_book.pdf.pagination import Pagination, remember_layouts
from make_book.pdf.placement import PlacedPage
from make_book.pdf.section_layout import LaidOutPage, MarginBoxLayout, RunningElement
from make_book.resources import BuildResources

BATCH = 64
"""Pages in a batch: few enough that one more page at the end renews little, enough to be worth a process."""
TOLERANCE = 0.02
"""Points by which the text blocks of a section layout and of the margin boxes may differ."""
_COUNTED = "a rule that counts pages (:nth) must not change their size or margins; or build with --plain"
_TOTAL = re.compile(r"\bcounters?\(\s*pages\b")


def make_margin_boxes(pagination: Pagination, job: PrintJob, resources: BuildResources) -> tuple[MarginBoxLayout, ...]:
    """Return the margin boxes of all pages of the book, batch by batch."""
    layout_style = make_layout_style(job, pagination.page, "margin boxes")
    batches = tuple(_batches(pagination, job, layout_style))

    def make(batch: PageBatch) -> MarginBoxLayout:
        from make_book.pdf import layout

        return layout.lay_out_margin_boxes(batch, layout_style)

    return tuple(remember_layouts(resources, "margin boxes", batches, layout_style, make=make, kind=MarginBoxLayout))


def _batches(pagination: Pagination, job: PrintJob, layout_style: LayoutStyle) -> Iterator[PageBatch]:
    """Yield the batches, each with the strings and running elements that the pages before it have set."""
    strings: dict[str, str] = {}
    running: dict[str, RunningElement] = {}
    page_count = len(pagination.places) if any(_TOTAL.search(sheet.css) for sheet in layout_style.sheets) else 0
    images = book_context(job, pagination.page).images
    for pages in _divided(pagination):
        shown = [*running.values(), *(element for page in pages for element in page.running)]
        paths = sorted({path for element in shown for path in element.images})
        before = {name: element.markup for name, element in running.items()}
        yield PageBatch(pages, dict(strings), before, {path: images[path] for path in paths}, page_count)
        for page in pages:
            strings.update(page.strings)
            running.update({element.name: element for element in page.running})


def _divided(pagination: Pagination) -> Iterator[tuple[BookPage, ...]]:
    """Yield the pages of the book in batches. If possible, a batch begins with the first page of a section layout."""
    pages: list[BookPage] = []
    for place in pagination.places:
        full = len(pages) >= BATCH and (place.page == 0 or len(pages) >= 2 * BATCH)
        if pages and (full or (place.number == 1 and place.page == 0)):
            yield tuple(pages)
            pages = []
        pages.append(_book_page(place, pagination))
    if pages:
        yield tuple(pages)


def _book_page(place: PlacedPage, pagination: Pagination) -> BookPage:
    """Return the page at `place` as its margin boxes need it."""
    if place.page is None:
        return BookPage(place.index, place.number, place.right, True, "", ())
    page: LaidOutPage = pagination.section_layouts[place.section_layout].pages[place.page]
    return BookPage(
        index=place.index,
        number=place.number,
        right=place.right,
        blank=page.blank,
        name=page.name,
        groups=page.groups,
        strings=page.strings,
        starting=page.starting,
        running=page.running,
    )


def judge_blocks(pagination: Pagination, margin_layouts: Sequence[MarginBoxLayout]) -> Iterator[Finding]:
    """Yield `PDF-012` where the text was laid out in another size than its page has, once for each name of pages."""
    with_margins = (page for margin_layout in margin_layouts for page in margin_layout.pages)
    reported = set()
    for place, there in zip(pagination.places, with_margins, strict=True):
        here = None if place.page is None else pagination.section_layouts[place.section_layout].pages[place.page]
        if (
            here is None
            or here.name in reported
            or _equal((*here.size, *here.block[2:]), (*there.size, *there.block[2:]))
        ):
            continue
        reported.add(here.name)
        label = pagination.page_map.page_entries[place.index].label
        sizes = [" × ".join(f"{length:.1f}" for length in page.block[2:]) for page in (there, here)]
        message = f"page {label} takes text of {sizes[0]} pt, not of {sizes[1]}"
        yield Finding("PDF-012", message, Span(FILE), (_COUNTED,))


def _equal(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(first - second) < TOLERANCE for first, second in zip(one, other, strict=True))
