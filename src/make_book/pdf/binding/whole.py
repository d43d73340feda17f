"""A book that was laid out as one document, bound."""

from __future__ import annotations

from make_book.pdf.binding.file import File, spread
from make_book.pdf.binding.titling import finish
from make_book.pdf.pagemap import PageMap
from make_book.pdf.plate import Whole
from make_book.pdf.titling import Titling


def bind_whole(whole: Whole, page_map: PageMap, titling: Titling) -> bytes:
    """Return the document `whole` as a finished file."""
    file, places = File(), spread(whole.size)
    file.take_all(whole.objects, places)
    return finish(file, whole.catalog.mount(places), page_map, titling)
