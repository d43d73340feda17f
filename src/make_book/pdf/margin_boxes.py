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

FORME = 64
"""Pages in a page batch: few enough that a page added at the end renews little, enough to be worth a process."""
ALIKE = 0.02
"""Points by which the text blocks of a section layout and of the margin boxes may differ."""
_COUNTED = "a rule that counts pages (:nth) must not change their size or margins; or build with --plain"
_TOTAL = re.compile(r"\bcounters?\(\s*pages\b")


def make_margin_boxes(composed: Pagination, job: PrintJob, resources: BuildResources) -> tuple[MarginBoxLayout, ...]:
    """Return the margin boxes of all pages of the book, page batch by page batch."""
    layout_style = make_layout_style(job, composed.page, "margin boxes")
    batches = tuple(_batches(composed, job, layout_style))

    def make(batch: PageBatch) -> MarginBoxLayout:
        from make_book.pdf import layout

        return layout.lay_out_margin_boxes(batch, layout_style)

    return tuple(remember_layouts(resources, "margin boxes", batches, layout_style, make=make, kind=MarginBoxLayout))


def _batches(composed: Pagination, job: PrintJob, layout_style: LayoutStyle) -> Iterator[PageBatch]:
    strings: dict[str, str] = {}
    running: dict[str, RunningElement] = {}
    total = len(composed.places) if any(_TOTAL.search(sheet.css) for sheet in layout_style.sheets) else 0
    images = book_context(job, composed.page).images
    for heads in _cut(composed):
        shown = [*running.values(), *(one for head in heads for one in head.running)]
        paths = sorted({path for one in shown for path in one.images})
        before = {name: one.markup for name, one in running.items()}
        yield PageBatch(heads, dict(strings), before, {path: images[path] for path in paths}, total)
        for head in heads:
            strings.update(head.strings)
            running.update({one.name: one for one in head.running})


def _cut(composed: Pagination) -> Iterator[tuple[BookPage, ...]]:
    """Yield the pages of the book in page batches; each begins with the first page of a section layout, if it can."""
    heads: list[BookPage] = []
    for place in composed.places:
        full = len(heads) >= FORME and (place.page == 0 or len(heads) >= 2 * FORME)
        if heads and (full or (place.number == 1 and place.page == 0)):
            yield tuple(heads)
            heads = []
        heads.append(_head(place, composed))
    if heads:
        yield tuple(heads)


def _head(place: PlacedPage, composed: Pagination) -> BookPage:
    """Return what the margin boxes knows of the page at `place`."""
    if place.page is None:
        return BookPage(place.index, place.number, place.right, True, "", ())
    page: LaidOutPage = composed.section_layouts[place.section_layout].pages[place.page]
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


def judge_blocks(composed: Pagination, margin_layouts: Sequence[MarginBoxLayout]) -> Iterator[Finding]:
    """Yield `PDF-012` where the text was set for another size than its page has, once for each name of pages."""
    margin_forms = (page for margin_layout in margin_layouts for page in margin_layout.pages)
    told = set()
    for place, there in zip(composed.places, margin_forms, strict=True):
        here = None if place.page is None else composed.section_layouts[place.section_layout].pages[place.page]
        if here is None or here.name in told or _alike((*here.size, *here.block[2:]), (*there.size, *there.block[2:])):
            continue
        told.add(here.name)
        label = composed.page_map.page_entries[place.index].label
        sizes = [" × ".join(f"{length:.1f}" for length in page.block[2:]) for page in (there, here)]
        message = f"page {label} takes text of {sizes[0]} pt, not of {sizes[1]}"
        yield Finding("PDF-012", message, Span(FILE), (_COUNTED,))


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(first - second) < ALIKE for first, second in zip(one, other, strict=True))
