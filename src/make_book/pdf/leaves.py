"""Galleys on their pages, read as a page map."""

from __future__ import annotations

from collections.abc import Sequence

from make_book.model import Section
from make_book.pdf.galley import Galley
from make_book.pdf.imposition import Place
from make_book.pdf.pagemap import Leaf, PageMap, number_pages


def map_pages(
    groups: Sequence[tuple[Section, ...]],
    galleys: Sequence[Galley],
    places: Sequence[Place],
    restart: int | None,
) -> PageMap:
    """Return where everything lies when `galleys`, set from `groups`, stand at `places`."""
    anchors: dict[str, int] = {}
    blanks, tops = [], []
    for place in places:
        page = None if place.page is None else galleys[place.galley].pages[place.page]
        blanks.append(page is None or (page.blank and not page.anchors))
        tops.append(page.top if page else None)
        for name in page.anchors if page else ():
            anchors.setdefault(name, place.index)
    starts = tuple((section.id, anchors[section.id]) for group in groups for section in group if section.id in anchors)
    opener = groups[restart][0].id if restart is not None else None
    leaves = number_pages(starts, tuple(blanks), opener)
    first = next((place.index for place in places if place.galley == restart and place.page == 0), 0)
    topped = (Leaf(leaf.label, leaf.section, leaf.blank, top) for leaf, top in zip(leaves, tops, strict=True))
    return PageMap(tuple(topped), anchors, first)
