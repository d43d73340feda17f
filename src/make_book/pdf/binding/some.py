"""A few pages bound alone, to be looked at while the whole book is being bound: no tags, no outline, no places."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby

import pikepdf
from pikepdf import Object

from make_book.pdf.binding.book import Sewn, fonts_of
from make_book.pdf.binding.pages import Furniture, Quire, Stock, blank_leaf, furnish, gather
from make_book.pdf.galley import Skeleton
from make_book.pdf.imposition import Place


def bind_some(sewn: Sewn, wanted: range) -> bytes:
    """Return the pages `wanted` (indices from 0) of what is to be bound, each as it will look in the book.

    Raise `ValueError` as `bind` does.
    """
    with pikepdf.new() as pdf:
        fonts = fonts_of(pdf, sewn.kit)
        furniture = dict(_furniture(pdf, sewn.skeletons, fonts, wanted))
        stock, leaves = Stock(pdf), list[Object]()
        for number, run in groupby(sewn.places[wanted.start : wanted.stop], key=lambda place: place.galley):
            leaves += _leaves(pdf, Quire(pdf, sewn.galleys[number], fonts, stock), tuple(run), furniture)
        gather(pdf, leaves)
        data = io.BytesIO()
        pdf.save(data, compress_streams=False)
        return data.getvalue()


def _leaves(pdf: pikepdf.Pdf, quire: Quire, run: Sequence[Place], furniture: dict[int, Furniture]) -> Iterator[Object]:
    for place in run:
        piece = furniture[place.index]
        leaf = blank_leaf(pdf, piece) if place.page is None else quire.leaf(place.page, piece)
        for key in ("/Annots", "/StructParents"):
            if key in leaf:
                del leaf[key]
        yield leaf


def _furniture(
    pdf: pikepdf.Pdf, skeletons: Sequence[Skeleton], fonts: Object, wanted: range
) -> Iterator[tuple[int, Furniture]]:
    """Yield the furniture of the formes that hold pages `wanted`, with the indices of their pages."""
    first = 0
    for skeleton in skeletons:
        pages = range(first, first + len(skeleton.pages))
        if pages.start < wanted.stop and wanted.start < pages.stop:
            yield from zip(pages, furnish(pdf, (skeleton,), fonts), strict=True)
        first = pages.stop
