"""The binder: galleys, skeleton and font kit made one PDF (ISO 32000-1).

No content stream is decompressed. A page's contents are its galley's, moved to where its text block stands
on this side, and its furniture's, painted as a form. Each galley's structure becomes a Part of the one
Document, its parent tree a leaf of one number tree.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import msgspec
import pikepdf
from pikepdf import Dictionary, Object

from make_book.pdf.binding.links import mend_link
from make_book.pdf.binding.outline import Destination, Mark, name_destinations, write_outline
from make_book.pdf.binding.pages import Quire, Stock, blank_leaf, furnish, gather
from make_book.pdf.binding.structure import Structure
from make_book.pdf.binding.titling import finish
from make_book.pdf.galley import Galley, Skeleton
from make_book.pdf.imposition import Place
from make_book.pdf.pagemap import PageMap
from make_book.pdf.titling import Titling


class Sewn(msgspec.Struct, frozen=True):
    """What is bound: galleys at their places, the furniture of every page, the fonts."""

    galleys: tuple[Galley, ...]
    places: tuple[Place, ...]
    skeletons: tuple[Skeleton, ...]
    kit: tuple[bytes, ...]


def bind(sewn: Sewn, page_map: PageMap, titling: Titling) -> bytes:
    """Return the finished file.

    Raise `ValueError` if a galley and the skeleton disagree about the size of a text block.
    """
    with _undisturbed(), pikepdf.new() as pdf:
        fonts = fonts_of(pdf, sewn.kit)
        furniture = tuple(furnish(pdf, sewn.skeletons, fonts))
        structure = Structure(pdf)
        stock = Stock(pdf)
        leaves: list[Object] = []
        marks: list[Mark] = []
        places: list[Destination] = []
        for run in _runs(sewn.places):
            galley = sewn.galleys[run[0].galley]
            quire = Quire(pdf, galley, fonts, stock)
            for place in run:
                piece = furniture[place.index]
                leaf = blank_leaf(pdf, piece) if place.page is None else quire.leaf(place.page, piece)
                structure.note_page(leaf, place.page)
                marks += quire.marks(place, piece)
                places += quire.destinations(place, piece)
                leaves.append(leaf)
            moves = {place.page: quire.move(place, furniture[place.index]) for place in run if galley.figures}
            structure.take_in(quire.source, moves)
        for leaf in leaves:
            for annotation in leaf.get("/Annots", ()):
                mend_link(annotation)
        structure.close()
        gather(pdf, leaves)
        name_destinations(pdf, leaves, places)
        write_outline(pdf, leaves, marks)
        return finish(pdf, page_map, titling)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the garbage collector from looking, again and again, through the objects of a long book."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def fonts_of(pdf: pikepdf.Pdf, kit: Iterable[bytes]) -> Object:
    """Return the fonts of `kit` by their names, copied into `pdf`."""
    fonts: Object = pdf.make_indirect(Dictionary())
    for data in kit:
        with pikepdf.open(io.BytesIO(data)) as source:
            for name, font in source.pages[0].obj.Resources.Font.items():
                fonts[name] = pdf.copy_foreign(font)
    return fonts


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
