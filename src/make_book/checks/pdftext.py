"""The words of a PDF by its tags, as a screen reader would meet them.

The structure tree gives the order and tells notes from text; the marked content it points to gives the
letters. What the program makes (numbers of notes, of list items, of pages) and what is no content
(running heads, folios) is left out. Lines are told apart by geometry: a line's end leaves no character.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from make_book.checks.lines import Weaver, in_reading_order
from make_book.checks.pdfium import NO_TAG, Node, Page, opened
from make_book.text.words import Passage

_NOTES = frozenset({"Note", "FENote"})
_MADE = frozenset({"Reference", "Figure", "Artifact"})
"""Elements whose text the program makes, or that show letters as a picture."""
_LABEL = "Lbl"
"""Holds a number that the program makes, or an element with the author's words: the term of a description list."""
_ENTRY = ("TOCI", "Reference")
"""The words of an entry of the contents are those of a heading."""
_INLINE = frozenset("Span NonStruct Link Quote Em Strong Code Annot Ruby RB RT RP Warichu WT WP Sub BibEntry".split())


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
    main, notes, stray = Weaver(), Weaver(), Weaver()
    with opened(data) as document:
        for page in document.pages():
            for weaver in (main, notes, stray):
                weaver.turn(f"page {page.label}")
            _read_page(page, main, notes, stray)
    return PdfText(main.passages(), notes.passages(), stray.passages(), main.pages)


def _read_page(page: Page, main: Weaver, notes: Weaver, stray: Weaver) -> None:
    runs = page.runs()
    blocks = iter(range(1, 1 << 30))
    for root in page.structure():
        for content in _walk(root, blocks, 0, note=False):
            for run in in_reading_order(runs.pop(content.mcid, ())):
                (notes if content.note else main).add(run, content.block)
    for run in runs.pop(NO_TAG, ()):
        stray.add(run, 0)


def _walk(node: Node, blocks: Iterator[int], block: int, *, note: bool) -> Iterator[_Content]:
    note = note or node.kind in _NOTES
    block = block if node.kind in _INLINE else next(blocks)
    for child in node.children:
        if not isinstance(child, Node):
            if node.kind != _LABEL:
                yield _Content(child, block, note)
        elif child.kind not in _MADE or (node.kind, child.kind) == _ENTRY:
            yield from _walk(child, blocks, block, note=note)
