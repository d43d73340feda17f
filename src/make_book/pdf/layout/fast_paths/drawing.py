"""Lines drawn from words that are known: the same operators, without shaping and reading the line again.

The property: glyphs and widths of a word are those that WeasyPrint drew for the same word in the same type, and
HarfBuzz says that the words of the line are shaped alike alone and in the line.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from weasyprint.draw import text as draw_text

from make_book.pdf.layout.fast_paths.drawn_words import (
    DrawnFont,
    DrawnWord,
    close,
    find_line,
    find_words,
    glyph_string,
    join,
)
from make_book.pdf.layout.fast_paths.libraries import TO_UNITS
from make_book.pdf.layout.fast_paths.measuring import LETTERS
from make_book.pdf.layout.fast_paths.type_styles import Type, type_of, wake

_own_draw = draw_text.draw_first_line

_GAP = re.compile("([ \u00a0])")
"""What WeasyPrint widens to justify a line."""
_SMALLEST = 1e-6
"""Pixels: smaller type is not drawn."""
_SCALE = 1024
"""Units of Pango's in a pixel."""


class _Row(NamedTuple):
    """A line as it is drawn."""

    font: DrawnFont
    string: str
    words: list[DrawnWord]


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Draw the line of `textbox`; return the pictures in it."""
    type_ = type_of(textbox.style)
    is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
    if is_whole and type_.size >= _SMALLEST and textbox.text.strip() and (row := _row(type_, textbox)) is not None:
        return _write(stream, row, matrix)
    wake(textbox.pango_layout, textbox.style)
    emojis: list[Any] = _own_draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    return emojis


def _row(type_: Type, textbox: Any) -> _Row | None:
    """Return a line put together from what is known; None where that is not certain."""
    layout = textbox.pango_layout
    if layout.justification_spacing and _GAP.search(layout.text):
        return _justified(type_, layout.text, layout.justification_spacing) if type_.plain else None
    row = _unjustified(type_, layout) if type_.plain else None
    if row is None and (whole := find_line(type_, textbox.style, layout.text)) is not None:
        row = _Row(whole.font, whole.string, [whole])
    return row


def _unjustified(type_: Type, layout: Any) -> _Row | None:
    """Return a line that is shaped as a whole, from its words if HarfBuzz says that they are the same."""
    found = layout.__dict__.get("make_book_found")
    if found is None or " " not in layout.text:
        return None
    measured, start, _ = found
    if measured.script not in LETTERS or not measured.is_apart(start, layout.text.encode()):
        return None
    words = find_words(type_, measured.script, list(filter(None, _GAP.split(layout.text))))
    if not words:
        return None
    return _Row(words[0].font, join([word.string for word in words]), words)


def _justified(type_: Type, text: str, spacing: float) -> _Row | None:
    """Return a line whose spaces are widened by `spacing` pixels."""
    pieces, widened = _GAP.split(text), int(spacing * TO_UNITS)
    script = next((script for script, letters in LETTERS.items() if letters.search(text)), None)
    if script is None or widened < 0 or "" in pieces[2:-1:2]:
        return None
    words = find_words(type_, script, list(filter(None, pieces)))
    if not words:
        return None
    gaps = {word: _gap(word, widened) for word in words if word.space}
    strings = [gaps[word] if word.space else word.string for word in words]
    if not pieces[0]:
        strings[0] = _gap(words[0], 2 * widened, first=True)
    if not pieces[-1]:
        # WeasyPrint looks for it a byte before the end.
        strings[-1] = _gap(words[-1], 2 * widened if pieces[-2] == " " else widened, last=True)
    return _Row(words[0].font, "".join(strings), words)


def _gap(word: DrawnWord, widened: int, *, first: bool = False, last: bool = False) -> str:
    """Return a space as Pango widens it: half of it on each side, but none at the ends of the line."""
    glyph, width = word.space or (0, 0)
    before = widened // 2
    if widened % _SCALE == 0:
        before = (before + _SCALE // 2) // _SCALE * _SCALE
    after, offset = widened - before, before
    if first:
        before = offset = 0
    if last:
        after = 0
    return close(glyph_string(word.font, glyph, before + width + after, offset))


def _write(stream: Any, row: _Row, matrix: Any) -> list[Any]:
    """Write the line, as WeasyPrint does."""
    stream.set_text_matrix(*matrix.values)
    font = stream._fonts.get(row.font.key) or stream.add_font(row.font.pango_font)[0]
    stream.set_font_size(font.hash, row.font.size)
    known = font.__dict__.setdefault("make_book_words", set())
    for word in row.words:
        if word not in known:
            known.add(word)
            for glyph, text in zip(word.glyphs, word.parts, strict=True):
                font.to_unicode.setdefault(glyph, text)
    stream.show_text(row.string)
    return []
