"""The pages of a PDF: what is where, in points from the lower left corner of the page."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
import pikepdf
import pypdfium2
from pypdfium2 import raw


class Ink(msgspec.Struct, frozen=True):
    """Letters set in one go: where they begin and end, their baseline, their size; whether they are text."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    artifact: bool


class PrintedPage(msgspec.Struct, frozen=True):
    """One page: its label, its size, its ink, and how many pictures and drawings it has."""

    number: int
    label: str
    width: float
    height: float
    inks: tuple[Ink, ...]
    others: int

    @property
    def recto(self) -> bool:
        return self.number % 2 == 0

    @property
    def text(self) -> str:
        """All text outside margin boxes, with single spaces."""
        return " ".join(" ".join(ink.text for ink in self.inks if not ink.artifact).split())

    def margin_forms(self, top: float, bottom: float) -> tuple[str, str]:
        """Return what stands above the text block (which begins at `top`) and what stands below it."""
        head = " ".join(ink.text for ink in self.inks if ink.artifact and ink.baseline > top)
        foot = " ".join(ink.text for ink in self.inks if ink.artifact and ink.baseline < bottom)
        return " ".join(head.split()), " ".join(foot.split())


@lru_cache(maxsize=8)
def page_entries(data: bytes) -> tuple[PrintedPage, ...]:
    """Return the pages of the PDF `data`."""
    return tuple(_printed_pages(data))


@lru_cache(maxsize=8)
def objects(data: bytes) -> pikepdf.Pdf:
    """Return the PDF `data` opened, to be read only."""
    return pikepdf.open(io.BytesIO(data))


def outline(data: bytes) -> list[tuple[str, list[Any]]]:
    """Return the outline as titles with what stands under each."""

    def under(items: Any) -> list[tuple[str, list[Any]]]:
        return [(item.title, under(item.children)) for item in items]

    with objects(data).open_outline() as tree:
        return under(tree.root)


def destinations(data: bytes) -> dict[str, int]:
    """Return the named destinations by the index of their page."""
    pdf = objects(data)
    numbers = {page.objgen: index for index, page in enumerate(pdf.pages)}
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {str(name): numbers[target[0].objgen] for name, target in names.items()}  # type: ignore[index]


def _printed_pages(data: bytes) -> Iterator[PrintedPage]:
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        text_page = page.get_textpage()
        inks, others = [], 0
        for piece in page.get_objects(max_depth=4):
            if piece.type == raw.FPDF_PAGEOBJ_TEXT:
                inks.append(_ink(piece.raw, text_page.raw))
            elif piece.type != raw.FPDF_PAGEOBJ_FORM:
                others += 1
        label = document.get_page_label(number)
        yield PrintedPage(number, label, width, height, tuple(ink for ink in inks if ink.text.strip()), others)
    document.close()


def _ink(piece: Any, text_page: Any) -> Ink:
    length = raw.FPDFTextObj_GetText(piece, text_page, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFTextObj_GetText(piece, text_page, buffer, length)
    text = bytes(buffer)[:length].decode("utf-16-le", "replace").rstrip("\0").replace("\x02", "-")
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(piece, size)
    raw.FPDFPageObj_GetMatrix(piece, matrix)
    box = tuple(ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(piece, *box)
    return Ink(text, box[0].value, box[2].value, matrix.f, size.value * abs(matrix.d), _artifact(piece))


def _artifact(piece: Any) -> bool:
    for index in range(raw.FPDFPageObj_CountMarks(piece)):
        mark, length, buffer = raw.FPDFPageObj_GetMark(piece, index), ctypes.c_ulong(), (raw.FPDF_WCHAR * 32)()
        raw.FPDFPageObjMark_GetName(mark, buffer, 64, length)
        if bytes(buffer)[: length.value].decode("utf-16-le").rstrip("\0") == "Artifact":
            return True
    return False
