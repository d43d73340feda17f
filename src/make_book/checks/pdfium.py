"""PDFs opened and taken apart. The only importer of pypdfium2.

Of a page: its structure (ISO 32000-1 §14.7) as a tree of names and marked-content ids, and its text as
runs with their boxes. Of the file: what printers and screen readers ask for. Lengths in points.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from make_book.checks.lines import Run, spaced

_TEXT, _IMAGE, _FORM = 1, 3, 5
NO_TAG = -1
"""The marked-content id of text that neither a tag nor an artifact holds."""


class UnreadablePDF(ValueError):
    """The file is not a PDF that can be opened."""


class Node(msgspec.Struct, frozen=True):
    """A structure element of one page: its type, and what it holds there (ids of marked content are numbers)."""

    kind: str
    children: tuple[Node | int, ...]


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

    def structure(self) -> tuple[Node, ...]:
        """Return the elements that have content on this page, outermost first, in reading order."""
        from pypdfium2 import raw

        tree = raw.FPDF_StructTree_GetForPage(self._raw)
        if not tree:
            return ()
        try:
            roots = (
                raw.FPDF_StructTree_GetChildAtIndex(tree, index)
                for index in range(raw.FPDF_StructTree_CountChildren(tree))
            )
            return tuple(_node(root) for root in roots if root)
        finally:
            raw.FPDF_StructTree_Close(tree)

    def runs(self) -> dict[int, list[Run]]:
        """Return the text by the marked content that holds it, artifacts left out."""
        from pypdfium2 import raw

        text_page = raw.FPDFText_LoadPage(self._raw)
        try:
            letters = _letters(text_page)
            runs: dict[int, list[Run]] = {}
            for piece, mcid in self._objects(_TEXT):
                indices = letters.get(_address(piece))
                if indices and not (mcid == NO_TAG and _is_artifact(piece)):
                    runs.setdefault(mcid, []).append(_run(piece, text_page, indices))
            return runs
        finally:
            raw.FPDFText_ClosePage(text_page)

    def fonts(self) -> Iterator[tuple[str, bool]]:
        """Yield the name of the font of each piece of text, and whether it is embedded."""
        from pypdfium2 import raw

        for piece, _ in self._objects(_TEXT):
            font = raw.FPDFTextObj_GetFont(piece)
            length = raw.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFFont_GetBaseFontName(font, buffer, length)
            yield buffer.value.decode("utf-8", "replace"), bool(raw.FPDFFont_GetIsEmbedded(font))

    def pictures(self) -> Iterator[Picture]:
        """Yield the images of the page."""
        from pypdfium2 import raw

        for piece, _ in self._objects(_IMAGE):
            facts = raw.FPDF_IMAGEOBJ_METADATA()
            if raw.FPDFImageObj_GetImageMetadata(piece, self._raw, facts):
                yield Picture(min(facts.horizontal_dpi, facts.vertical_dpi), facts.width, facts.height)

    def _objects(self, wanted: int) -> Iterator[tuple[Any, int]]:
        """Yield the page's objects of one kind, those in form XObjects too, with their marked content."""
        from pypdfium2 import raw

        count = raw.FPDFPage_CountObjects(self._raw)
        waiting = [(raw.FPDFPage_GetObject(self._raw, index), NO_TAG) for index in reversed(range(count))]
        while waiting:
            piece, outer = waiting.pop()
            kind, own = raw.FPDFPageObj_GetType(piece), raw.FPDFPageObj_GetMarkedContentID(piece)
            mcid = own if own >= 0 else outer
            if kind == wanted:
                yield piece, mcid
            elif kind == _FORM:
                inside = reversed(range(raw.FPDFFormObj_CountObjects(piece)))
                waiting += [(raw.FPDFFormObj_GetObject(piece, index), mcid) for index in inside]


class Document:
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
def opened(data: bytes) -> Iterator[Document]:
    """Open the PDF `data` for the time of a `with`. Raise `UnreadablePDF`, for one of its pages too."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            yield Document(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePDF(str(error)) from error


def _node(element: Any) -> Node:
    from pypdfium2 import raw

    children: list[Node | int] = []
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            children.append(_node(child))
        elif (mcid := raw.FPDF_StructElement_GetChildMarkedContentID(element, index)) >= 0:
            children.append(mcid)
    return Node(_string(raw.FPDF_StructElement_GetType, element), tuple(children))


def _string(function: Any, handle: Any) -> str:
    """Call a function of pdfium that fills a buffer with UTF-16."""
    length = function(handle, None, 0)
    buffer = ctypes.create_string_buffer(length)
    function(handle, ctypes.cast(buffer, function.argtypes[1]), length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")


def _is_artifact(piece: Any) -> bool:
    from pypdfium2 import raw

    for index in range(raw.FPDFPageObj_CountMarks(piece)):
        mark = raw.FPDFPageObj_GetMark(piece, index)
        length, buffer = ctypes.c_ulong(), (raw.FPDF_WCHAR * 32)()
        raw.FPDFPageObjMark_GetName(mark, buffer, 64, length)
        if bytes(buffer)[: length.value].decode("utf-16-le").rstrip("\0") == "Artifact":
            return True
    return False


_BYTE = 0xFF
"""The largest code of a simple font."""


def _letters(text_page: Any) -> dict[int | None, list[int]]:
    """Return for each text object the indices of its characters; spaces that pdfium guessed are negative."""
    from pypdfium2 import raw

    found: dict[int | None, list[int]] = {}
    generated, textless = raw.FPDFText_IsGenerated, raw.FPDFText_HasUnicodeMapError
    # The same function, but giving the address at once: a call for every letter of the book.
    prototype = ctypes.CFUNCTYPE(ctypes.c_void_p, raw.FPDF_TEXTPAGE, ctypes.c_int)
    address_of = prototype(_address(raw.FPDFText_GetTextObject) or 0)
    last: list[int] = []
    for index in range(raw.FPDFText_CountChars(text_page)):
        if generated(text_page, index):
            last.append(-index - 1)
        elif textless(text_page, index) != 1 or raw.FPDFText_GetUnicode(text_page, index) <= _BYTE:
            # Of a glyph that stands for nothing by itself, of a composite font, pdfium tells the number.
            last = found.setdefault(address_of(text_page, index), [])
            last.append(index)
    return found


def _address(pointer: Any) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value


def _run(piece: Any, text_page: Any, indices: list[int]) -> Run:
    from pypdfium2 import raw

    while indices and indices[-1] < 0:
        indices.pop()
    letter, em = raw.FPDFText_GetUnicode, _em(piece)
    if min(indices, default=0) < 0:
        text = spaced([(chr(letter(text_page, i)), *_extent(text_page, i)) if i >= 0 else None for i in indices], em)
    else:
        text = "".join([chr(letter(text_page, index)) for index in indices])
    _, bottom, _, top = box = tuple(ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(piece, *box)
    ends = [*_extent(text_page, indices[0]), *_extent(text_page, indices[-1])] if indices else [0.0]
    # pdfium marks a hyphen at a line's end with U+0002.
    return Run(text.replace("\x02", "-"), min(ends), bottom.value, max(ends), top.value, em)


def _extent(text_page: Any, index: int) -> tuple[float, float]:
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text_page, index, box)
    return box.left, box.right


def _em(piece: Any) -> float:
    """Return the size of the type of a text object on paper."""
    from pypdfium2 import raw

    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(piece, size)
    raw.FPDFPageObj_GetMatrix(piece, matrix)
    return float(size.value) * float((matrix.c**2 + matrix.d**2) ** 0.5)
