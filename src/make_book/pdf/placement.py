"""Placement: section layouts on the pages of the book, with the blank pages that their opening sides need."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.pdf.section_layout import SectionLayout


class PlacedPage(msgspec.Struct, frozen=True):
    """A page of the book: a page of a section layout, or a blank page that placement inserts (`page` is `None`)."""

    section_layout: int
    """Index of the section layout; of an inserted blank page, the one before it."""
    page: int | None
    index: int
    """Index in the book, from 0: even indices are rectos."""
    number: int
    """The number of the folio: from 1 at the front, from 1 again in the body."""

    @property
    def right(self) -> bool:
        """Whether it is a recto."""
        return self.index % 2 == 0


def place_pages(section_layouts: Sequence[SectionLayout], restart: int | None) -> tuple[PlacedPage, ...]:
    """Return the pages of the book. Numbers restart from 1 with the section layout of the index `restart`."""
    places: list[PlacedPage] = []
    number, wanted = 0, "any"
    for index, section_layout in enumerate(section_layouts):
        side = section_layout.opening if section_layout.opening != "any" else wanted
        if side != "any" and (len(places) % 2 == 0) != (side == "right"):
            number += 1
            places.append(PlacedPage(max(0, index - 1), None, len(places), number))
        if index == restart:
            number = 0
        for page in range(len(section_layout.pages)):
            number += 1
            places.append(PlacedPage(index, page, len(places), number))
        wanted = section_layout.closing
    return tuple(places)


def misplaced(
    section_layouts: Sequence[SectionLayout], places: Sequence[PlacedPage], versos: frozenset[int]
) -> frozenset[int]:
    """Return the layouts whose first page is not on the side they were made for, and which differ on the other side.

    `versos` are the layouts that were made for a left-hand page.
    """
    firsts = [place for place in places if place.page == 0]
    return frozenset(
        place.section_layout
        for place in firsts
        if section_layouts[place.section_layout].sided and place.right == (place.section_layout in versos)
    )
