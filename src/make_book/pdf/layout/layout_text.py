"""Reads the text of laid out pages from their boxes: with which letter each page begins, and whether all is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from weasyprint.formatting_structure import boxes

_ENOUGH, _AHEAD = 12, 4000
"""Letters that are enough to find a text again, and how far ahead it is searched."""
_HYPHENS = ("\N{HYPHEN}", "-")
SILENT = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Characters that are no letters."""
_NUMBERS = ("book-page", "book-call")
"""Elements that only print has (`print_markup`): page numbers, and numbers of notes that are called again."""
_GENERATED = ("::before", "::after", "::marker", "::footnote-call", "::footnote-marker")


class Missing(NamedTuple):
    """Text of a section that is on no page: of the note with that label, if there is one.

    `text` begins with what is missing; `letters` counts it.
    """

    section: str
    note: str
    text: str
    letters: Counter[str]


class LayoutTextReader:
    """Follows the text of the sections of a unit from page to page."""

    def __init__(self, root: ET.Element, texts: Mapping[str, str]) -> None:
        """Begin to read the sections under `root`; `texts` are their letters, by their ids."""
        self._texts = texts
        self._read = dict.fromkeys(self._texts, 0)
        self._gaps: dict[str, int] = {}
        """Where in a section the first letters stand that were passed over."""
        self._shown: dict[str, list[str]] = {section: [] for section in texts}
        self._heads: set[Any] = set()
        """Headers and footers of tables that have been read: they are repeated on every page of their table."""
        ids = set(self._texts)
        self._section: dict[ET.Element, str] = {}
        for element in root.iter("section"):
            if element.get("id") in ids:
                self._section.update(dict.fromkeys(element.iter(), str(element.get("id"))))
        for name in _NUMBERS:
            for element in root.iter(name):
                for inner in element.iter():
                    self._section.pop(inner, None)
        self._notes = {note: self._section.get(note, "") for note in root.iter("book-note")}
        self._note = {inner: note for note in self._notes for inner in note.iter()}
        self._shown_notes: dict[ET.Element, list[str]] = {note: [] for note in self._notes}

    def read_page(self, page: Any) -> tuple[str, int] | None:
        """Read the next `page`. Return its first section, and how many letters of that stand before the page."""
        top = None
        seen: set[Any] = set()
        for box in self._text_boxes(page, seen):
            section = self._section.get(box.element)
            if section is None:
                continue
            shown = "".join(box.text.split())
            self._shown[section].append(shown)
            found = _found(self._texts[section], self._read[section], shown)
            if found:
                top = top or (section, found.start)
                if found.start > self._read[section]:
                    self._gaps.setdefault(section, self._read[section])
                self._read[section] = found.stop
        self._heads |= seen
        if self._notes:
            self._read_notes(page)
        return top

    def _read_notes(self, page: Any) -> None:
        """Read the notes at the foot of `page`."""
        for area in (child for child in page.children if isinstance(child, boxes.FootnoteAreaBox)):
            for box in self._text_boxes(area, set()):
                if (note := self._note.get(box.element)) is not None:
                    self._shown_notes[note].append("".join(box.text.split()))

    def missing(self) -> Iterator[Missing]:
        """Yield what of each section, and of each note at the foot, was on none of the pages."""
        for section, text in self._texts.items():
            if lost := _lost(text, self._shown[section]):
                start = min(self._gaps.get(section, len(text)), self._read[section])
                yield Missing(section, "", text[start:], lost)
        for number, (note, section) in enumerate(self._notes.items(), start=1):
            text = "".join("".join(_own_text(note)).split())
            if lost := _lost(SILENT.sub("", text), self._shown_notes[note]):
                yield Missing(section, note.get("data-label") or str(number), text, lost)

    @property
    def unread(self) -> dict[str, int]:
        """The number of letters of each section after the last one that was read."""
        return {section: len(text) - self._read[section] for section, text in self._texts.items()}

    def _text_boxes(self, box: Any, heads: set[Any]) -> Iterator[Any]:
        """Yield the boxes of the text itself: no generated content, no footnotes, nothing that is repeated.

        Headers and footers of tables are added to `heads`.
        """
        for child in getattr(box, "children", ()):
            if isinstance(child, boxes.FootnoteAreaBox | boxes.MarginBox):
                continue
            if child.element_tag and child.element_tag.endswith(_GENERATED):
                continue
            if isinstance(child, boxes.TableRowGroupBox) and (child.is_header or child.is_footer):
                if child.element in self._heads:
                    continue
                heads.add(child.element)
            if isinstance(child, boxes.TextBox):
                if child.element is not None:
                    yield child
            else:
                yield from self._text_boxes(getattr(child, "_box", child), heads)


def _found(text: str, at: int, shown: str) -> range | None:
    """Return the range of the letters `shown` in `text`, from its letter `at` on; they may end with a hyphen.

    Text that is on no page (a running element) is skipped. Text that is not in the section is not found: `None`.
    """
    shown = SILENT.sub("", shown)
    whole = shown[:-1] if shown[-1:] in _HYPHENS else shown
    if not shown:
        return None
    if text.startswith(shown, at) or text[at : at + len(shown)].casefold() == shown.casefold():
        return range(at, at + len(shown))
    if whole and text.startswith(whole, at):
        return range(at, at + len(whole))
    if len(whole) >= _ENOUGH:
        start = text.find(whole, at, at + _AHEAD)
        if start >= 0:
            return range(start, start + len(shown if text.startswith(shown, start) else whole))
    return None


def _lost(text: str, shown: list[str]) -> Counter[str]:
    """Return the letters of `text` that do not stand in what is `shown`, where lines add hyphens."""
    return Counter(text.casefold()) - Counter(SILENT.sub("", "".join(shown)).casefold())


def _own_text(note: ET.Element) -> Iterator[str]:
    """Yield the text of a note, without that of notes which are called in it, and without numbers."""
    yield note.text or ""
    for child in note:
        if child.tag not in ("book-note", *_NUMBERS):
            yield from _own_text(child)
        yield child.tail or ""
