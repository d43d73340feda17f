"""Imposition: galleys placed on the pages of the book, with the blanks that their openings ask for."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.pdf.galley import Galley


class Place(msgspec.Struct, frozen=True):
    """One page of the book: which page of which galley stands there; none on a blank that imposition makes."""

    galley: int
    """Index of the galley; of a blank, the galley before it."""
    page: int | None
    index: int
    """Place in the book, from 0: even pages are rectos."""
    number: int
    """What the folio counts: from 1 at the front, from 1 again in the body."""

    @property
    def right(self) -> bool:
        """Whether it is a recto."""
        return self.index % 2 == 0


def impose(galleys: Sequence[Galley], restart: int | None) -> tuple[Place, ...]:
    """Return the pages of the book; the galley with the index `restart` begins to count anew."""
    places: list[Place] = []
    number, wanted = 0, "any"
    for index, galley in enumerate(galleys):
        side = galley.opening if galley.opening != "any" else wanted
        if side != "any" and (len(places) % 2 == 0) != (side == "right"):
            number += 1
            places.append(Place(max(0, index - 1), None, len(places), number))
        if index == restart:
            number = 0
        for page in range(len(galley.pages)):
            number += 1
            places.append(Place(index, page, len(places), number))
        wanted = galley.closing
    return tuple(places)


def misplaced(galleys: Sequence[Galley], places: Sequence[Place], versos: frozenset[int]) -> frozenset[int]:
    """Return the galleys that were set for one side, begin on the other and would have other pages there."""
    firsts = [place for place in places if place.page == 0]
    return frozenset(
        place.galley for place in firsts if galleys[place.galley].sided and place.right == (place.galley in versos)
    )
