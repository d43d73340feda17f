"""Was every word of the sections laid out? Their letters are counted, and those of the boxes on the pages.

What the style sheet hides or takes out of the text, and formulas, which are drawn, may be missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from make_book.findings import Finding, Span
from make_book.pdf.layout.layout_text import SILENT, LayoutTextReader

_SHOWN = 60
"""Letters by which the lost words are named."""
_DRAWN = frozenset({"math", "svg"})
_HINTS = ("a style sheet that gives a block a height, or hides what overflows it, may cut it off",)


def judge_completeness(
    root: ET.Element, reader: LayoutTextReader, style_of: Callable[[ET.Element], Any], files: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield `PDF-014` for each section under `root` of which words are on no page, and for each note.

    `style_of` gives the computed style of an element; `files` are the manuscript's by the ids of the sections.
    """
    missing = list(reader.missing())
    if not missing:
        return
    allowed = Counter("".join(_without(root, style_of)))
    text = "".join(root.itertext())
    for lost in missing:
        if lost.letters - allowed:
            file = files.get(lost.section)
            what = f"of note {lost.note} " if lost.note else ""
            message = f"words {what}are on no page, from here on: “{_spaced(lost.text, text)}…”"
            yield Finding("PDF-014", message, Span(file) if file else None, _HINTS)


def _without(element: ET.Element, style_of: Callable[[ET.Element], Any]) -> Iterator[str]:
    """Yield the letters of the elements under `element` that need not be laid out."""
    for child in element:
        style = style_of(child)
        if child.tag in _DRAWN or style["display"] == ("none",) or style["position"][0] == "running()":
            yield SILENT.sub("", "".join("".join(child.itertext()).split())).casefold()
        else:
            yield from _without(child, style_of)


def _spaced(letters: str, text: str) -> str:
    """Return `letters`, as `text` has them with spaces between."""
    pattern = r"[\s\u00ad\u200b-\u200f\u2060]*".join(map(re.escape, letters[:_SHOWN]))
    found = re.search(pattern, text)
    return " ".join(found[0].split()) if found else letters[:_SHOWN]
