"""A few pages bound alone, to be looked at while the whole book is being bound: no tags, no outline, no places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from make_book.pdf.binding.book import Sewn, add_fonts
from make_book.pdf.binding.file import File, spread
from make_book.pdf.binding.pages import (
    Furniture,
    Paper,
    bare_resources,
    furnish,
    paint,
    paint_blank,
    resources,
    write_page,
)
from make_book.pdf.binding.trees import PageTree
from make_book.pdf.galley import Galley, Skeleton, open_plate
from make_book.pdf.imposition import Place
from make_book.pdf.plate import Plate, Side
from make_book.pdf.syntax import dictionary, reference


def bind_some(sewn: Sewn, wanted: range) -> bytes:
    """Return the pages `wanted` (indices from 0) of what is to be bound, each as it will look in the book.

    Raise `ValueError` as `bind` does.
    """
    file = File()
    fonts, tree = add_fonts(file, sewn.kit), PageTree(file)
    furniture = dict(_furniture(file, sewn.skeletons, fonts, wanted))
    for number, run in groupby(sewn.places[wanted.start : wanted.stop], key=lambda place: place.galley):
        quire = _Quire(file, sewn.galleys[number], fonts)
        for place in run:
            page = file.reserve()
            quire.write(place, Paper(page, tree.add(page), furniture[place.index]))
    tree.close()
    catalog = dictionary(Type=b"/Catalog", Pages=reference(tree.root))
    return file.close(file.add(catalog))


class _Quire:
    """The pages of one galley, in its order: what paints each, with the numbers in the file."""

    def __init__(self, file: File, galley: Galley, fonts: int) -> None:
        self._file, self._galley = file, galley
        self._sides: list[tuple[Plate, list[int], Side]] = []
        for packed in galley.plates:
            plate = open_plate(packed)
            places = spread(plate.size, fonts)
            file.take_in(plate.objects, places)
            self._sides += [(plate, places, side) for side in plate.pages]

    def write(self, place: Place, paper: Paper) -> None:
        """Write the page at `place`."""
        furniture = paper.furniture
        if place.page is None:
            contents, painted = paint_blank(self._file, furniture), bare_resources(furniture)
        else:
            plate, places, side = self._sides[place.page]
            move = furniture.move(self._galley.pages[place.page])
            contents = paint(self._file, furniture, places[side.content], move)
            painted = resources(plate, places, furniture.forms)
        write_page(self._file, paper, contents, painted)


def _furniture(file: File, skeletons: Sequence[Skeleton], fonts: int, wanted: range) -> Iterator[tuple[int, Furniture]]:
    """Yield the furniture of the pages `wanted`, with their indices."""
    first = 0
    for skeleton in skeletons:
        pages = range(first, first + len(skeleton.pages))
        if pages.start < wanted.stop and wanted.start < pages.stop:
            yield from zip(pages, furnish(file, (skeleton,), fonts), strict=True)
        first = pages.stop
