"""Editions in the server's memory: printed pages as pictures and text, documents of the EPUB as they are."""

from __future__ import annotations

import io
import mimetypes
import zipfile
import zlib
from collections import OrderedDict
from contextlib import ExitStack
from pathlib import PurePosixPath

from make_book.checks.pdfium import PdfDocument, opened
from make_book.pdf.page_map import PageEntry

_KEPT = 48
"""Pictures of pages that are kept: the spreads before and after, in two sizes."""
_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".txt": "text/plain",
}
_FOLDER = "EPUB/"
"""Where our own EPUBs keep their documents."""


class RenderedPages:
    """An open print edition. Not safe for several threads at once: a pool with one thread serves it."""

    def __init__(self, data: bytes, page_entries: tuple[PageEntry, ...]) -> None:
        """Open the PDF `data`. Raise `UnreadablePDF`."""
        self._stack = ExitStack()
        self._document: PdfDocument = self._stack.enter_context(opened(data))
        self._range, self._under = range(self._document.size), self
        self._pictures: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self.page_entries = page_entries or tuple(
            PageEntry(str(number + 1), "") for number in range(self._document.size)
        )
        self.proportion = self._document.proportion(0) if self._document.size else 1.0

    @classmethod
    def over(cls, under: RenderedPages, data: bytes, page_entries: tuple[PageEntry, ...], first: int) -> RenderedPages:
        """Open the few pages `data` that stand from the index `first` on; the others are still those of `under`.

        `under` is closed with the new pages. Raise `UnreadablePDF`.
        """
        pages = cls(data, page_entries)
        pages._range, pages._under = range(first, first + len(pages._range)), under
        pages._stack.callback(under.close)
        return pages

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self.page_entries)

    def picture(self, index: int, width: int) -> bytes:
        """Return the page `index` (from 0) as a PNG, `width` pixels wide. Raise `IndexError` if there is none."""
        pages, at = self._found(index)
        if pages is not self:
            return pages.picture(at, width)
        key = at, width
        if key not in self._pictures:
            self._pictures[key] = self._document.picture(at, width)
            if len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return self._pictures[key]

    def words(self, index: int) -> str:
        """Return the text of the page `index`. Raise `IndexError` if there is none."""
        pages, at = self._found(index)
        return self._document.words(at) if pages is self else pages.words(at)

    def _found(self, index: int) -> tuple[RenderedPages, int]:
        """Return whose page `index` is, and which there: after the few that are new, as far from the end as before."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        if index in self._range:
            return self, index - self._range.start
        shift = len(self._under) - len(self) if index >= self._range.stop else 0
        return self._under, min(max(index + shift, 0), len(self._under) - 1)

    def close(self) -> None:
        """Close the file."""
        self._stack.close()


class RenderedDocuments:
    """An open EPUB: its members by their names within its folder of documents."""

    def __init__(self, data: bytes) -> None:
        """Open the EPUB `data`. Raise `zipfile.BadZipFile`."""
        self._zip = zipfile.ZipFile(io.BytesIO(data))

    def names(self) -> dict[str, int]:
        """Return every document with the checksum of its text."""
        members = ((info.filename.removeprefix(_FOLDER), info.CRC) for info in self._zip.infolist())
        return {name: checksum for name, checksum in members if name.endswith(".xhtml")}

    def rest(self) -> int:
        """Return a number that is another one when something else than a document has changed: styles, pictures."""
        others = (info for info in self._zip.infolist() if not info.filename.endswith((".xhtml", ".opf", ".ncx")))
        return zlib.crc32(repr([(info.filename, info.CRC) for info in others]).encode())

    def member(self, name: str) -> tuple[bytes, str]:
        """Return the member `name` and its media type. Raise `KeyError` for a name that the EPUB has not."""
        suffix = PurePosixPath(name).suffix.lower()
        kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self._zip.read(_FOLDER + name), kind
