"""Reads the text of laid out pages from their boxes, to know with which letter each page begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from weasyprint.formatting_structure import boxes

_ENOUGH, _AHEAD = 12, 4000
"""Letters that are enough to find a text again, and how far ahead it is searched."""
_HYPHENS = ("\N{HYPHEN}", "-")
_SILENT = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_NUMBERS = ("book-page", "book-call")
"""Elements that only print has (`print_markup`): page numbers, and numbers of notes that are called again."""
_GENERATED = ("::before", "::after", "::marker", "::footnote-call", "::footnote-marker")


class LayoutTextReader:
    """Follows the text of the sections of a unit from page to page."""

    def __init__(self, root: ET.Element, texts: Mapping[str, str]) -> None:
        """Begin to read the sections under `root`; `texts` are their letters, by their ids."""
        self._texts = texts
        self._read = dict.fromkeys(self._texts, 0)
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

    def read_page(self, page: Any) -> tuple[str, int] | None:
        """Read the next `page`. Return its first section, and how many letters of that stand before the page."""
        top = None
        seen: set[Any] = set()
        for box in self._text_boxes(page, seen):
            section = self._section.get(box.element)
            found = section and _found(self._texts[section], self._read[section], "".join(box.text.split()))
            if section and found:
                top = top or (section, found.start)
                self._read[section] = found.stop
        self._heads |= seen
        return top

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
    shown = _SILENT.sub("", shown)
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
