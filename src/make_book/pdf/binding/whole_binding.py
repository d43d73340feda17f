"""A book that was laid out as one document, bound."""

from __future__ import annotations

from make_book.pdf.binding.document_info import finish
from make_book.pdf.binding.pdf_file import PdfFile, spread
from make_book.pdf.document_titles import DocumentTitles
from make_book.pdf.fragment import WholeDocument
from make_book.pdf.page_map import PageMap


def bind_whole(whole: WholeDocument, page_map: PageMap, titling: DocumentTitles) -> bytes:
    """Return the document `whole` as a finished file."""
    file, places = PdfFile(), spread(whole.size)
    file.add_all(whole.objects, places)
    return finish(file, whole.catalog.resolve(places), page_map, titling)
