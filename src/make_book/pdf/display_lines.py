"""Lines that greedy line breaking makes badly, prepared in the markup: titles, standfirsts and last lines."""

from __future__ import annotations

import re

from make_book import xhtml
from make_book.pdf.geometry import PageGeometry
from make_book.typeset.linebreak import filled, lines_of

CHARACTER = 0.43
"""Mean advance width of a character of a title in ems."""
DISPLAY = {"episode": 1.75, "part": 1.9}
"""Size of a section's heading in ems of the text, as in `print.css`."""
ANY_NUMBER = 99
TITLE = ((2.9, 3.0, 4), (2.2, 2.25, 4), (1.7, 1.75, 5), (1.35, 1.5, 6), (1.1, 1.25, ANY_NUMBER))
"""Sizes of the book's title on the title page (em), their line heights (rlh), and how many lines each may have."""
STANDFIRST, STANDFIRST_INDENT = 0.4, 8
"""Mean advance width of a character of the standfirst in ems; the width of its indents in characters."""
LAST_LINE = 8
"""The least number of characters in the last line of a paragraph: about twice the indent."""


def balance_display(root: xhtml.Element, kind: str, page: PageGeometry) -> None:
    """Break the heading and the standfirst of a section into lines of about the same length."""
    heading = next(xhtml.elements(root, "h1"), None)
    if heading is not None and kind == "title-page":
        _fit_title(heading, page)
    elif heading is not None and kind in DISPLAY:
        _balance(heading, _line_length(page, DISPLAY[kind]))
    for standfirst in [p for p in xhtml.elements(root, "p") if p.get("class") == "standfirst"]:
        _balance(standfirst, page.measure.pt / (page.font_size.pt * STANDFIRST) - STANDFIRST_INDENT)


def _fit_title(heading: xhtml.Element, page: PageGeometry) -> None:
    """Give the book's title the largest size that its length allows."""
    words = (heading.text or "").split()
    if len(heading) or not words:
        return
    size, leading = next(
        (size, leading)
        for size, leading, most in TITLE
        if most == ANY_NUMBER or _fits(words, _line_length(page, size), most)
    )
    heading.set("style", f"font-size: {size}em; line-height: {leading}rlh")
    _balance(heading, _line_length(page, size))


def _fits(words: list[str], width: float, most: int) -> bool:
    return len(filled(words, int(width))) <= most and max(map(len, words)) <= width


def _line_length(page: PageGeometry, size: float) -> float:
    """Return how many characters of a title of `size` ems fit in a line."""
    return page.measure.pt / (page.font_size.pt * size * CHARACTER)


def _balance(element: xhtml.Element, width: float) -> None:
    if len(element) or not element.text or not element.text.strip():
        return
    lines = lines_of(element.text.split(), int(width))
    element.text = lines[0]
    for line in lines[1:]:
        line_break = xhtml.make("br")
        line_break.tail = " " + line
        element.append(line_break)


def keep_last_words(root: xhtml.Element) -> None:
    """Keep the last words of every paragraph together, without hyphens, so that no last line is very short."""
    for paragraph in xhtml.elements(root, "p", "li", "dd"):
        text = paragraph[-1].tail if len(paragraph) else paragraph.text
        if not text or len(text) < 4 * LAST_LINE:
            continue
        end = _last_words(text)
        whole = xhtml.make("span", re.sub(r"[ \n]+", "\N{NO-BREAK SPACE}", end))
        whole.set("class", "whole")
        if len(paragraph):
            paragraph[-1].tail = text.rstrip()[: -len(end)]
        else:
            paragraph.text = text.rstrip()[: -len(end)]
        paragraph.append(whole)


def _last_words(text: str) -> str:
    """Return the words at the end of `text` that have `LAST_LINE` characters together."""
    words = text.rstrip().split(" ")
    count = 1
    while count < len(words) and len(" ".join(words[-count:])) < LAST_LINE:
        count += 1
    return " ".join(words[-count:])
