"""The text of galleys read back from their boxes, to know with which letter each page begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from weasyprint.formatting_structure import boxes

from make_book.pdf.offsets import letters
from make_book.pdf.work import Take

_GENERATED = ("::before", "::after", "::marker", "::footnote-call", "::footnote-marker")


class Reader:
    """Follows the text of a take's sections from page to page."""

    def __init__(self, root: ET.Element, take: Take) -> None:
        """Read `take` as it stands under `root`."""
        self._texts = {section.id: letters(section, notes=take.sheet.notes) for section in take.sections}
        self._read = dict.fromkeys(self._texts, 0)
        ids = set(self._texts)
        self._section: dict[ET.Element, str] = {}
        for element in root.iter("section"):
            if element.get("id") in ids:
                self._section.update(dict.fromkeys(element.iter(), str(element.get("id"))))

    def turn(self, page: Any) -> tuple[str, int] | None:
        """Read `page`, the next one, and return its first section and how many letters of it stand before the page."""
        top = None
        for box in _text_boxes(page):
            section = self._section.get(box.element)
            if section is None:
                continue
            at = self._read[section]
            length = _matched(self._texts[section], at, "".join(box.text.split()))
            if length and top is None:
                top = (section, at)
            self._read[section] = at + length
        return top


def _text_boxes(box: Any) -> Iterator[Any]:
    """Yield the boxes of the text itself: nothing that the style sheet makes, no notes at the foot."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.FootnoteAreaBox | boxes.MarginBox):
            continue
        if child.element_tag and child.element_tag.endswith(_GENERATED):
            continue
        if isinstance(child, boxes.TextBox):
            if child.element is not None:
                yield child
        else:
            yield from _text_boxes(getattr(child, "_box", child))


_SILENT = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")


def _matched(text: str, at: int, shown: str) -> int:
    """Return how many letters of `text` from `at` on `shown` shows, but for a hyphen at its end; 0 if others."""
    shown = _SILENT.sub("", shown)
    if not shown:
        return 0
    there = text[at : at + len(shown)]
    if there == shown or there.casefold() == shown.casefold():
        return len(shown)
    if shown[-1] in "‐-" and text.startswith(shown[:-1], at):
        return len(shown) - 1
    return 0
