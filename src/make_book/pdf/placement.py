"""Placement: section layouts placed on the pages of the book, with the blanks that their openings ask for."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.pdf.section_layout import SectionLayout


class PlacedPage(msgspec.Struct, frozen=True):
    """One page of the book: which page of which section layout stands there; none on a blank that placement makes."""

    section_layout: int
    """Index of the section layout; of a blank, the section layout before it."""
    page: int | None
    index: int
    """Place in the book, from 0: even pages are rectos."""
    number: int
    """What the folio counts: from 1 at the front, from 1 again in the body."""

    @property
    def right(self) -> bool:
        """Whether it is a recto."""
        return self.index % 2 == 0


def place_pages(section_layouts: Sequence[SectionLayout], restart: int | None) -> tuple[PlacedPage, ...]:
    """Return the pages of the book; the section layout with the index `restart` begins to count anew."""
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
    """Return the section layouts that were set for one side, begin on the other and would have other pages there."""
    firsts = [place for place in places if place.page == 0]
    return frozenset(
        place.section_layout
        for place in firsts
        if section_layouts[place.section_layout].sided and place.right == (place.section_layout in versos)
    )
