"""Section layouts on their pages, read as a page map."""

from __future__ import annotations

from collections.abc import Sequence

from make_book.model import Section
from make_book.pdf.page_map import PageEntry, PageMap, number_pages
from make_book.pdf.placement import PlacedPage
from make_book.pdf.section_layout import SectionLayout


def map_pages(
    groups: Sequence[tuple[Section, ...]],
    section_layouts: Sequence[SectionLayout],
    places: Sequence[PlacedPage],
    restart: int | None,
) -> PageMap:
    """Return where everything lies when `section layouts`, set from `groups`, stand at `places`."""
    anchors: dict[str, int] = {}
    blanks, tops = [], []
    for place in places:
        page = None if place.page is None else section_layouts[place.section_layout].pages[place.page]
        blanks.append(page is None or (page.blank and not page.anchors))
        tops.append(page.top if page else None)
        for name in page.anchors if page else ():
            anchors.setdefault(name, place.index)
    starts = tuple((section.id, anchors[section.id]) for group in groups for section in group if section.id in anchors)
    opener = groups[restart][0].id if restart is not None else None
    page_entries = number_pages(starts, tuple(blanks), opener)
    first = next((place.index for place in places if place.section_layout == restart and place.page == 0), 0)
    topped = (
        PageEntry(page_entry.label, page_entry.section, page_entry.blank, top)
        for page_entry, top in zip(page_entries, tops, strict=True)
    )
    return PageMap(tuple(topped), anchors, first)
