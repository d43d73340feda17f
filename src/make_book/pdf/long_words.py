"""Words that are longer than a line: they may be broken anywhere, and no other word may.

`overflow-wrap` on a whole paragraph lets WeasyPrint 70 break any word that follows an inline element near the end of a
line. So only the long word is marked, in a `span` of its own, which the style sheet lets break.
"""

from __future__ import annotations

import re

from make_book import xhtml
from make_book.pdf.geometry import PageGeometry

_CHARACTER = 0.402
"""Mean width of a character in ems (EB Garamond)."""
_SHARE = 0.45
"""Share of the measure from which a run of characters counts: capitals, figures and narrow columns need more room."""
_LEAST = 16
_KEPT = frozenset({"pre", "table", "script", "style", "math", "svg"})
"""Code breaks by its own rule; a table is fitted by steps (`layout.table_fitting`)."""


def mark_long_words(root: xhtml.Element, page: PageGeometry) -> None:
    """Put every run of characters in the text of `root` that may be longer than a line into `span.long-word`."""
    shortest = max(_LEAST, int(page.measure.pt / (page.font_size.pt * _CHARACTER) * _SHARE))
    long_run = re.compile(rf"[^\s\u00ad\u200b]{{{shortest},}}")
    for element in list(xhtml.elements(root)):
        if _is_kept(element):
            continue
        for part, before in _split(element.text, long_run):
            element.insert(before, part)
        if element.text and (rest := _head(element.text, long_run)) is not None:
            element.text = rest
    for element in list(xhtml.elements(root)):
        parent = element.getparent()
        if parent is None or element.get("class") == "long-word" or not element.tail or _is_kept(parent):
            continue
        at = parent.index(element) + 1
        parts = _split(element.tail, long_run)
        if parts:
            element.tail = _head(element.tail, long_run)
            for part, offset in parts:
                parent.insert(at + offset, part)


def _is_kept(element: xhtml.Element) -> bool:
    return any(xhtml.local_name(one) in _KEPT for one in (element, *element.iterancestors()))


def _head(text: str, long_run: re.Pattern[str]) -> str | None:
    found = long_run.search(text)
    return None if found is None else text[: found.start()]


def _split(text: str | None, long_run: re.Pattern[str]) -> list[tuple[xhtml.Element, int]]:
    """Return a span for every long run of `text`, with what follows it as its tail, and its place among them."""
    if not text:
        return []
    found = list(long_run.finditer(text))
    spans = []
    for at, run in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        span = xhtml.make("span", run[0], class_="long-word")
        span.tail = text[run.end() : end]
        spans.append((span, at))
    return spans
