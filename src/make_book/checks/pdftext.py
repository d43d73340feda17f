"""The words of a PDF by its tags, as a screen reader would meet them. The only importer of pypdfium2.

The structure tree (ISO 32000-1 §14.7) gives the order and tells notes from text; the marked content
it points to gives the letters. What the program makes (numbers of notes, of list items, of pages)
and what is no content (running heads, folios) is left out. Lines are told apart by geometry, because
a line's end leaves no character behind.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import msgspec

from make_book.checks.lines import Run, Weaver, spaced
from make_book.text.words import Passage

_NOTES = frozenset({"Note", "FENote"})
_MADE = frozenset({"Lbl", "Reference", "Figure", "Artifact"})
"""Elements whose text the program makes, or that show letters as a picture."""
_INLINE = frozenset("Span NonStruct Link Quote Em Strong Code Annot Ruby RB RT RP Warichu WT WP Sub BibEntry".split())
_TEXT, _FORM = 1, 5


class UnreadablePDF(ValueError):
    """The file is not a PDF that can be opened."""


class PdfText(msgspec.Struct, frozen=True):
    """The text of a PDF, page by page: the main text, the notes, and text that nothing accounts for."""

    main: tuple[Passage, ...]
    notes: tuple[Passage, ...]
    untagged: tuple[Passage, ...]
    pages: int


class _Content(msgspec.Struct, frozen=True):
    """A piece of marked content: its id on the page, the block it belongs to, and whether in a note."""

    mcid: int
    block: int
    note: bool


def read_pdf(data: bytes) -> PdfText:
    """Return the words of the PDF `data`. Raise `UnreadablePDF`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePDF(str(error)) from error
    with document:
        main, notes, stray = Weaver(), Weaver(), Weaver()
        for number in range(len(document)):
            place = f"page {document.get_page_label(number) or number + 1}"
            for weaver in (main, notes, stray):
                weaver.turn(place)
            page = document[number]
            _read_page(page.raw, main, notes, stray)
            page.close()
        return PdfText(main.passages(), notes.passages(), stray.passages(), len(document))


def _read_page(page: Any, main: Weaver, notes: Weaver, stray: Weaver) -> None:
    runs = _runs(page)
    for content in _contents(page):
        for run in runs.pop(content.mcid, ()):
            (notes if content.note else main).add(run, content.block)
    for run in runs.pop(-1, ()):
        stray.add(run, 0)


def _contents(page: Any) -> Iterator[_Content]:
    """Walk the structure of `page` in reading order."""
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        blocks = iter(range(1, 1 << 30))
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            element = raw.FPDF_StructTree_GetChildAtIndex(tree, index)
            if element:
                yield from _walk(element, blocks, 0, note=False)
    finally:
        raw.FPDF_StructTree_Close(tree)


def _walk(element: Any, blocks: Iterator[int], block: int, *, note: bool) -> Iterator[_Content]:
    from pypdfium2 import raw

    kind = _text(raw.FPDF_StructElement_GetType, element)
    if kind in _MADE:
        return
    note = note or kind in _NOTES
    block = block if kind in _INLINE else next(blocks)
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _walk(child, blocks, block, note=note)
        elif (mcid := raw.FPDF_StructElement_GetChildMarkedContentID(element, index)) >= 0:
            yield _Content(mcid, block, note)


def _text(function: Any, *arguments: Any) -> str:
    """Call a function of pdfium that fills a buffer with UTF-16."""
    length = function(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(length)
    function(*arguments, buffer, length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")


def _runs(page: Any) -> dict[int, list[Run]]:
    """Return the text of `page` by the marked content that holds it; -1 holds what no tag and no artifact does."""
    from pypdfium2 import raw

    text_page = raw.FPDFText_LoadPage(page)
    letters = _letters(text_page)
    runs: dict[int, list[Run]] = {}
    for piece, mcid in _objects(page):
        indices = letters.get(_address(piece))
        if indices:
            runs.setdefault(mcid, []).append(_run(piece, text_page, indices))
    raw.FPDFText_ClosePage(text_page)
    return runs


def _objects(page: Any) -> Iterator[tuple[Any, int]]:
    """Yield the text objects of `page`, those in form XObjects too, with their marked content."""
    from pypdfium2 import raw

    waiting = [(raw.FPDFPage_GetObject(page, index), -1) for index in reversed(range(raw.FPDFPage_CountObjects(page)))]
    while waiting:
        piece, outer = waiting.pop()
        kind, own = raw.FPDFPageObj_GetType(piece), raw.FPDFPageObj_GetMarkedContentID(piece)
        mcid = own if own >= 0 else outer
        if kind == _FORM:
            count = raw.FPDFFormObj_CountObjects(piece)
            waiting += [(raw.FPDFFormObj_GetObject(piece, index), mcid) for index in reversed(range(count))]
        elif kind == _TEXT and not (mcid < 0 and _is_artifact(piece)):
            yield piece, mcid


def _is_artifact(piece: Any) -> bool:
    from pypdfium2 import raw

    for index in range(raw.FPDFPageObj_CountMarks(piece)):
        mark = raw.FPDFPageObj_GetMark(piece, index)
        length, buffer = ctypes.c_ulong(), (raw.FPDF_WCHAR * 32)()
        raw.FPDFPageObjMark_GetName(mark, buffer, 64, length)
        if bytes(buffer)[: length.value].decode("utf-16-le").rstrip("\0") == "Artifact":
            return True
    return False


def _letters(text_page: Any) -> dict[int | None, list[int]]:
    """Return for each text object the indices of its characters; those that pdfium guessed are negative."""
    from pypdfium2 import raw

    found: dict[int | None, list[int]] = {}
    generated = raw.FPDFText_IsGenerated
    # The same function, but giving the address at once: a call for every letter of the book.
    prototype = ctypes.CFUNCTYPE(ctypes.c_void_p, raw.FPDF_TEXTPAGE, ctypes.c_int)
    address_of = prototype(_address(raw.FPDFText_GetTextObject) or 0)
    last: list[int] = []
    for index in range(raw.FPDFText_CountChars(text_page)):
        if generated(text_page, index):
            last.append(-index - 1)
        else:
            last = found.setdefault(address_of(text_page, index), [])
            last.append(index)
    return found


def _address(pointer: Any) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value


def _run(piece: Any, text_page: Any, indices: list[int]) -> Run:
    from pypdfium2 import raw

    while indices and indices[-1] < 0:
        indices.pop()
    letter = raw.FPDFText_GetUnicode
    em = _em(piece)
    if min(indices, default=0) < 0:
        text = spaced(
            [(chr(letter(text_page, i)), *_box(text_page, i)) if i >= 0 else None for i in indices],
            em,
        )
    else:
        text = "".join([chr(letter(text_page, index)) for index in indices])
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(piece, left, bottom, right, top)
    return Run(text.replace("\x02", "-"), left.value, bottom.value, right.value, top.value, em)


def _box(text_page: Any, index: int) -> tuple[float, float]:
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text_page, index, box)
    return box.left, box.right


def _em(piece: Any) -> float:
    """Return the size of the type of a text object on paper, in points."""
    from pypdfium2 import raw

    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(piece, size)
    raw.FPDFPageObj_GetMatrix(piece, matrix)
    return float(size.value) * float((matrix.c**2 + matrix.d**2) ** 0.5)
