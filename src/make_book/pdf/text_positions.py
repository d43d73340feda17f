"""Positions in the text of a section, counted in letters.

A letter is a character of the text that is neither white space nor invisible: print shows as many letters as the
section has, wherever lines and pages break. Notes at the foot of the page and the numbers that call them do not
count. Neither do the locators of an index, which print replaces by page numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from make_book import xhtml
from make_book.pdf.locators import LEGEND, LOCATORS

_NO_LETTER = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]")


def letters(root: xhtml.Element, *, notes: str) -> str:
    """Return the letters of the section `root`; with those of its notes if these stand at its end (`notes` = "end")."""
    return "".join(_NO_LETTER.sub("", text) for _, text in _walk(root, notes == "foot"))


def letters_before(root: xhtml.Element, elements: Collection[xhtml.Element], *, notes: str) -> tuple[int, ...]:
    """Return how many letters of the section `root` stand before each of the `elements` in it, and how many in all."""
    count, before = 0, dict.fromkeys(elements, 0)
    for element, text in _walk(root, notes == "foot"):
        if element in before:
            before[element] = count
        count += len(_NO_LETTER.sub("", text))
    return (*(before[element] for element in elements), count)


def _walk(element: xhtml.Element, foot: bool, shown: bool = True) -> Iterator[tuple[xhtml.Element | None, str]]:
    """Yield each element where it begins, with no text, and each piece of counted text, with no element."""
    at_foot = foot and (element.get("role") == "doc-noteref" or element.get("class") == "footnotes")
    shown = shown and not at_foot and element.get("class") not in (LEGEND, LOCATORS)
    yield element, ""
    if isinstance(element.tag, str):
        if shown and element.text:
            yield None, element.text
        for child in element:
            yield from _walk(child, foot, shown)
            if shown and child.tail:
                yield None, child.tail
