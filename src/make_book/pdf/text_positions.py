"""The letters of a section's text, and where in its XHTML each stands.

Letters are what is left of the text without white space and invisible characters: of these the paper shows
as many as the section has, wherever lines and pages break. Notes at the foot of the page, and the numbers
that call them, stand outside the text; so do an index's places, for which paper has pages instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from make_book import xhtml
from make_book.model import Section
from make_book.pdf.locators import LEGEND, LOCATORS

_NO_LETTER = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]")


def letters(section: Section, *, notes: str) -> str:
    """Return the letters of `section`; with its notes where these stand at its end (`notes` = "end")."""
    return "".join(_NO_LETTER.sub("", text) for text, _ in _texts(section, notes))


def offset_of(section: Section, letter: int, *, notes: str) -> int:
    """Return the offset, in the text content of `section`'s XHTML, of the letter with the index `letter`.

    An index at the end gives the end of the text.
    """
    end = 0
    for text, start in _texts(section, notes):
        shown = [at for at, character in enumerate(text) if not _NO_LETTER.match(character)]
        if letter < len(shown):
            return start + shown[letter]
        letter -= len(shown)
        end = start + len(text)
    return end


def letters_before(root: xhtml.Element, elements: Collection[xhtml.Element], *, notes: str) -> tuple[int, ...]:
    """Return how many letters of the section `root` stand before each of the `elements` in it, and how many in all."""
    count, before = 0, dict.fromkeys(elements, 0)
    for element, text, _ in _walk(root, [0], notes == "foot", True):
        if element in before:
            before[element] = count
        count += len(_NO_LETTER.sub("", text))
    return (*(before[element] for element in elements), count)


def _texts(section: Section, notes: str) -> Iterator[tuple[str, int]]:
    """Yield the runs of text that the paper shows in the text block, with their offsets."""
    for _, text, start in _walk(xhtml.parse_one(section.xhtml), [0], notes == "foot", True):
        if text:
            yield text, start


def _walk(
    element: xhtml.Element, at: list[int], foot: bool, shown: bool
) -> Iterator[tuple[xhtml.Element | None, str, int]]:
    """Yield each element where it begins, with no text, and each run of text that is shown, without an element."""
    apart = foot and (element.get("role") == "doc-noteref" or element.get("class") == "footnotes")
    shown = shown and not apart and element.get("class") not in (LEGEND, LOCATORS)
    yield element, "", at[0]
    if isinstance(element.tag, str):
        yield from _run(element.text, at, shown)
        for child in element:
            yield from _walk(child, at, foot, shown)
            yield from _run(child.tail, at, shown)


def _run(text: str | None, at: list[int], shown: bool) -> Iterator[tuple[None, str, int]]:
    if text:
        if shown:
            yield None, text, at[0]
        at[0] += len(text)
