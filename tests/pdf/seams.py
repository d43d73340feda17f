"""An invented text of about twenty pages in which every boundary of two chunks is a difficult one."""

from __future__ import annotations

import random
from functools import lru_cache
from types import MappingProxyType

import pytest

from make_book.pdf import chunks
from make_book.pdf.pdf_edition import Printed
from make_book.pipeline import TypesetBook
from make_book.style_files import Styles
from pdf.small import print_small, small_book

BLOCKS = 90
_WORDS = """the harbour water board clerk step quay lamp tide morning letter printed nobody understood afterwards ferry
landing window baker returned quietly measurement eleven centimetres extraordinary and of a to in was it that he she
not on with as for had but at by which""".split()


class _Writer:
    """Writes the same text every time."""

    def __init__(self) -> None:
        self._chance = random.Random(7)
        self.notes: list[str] = []

    def words(self, least: int, most: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=self._chance.randint(least, most))).capitalize() + "."

    def _note(self, text: str) -> str:
        self.notes.append(text)
        return f"[^{len(self.notes)}]"

    def block(self, number: int) -> str:
        """Return one block: in turn a heading, what a sheet may float, a table, a list; between them paragraphs."""
        if number % 9 == 2:
            return f"{'##' if number % 2 else '###'} {self.words(3, 5)}"
        if number % 9 == 4:
            return f"::: {{.x}}\n{self.words(30, 120)}\n\n{self.words(5, 20)}\n:::"
        if number % 18 == 7:
            rows = "\n".join(f"| {self.words(2, 5)} | {row} |" for row in range(6))
            return f"| Place | Metres |\n|---|---:|\n{rows}"
        if number % 18 == 16:
            return "\n".join(f"- {self.words(4, 20)}" for _ in range(6))
        paragraph = self.words(30, 90)
        if number % 3 == 0:
            inner = self._note(self.words(6, 20)) if number % 2 else ""
            paragraph += self._note(self.words(20, 60) + inner)
        return paragraph


@lru_cache(maxsize=1)
def seams_book() -> TypesetBook:
    """Return the book, typeset."""
    writer = _Writer()
    blocks = [writer.block(number) for number in range(BLOCKS)]
    notes = [f"[^{number}]: {text}" for number, text in enumerate(writer.notes, start=1)]
    return small_book("\n\n".join([*blocks, *notes]))


@lru_cache(maxsize=32)
def seams(css: str = "", *, length: int = chunks.CHUNK_LENGTH) -> Printed:
    """Return the book printed with `css` after make-book's `print.css`, in chunks if it is longer than `length`."""
    book = seams_book()
    own = book.styles.text("print.css") + css
    styles = Styles(MappingProxyType({**book.styles.files, "print.css": own}), frozenset({"print.css"}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK_LENGTH", length)
        return print_small(book, styles=styles)
