"""The words of a PDF by its tags, as a screen reader would meet them (ISO 32000-1 §14.7, §14.8).

The structure gives the order and tells notes from text, the marked content it points to gives the letters. A paragraph
goes on over lines and pages; where a line ends stands `LINE`, and `HYPHEN` if the line ends in a hyphen: the text that
is compared tells whether that is its own. What shows pages their numbers, and what is no content (running heads,
folios, pictures), is left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import msgspec
import pikepdf

from make_book.checks.pdfium import UnreadablePDF
from make_book.checks.tagged_pdf.content_text import NO_TAG, PageReader, Run
from make_book.checks.tagged_pdf.text_flow import TextFlow
from make_book.checks.wording import Passage

_NOTES = frozenset({"/Note", "/FENote"})
_UNREAD = frozenset({"/Figure", "/Formula", "/Artifact"})
"""Elements that show letters as a picture, or that are no content."""
_INLINE = frozenset(
    f"/{name}"
    for name in (
        "Span NonStruct Link Quote Em Strong Code Annot Ruby RB RT RP Warichu WT WP Sub BibEntry Reference".split()
    )
)
_DEEPEST = 400


class PdfNote(msgspec.Struct, frozen=True):
    """A note: its number, and its words."""

    label: str
    text: tuple[Passage, ...]
    calls: tuple[tuple[str, str], ...] = ()
    """The calls in it, as in a `PdfText`."""


class PdfText(msgspec.Struct, frozen=True):
    """The text of a PDF: the main text, the notes by their ids, and text that no tag and no artifact holds."""

    main: tuple[Passage, ...]
    notes: dict[str, PdfNote]
    calls: tuple[tuple[str, str], ...]
    """Of each call in the main text its number, and the id of the note it is tied to; empty if to none."""
    untagged: tuple[Passage, ...]


def read_pdf(data: bytes) -> PdfText:
    """Return the words of the PDF `data`. Raise `UnreadablePDF`."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _Reader(pdf).read()
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadablePDF(str(error) or type(error).__name__) from error


class _Reader:
    """Walks the structure of one file."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        reader = PageReader()
        self._number = {page.objgen: number for number, page in enumerate(pdf.pages)}
        self._content = [reader.read(page) for page in pdf.pages]
        self._places = tuple(f"page {page.label}" for page in pdf.pages)
        self._main = TextFlow(self._places)
        self._notes: dict[str, tuple[str, TextFlow]] = {}
        self._calls: dict[TextFlow, list[tuple[str, str]]] = {}
        self._block = self._next = 0

    def read(self) -> PdfText:
        """Return the words of the file."""
        root = self._pdf.Root.get("/StructTreeRoot")
        if isinstance(root, pikepdf.Dictionary):
            self._walk(root, self._main, "", -1, 0)
        stray = TextFlow(self._places)
        for page, content in enumerate(self._content):
            for run in content.pop(NO_TAG, ()):
                stray.add(run, page, page)
        notes = {
            name: PdfNote(label, flow.passages(), self._calls_in(flow)) for name, (label, flow) in self._notes.items()
        }
        return PdfText(self._main.passages(), notes, self._calls_in(self._main), stray.passages())

    def _calls_in(self, flow: TextFlow) -> tuple[tuple[str, str], ...]:
        return tuple(self._calls.get(flow, ()))

    def _walk(self, node: Any, flow: TextFlow, outer: str, page: int, depth: int) -> None:
        """Read the element `node`, which stands in one of the type `outer` and, if it names no page, on `page`."""
        kind, page = str(node.get("/S", "")), self._page_of(node, page)
        if kind in _UNREAD or depth > _DEEPEST:
            return
        if kind in _NOTES:
            flow = self._begin_note(node)
        elif kind == "/Reference" and outer != "/TOCI":
            self._call(node, flow, page)
            return
        elif kind == "/Lbl" and self._label(node, flow, outer, page):
            return
        block = self._block
        if kind not in _INLINE:
            self._next += 1
            block = self._block = self._next
        for kid in _kids(node):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                self._walk(kid, flow, kind, page, depth + 1)
                self._block = block
            else:
                for at, run in self._shown(kid, page):
                    flow.add(run, at, block)

    def _begin_note(self, node: Any) -> TextFlow:
        name = str(node.get("/ID", "")) or f"note {len(self._notes) + 1}"
        flow = TextFlow(self._places)
        self._notes[name] = ("", flow)
        return flow

    def _call(self, node: Any, flow: TextFlow, page: int) -> None:
        """Read an element that names a note or a page: its text is a number, no word."""
        shown = list(self._all_shown(node, page))
        if not shown:
            return
        label = " ".join("".join(run.text for _, run in shown).split())
        flow.call(label, shown[0][0], self._block)
        target = next(iter(node.get("/Ref", ())), None)
        name = str(target.get("/ID", "")) if isinstance(target, pikepdf.Dictionary) else ""
        self._calls.setdefault(flow, []).append((label, name))

    def _label(self, node: Any, flow: TextFlow, outer: str, page: int) -> bool:
        """Read the number of an item or a note; a term, which stands in an element of its own, is none."""
        if outer not in _NOTES and any(isinstance(kid, pikepdf.Dictionary) and "/S" in kid for kid in _kids(node)):
            return False
        shown = list(self._all_shown(node, page))
        label = "".join(letter for _, run in shown for letter in run.text if letter.isalnum() or letter == "-")
        if outer in _NOTES:
            name = next(reversed(self._notes))
            self._notes[name] = (label, self._notes[name][1])
        elif outer == "/LI" and label.strip("-"):
            flow.item(label, shown[0][0])
        return True

    def _shown(self, kid: Any, page: int) -> Iterator[tuple[int, Run]]:
        """Yield the runs of a piece of marked content, and the index of its page."""
        if isinstance(kid, pikepdf.Dictionary):
            if "/MCID" not in kid:
                return
            page, kid = self._page_of(kid, page), kid.MCID
        if 0 <= page < len(self._content):
            for run in self._content[page].pop(int(kid), ()):
                yield page, run

    def _all_shown(self, node: Any, page: int) -> Iterator[tuple[int, Run]]:
        page = self._page_of(node, page)
        for kid in _kids(node):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from self._all_shown(kid, page)
            else:
                yield from self._shown(kid, page)

    def _page_of(self, node: Any, page: int) -> int:
        own = node.get("/Pg")
        return page if own is None else self._number.get(own.objgen, page)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
