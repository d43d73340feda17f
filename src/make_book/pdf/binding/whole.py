"""A book that was laid out as one document, bound."""

from __future__ import annotations

import io

import pikepdf

from make_book.pdf.binding.links import mend_link
from make_book.pdf.binding.titling import finish
from make_book.pdf.pagemap import PageMap
from make_book.pdf.titling import Titling


def bind_whole(pages: bytes, page_map: PageMap, titling: Titling) -> bytes:
    """Return the document `pages` as a finished file."""
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                mend_link(annotation)
        return finish(pdf, page_map, titling)
