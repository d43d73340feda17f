"""PDFs opened, drawn and looked over. The only importer of pypdfium2.

Of a page: its fonts and pictures. Of the file: what printers and screen readers ask for. Lengths in points.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

_TEXT, _IMAGE, _FORM = 1, 3, 5


class UnreadablePDF(ValueError):
    """The file is not a PDF that can be opened."""


class Picture(msgspec.Struct, frozen=True):
    """An image as it is shown: how many of its pixels go to an inch, the coarser direction."""

    dpi: float
    width: int
    height: int


class Page:
    """One page of an open document."""

    def __init__(self, page: Any, label: str) -> None:
        """Wrap pdfium's page."""
        self._raw, self.label = page.raw, label

    def fonts(self) -> Iterator[tuple[str, bool]]:
        """Yield the name of the font of each piece of text, and whether it is embedded."""
        from pypdfium2 import raw

        for piece in self._objects(_TEXT):
            font = raw.FPDFTextObj_GetFont(piece)
            length = raw.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFFont_GetBaseFontName(font, buffer, length)
            yield buffer.value.decode("utf-8", "replace"), bool(raw.FPDFFont_GetIsEmbedded(font))

    def pictures(self) -> Iterator[Picture]:
        """Yield the images of the page."""
        from pypdfium2 import raw

        for piece in self._objects(_IMAGE):
            facts = raw.FPDF_IMAGEOBJ_METADATA()
            if raw.FPDFImageObj_GetImageMetadata(piece, self._raw, facts):
                yield Picture(min(facts.horizontal_dpi, facts.vertical_dpi), facts.width, facts.height)

    def _objects(self, wanted: int) -> Iterator[Any]:
        """Yield the page's objects of one kind, those in form XObjects too."""
        from pypdfium2 import raw

        count = raw.FPDFPage_CountObjects(self._raw)
        waiting = [raw.FPDFPage_GetObject(self._raw, index) for index in reversed(range(count))]
        while waiting:
            piece = waiting.pop()
            kind = raw.FPDFPageObj_GetType(piece)
            if kind == wanted:
                yield piece
            elif kind == _FORM:
                inside = reversed(range(raw.FPDFFormObj_CountObjects(piece)))
                waiting += [raw.FPDFFormObj_GetObject(piece, index) for index in inside]


class PdfDocument:
    """An open PDF."""

    def __init__(self, document: Any) -> None:
        """Wrap pdfium's document."""
        self._document = document

    def pages(self) -> Iterator[Page]:
        """Yield the pages, each valid until the next is asked for. Labels are those that readers see."""
        for number in range(len(self._document)):
            page = self._document[number]
            yield Page(page, self._document.get_page_label(number) or str(number + 1))
            page.close()

    def picture(self, number: int, width: int) -> bytes:
        """Return page `number` (from 0) as a PNG, `width` pixels wide. Raise `UnreadablePDF`."""
        from pypdfium2 import PdfiumError

        try:
            page = self._document[number]
            bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
            png = io.BytesIO()
            bitmap.to_pil().save(png, "PNG", compress_level=1)
            bitmap.close()
            page.close()
        except PdfiumError as error:
            raise UnreadablePDF(str(error)) from error
        return png.getvalue()

    def words(self, number: int) -> str:
        """Return the text of page `number` (from 0), a line for a line, words divided at a line's end made whole."""
        from pypdfium2 import PdfiumError

        try:
            page = self._document[number]
            text_page = page.get_textpage()
            text = str(text_page.get_text_range())
            text_page.close()
            page.close()
        except PdfiumError as error:
            raise UnreadablePDF(str(error)) from error
        return re.sub(r"[\x02\ufffe]\s*", "", text).replace("\r\n", "\n")

    @property
    def size(self) -> int:
        """How many pages there are."""
        return len(self._document)

    def proportion(self, number: int) -> float:
        """Return the width of page `number` (from 0) divided by its height."""
        width, height = self._document.get_page_size(number)
        return float(width / height)

    @property
    def tagged(self) -> bool:
        """Whether the file says that it is tagged."""
        from pypdfium2 import raw

        return bool(raw.FPDFCatalog_IsTagged(self._document.raw))

    @property
    def language(self) -> str:
        """The language of the document; empty if it has none."""
        from pypdfium2 import raw

        return _string(raw.FPDFCatalog_GetLanguage, self._document.raw)

    @property
    def title(self) -> str:
        """The title in the document information; empty if there is none."""
        return str(self._document.get_metadata_value("Title"))


@contextmanager
def opened(data: bytes) -> Iterator[PdfDocument]:
    """Open the PDF `data` for the time of a `with`. Raise `UnreadablePDF`, for one of its pages too."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            yield PdfDocument(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePDF(str(error)) from error


def _string(function: Any, handle: Any) -> str:
    """Call a function of pdfium that fills a buffer with UTF-16."""
    length = function(handle, None, 0)
    buffer = ctypes.create_string_buffer(length)
    function(handle, ctypes.cast(buffer, function.argtypes[1]), length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")
