"""The binder: galleys, skeleton and font kit made one PDF (ISO 32000-1).

No content stream is decompressed. A page's contents are its galley's, moved to where its text block stands
on this side, and its furniture's, painted as a form. Each galley's structure becomes a Part of the one
Document, the table of each of its plates a leaf of one number tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from make_book.pdf.binding.file import File, spread
from make_book.pdf.binding.links import Move, annotation, goal
from make_book.pdf.binding.outline import Mark, Spot, add_outline
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
from make_book.pdf.binding.structure import Structure, held
from make_book.pdf.binding.titling import finish
from make_book.pdf.binding.trees import PageTree, add_names
from make_book.pdf.galley import Galley, GalleyPage, Skeleton, open_plate
from make_book.pdf.imposition import Place
from make_book.pdf.pagemap import PageMap
from make_book.pdf.plate import Font, Plate
from make_book.pdf.syntax import dictionary, entries, name, reference
from make_book.pdf.titling import Titling


class Sewn(msgspec.Struct, frozen=True):
    """What is bound: galleys at their places, the furniture of every page, the fonts."""

    galleys: tuple[Galley, ...]
    places: tuple[Place, ...]
    skeletons: tuple[Skeleton, ...]
    kit: tuple[Font, ...]


def bind(sewn: Sewn, page_map: PageMap, titling: Titling) -> bytes:
    """Return the finished file.

    Raise `ValueError` if a galley and the skeleton disagree about the size of a text block.
    """
    file = File()
    binder = _Binder(file, add_fonts(file, sewn.kit))
    furniture = furnish(file, sewn.skeletons, binder.fonts)
    for run in _runs(sewn.places):
        binder.bind(sewn.galleys[run[0].galley], [(place, next(furniture)) for place in run])
    return finish(file, binder.catalog(), page_map, titling)


def add_fonts(file: File, kit: Iterable[Font]) -> int:
    """Write the fonts of `kit` and a dictionary of them by their names; return its number."""
    named: dict[str, int] = {}
    for font in kit:
        places = spread(font.size)
        file.take_all(font.objects, places)
        named |= {key: places[number] for key, number in font.names}
    return file.add(b"<<%b>>" % b"".join(b"%b %b" % (name(key), reference(font)) for key, font in named.items()))


def _runs(places: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    """Yield the pages of each galley in turn; a blank goes with the galley before it."""
    run: list[Place] = []
    for place in places:
        if run and place.galley != run[-1].galley:
            yield tuple(run)
            run = []
        run.append(place)
    if run:
        yield tuple(run)


class _Binder:
    """What grows while galleys are bound: pages, structure, outline, named places."""

    def __init__(self, file: File, fonts: int) -> None:
        self.fonts = fonts
        self._file = file
        self._pages, self._structure = PageTree(file), Structure(file)
        self._marks: list[Mark] = []
        self._spots: dict[str, Spot] = {}

    def bind(self, galley: Galley, run: Sequence[tuple[Place, Furniture]]) -> None:
        """Bind the pages of `galley` at their places, each with its furniture."""
        papers = [(place, self._paper(furniture)) for place, furniture in run]
        texts = iter([(paper, galley.pages[place.page]) for place, paper in papers if place.page is not None])
        for packed in galley.plates:
            plate = open_plate(packed)
            self._bind_plate(plate, list(islice(texts, len(plate.pages))))
        for paper in [paper for place, paper in papers if place.page is None]:
            contents, painted = paint_blank(self._file, paper.furniture), bare_resources(paper.furniture)
            write_page(self._file, paper, contents, painted, links=self._links_of(paper))
        self._structure.end_part()

    def _paper(self, furniture: Furniture) -> Paper:
        number = self._file.reserve()
        return Paper(number, self._pages.add(number), furniture)

    def _bind_plate(self, plate: Plate, texts: Sequence[tuple[Paper, GalleyPage]]) -> None:
        places = spread(plate.size, self.fonts, self._structure.document)
        for side, (paper, _) in zip(plate.pages, texts, strict=True):
            places[side.number] = paper.number
            for link in side.links:
                places[link.number] = self._file.reserve()
        moves = [paper.furniture.move(page) for paper, page in texts]
        self._file.take_in(plate.objects, places)
        first = self._structure.take_in(plate, places, moves)
        holders = {link.number: at for at, (link, _) in enumerate(held(plate), start=first + len(texts))}
        for marked, (side, (paper, page), move) in enumerate(zip(plate.pages, texts, moves, strict=True), start=first):
            for link in side.links:
                self._file.write(places[link.number], annotation(link, move, holders.get(link.number)))
            self._note(page, paper.number, move)
            contents = paint(self._file, paper.furniture, places[side.content], move)
            painted = resources(plate, places, paper.furniture.forms)
            links = [*(places[link.number] for link in side.links), *self._links_of(paper)]
            write_page(self._file, paper, contents, painted, links=links, marked=marked)

    def _links_of(self, paper: Paper) -> list[int]:
        """Write the links in the running heads of a page; return their numbers."""
        numbers = []
        for link in paper.furniture.links:
            numbers.append(self._file.reserve())
            self._structure.tie(link, numbers[-1], paper.number)
        return numbers

    def _note(self, page: GalleyPage, number: int, move: Move) -> None:
        """Note what the outline and the names have on the page with this number in the file."""
        right, up = move
        for mark in page.bookmarks:
            x, y = mark.place
            self._marks.append(Mark(mark.level, mark.label, Spot(number, x + right, y + up), mark.open))
        for named, (x, y) in page.anchors.items():
            self._spots.setdefault(named, Spot(number, x + right, y + up))

    def catalog(self) -> bytes:
        """Write all that leads through the pages; return the entries of the catalogue for it (§7.7.2)."""
        self._pages.close()
        self._structure.close()
        names = add_names(self._file, [(goal(named), spot.destination) for named, spot in self._spots.items()])
        outline = add_outline(self._file, self._marks)
        return entries(
            Pages=reference(self._pages.root),
            StructTreeRoot=reference(self._structure.root),
            Outlines=None if outline is None else reference(outline),
            Names=None if names is None else dictionary(Dests=reference(names)),
        )
