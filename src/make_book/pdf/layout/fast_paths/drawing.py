"""Draws lines from words that are known: the same operators, without shaping the line again.

The property: the glyphs and widths of a word are those that Pango gives for the same word in the same type and script,
and HarfBuzz says that the words of the line are shaped the same alone and in the line (`unsafe_to_break` is not set).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from itertools import accumulate
from typing import Any, NamedTuple

import msgspec
from weasyprint.draw import text as draw_text
from weasyprint.pdf import stream
from weasyprint.text.fonts import get_pango_font_key

from make_book.pdf.layout.fast_paths.measuring import (
    FIELDS,
    LETTERS,
    GlyphRun,
    hold,
    is_plain,
    set_line,
    set_styled_line,
)
from make_book.pdf.layout.fast_paths.shaping import FROM_UNITS, TO_UNITS, ffi, pango
from make_book.pdf.layout.fast_paths.type_styles import Type, type_of, wake

_own_draw = draw_text.draw_first_line

_GAP = re.compile("([ \u00a0])")
"""The spaces that WeasyPrint widens to justify a line."""
_SMALLEST = 1e-6
"""Pixels. Smaller type is not drawn."""
_SCALE = 1024
"""Pango units in a pixel."""


class _Row(NamedTuple):
    """A line as it is drawn."""

    font: DrawnFont
    string: str
    words: list[DrawnWord]


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Draw the line of `textbox`; return the emoji pictures in it."""
    type_ = type_of(textbox.style)
    is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
    if is_whole and type_.size >= _SMALLEST and textbox.text.strip() and (row := _row(type_, textbox)) is not None:
        return _write(stream, row, matrix)
    wake(textbox.pango_layout, textbox.style)
    emojis: list[Any] = _own_draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    return emojis


def _row(type_: Type, textbox: Any) -> _Row | None:
    """Return a line made of known words; `None` if it may not be the one that WeasyPrint draws."""
    layout = textbox.pango_layout
    if layout.justification_spacing and _GAP.search(layout.text):
        return _justified(type_, layout.text, layout.justification_spacing) if type_.plain else None
    row = _unjustified(type_, layout) if type_.plain else None
    if row is None and (whole := find_line(type_, textbox.style, layout.text)) is not None:
        row = _Row(whole.font, whole.string, [whole])
    return row


def _unjustified(type_: Type, layout: Any) -> _Row | None:
    """Return a line that is not justified, made of its words if HarfBuzz says that they are shaped the same."""
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
        # WeasyPrint looks for the space one byte before the end, where a no-break space of two bytes is not found.
        strings[-1] = _gap(words[-1], 2 * widened if pieces[-2] == " " else widened, last=True)
    return _Row(words[0].font, "".join(strings), words)


def _gap(word: DrawnWord, widened: int, *, first: bool = False, last: bool = False) -> str:
    """Return a space as Pango widens it: half on each side, but nothing at the ends of the line."""
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
    """Write the operators of the line, as WeasyPrint does."""
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


_ANCHORS = {b"Latn": "a", b"Cyrl": "\u0430", b"Grek": "\u03b1"}
"""Letters that give their script to spaces and punctuation beside them."""
_SPACES = frozenset({" ", "\u00a0"})
"""The spaces that WeasyPrint widens to justify a line."""
_WHOLE = b""
"""In place of a script: lines that are kept whole."""
_WIDENED = 1024
"""Pango units by which spaces are widened here, so that Pango puts them into runs of their own. Any number would do."""
_MOST = 20_000
"""Words that are kept at a time; each takes about 500 bytes."""
_EMPTY, _UNKNOWN = pango.PANGO_GLYPH_EMPTY, pango.PANGO_GLYPH_UNKNOWN_FLAG
_new_list, _copy_list, _unref_list = pango.pango_attr_list_new, pango.pango_attr_list_copy, pango.pango_attr_list_unref
_new_spacing, _change = pango.pango_attr_letter_spacing_new, pango.pango_attr_list_change
_SIZED_BY_PANGO = 14802
"""The first version of Pango from which WeasyPrint takes font sizes (1.48.2)."""


class DrawnFont(msgspec.Struct, frozen=True, eq=False):
    """A Pango font with the key and the widths that WeasyPrint gives it."""

    pango_font: Any
    key: int
    size: float
    widths: array[int]
    """Widths of all glyphs in 1/1000 em."""


class DrawnWord(msgspec.Struct, frozen=True, eq=False):
    """A word, a space, or a whole line, in one font."""

    font: DrawnFont
    string: str
    """Its glyphs as a string of the content stream, in angle brackets."""
    glyphs: array[int]
    parts: str | tuple[str, ...]
    """The characters of each glyph. In most words each glyph has one; then this is the word itself."""
    space: tuple[int, int] | None
    """The glyph of a space and its width in Pango units."""


_kept: dict[tuple[Type, bytes], dict[str, DrawnWord | None]] = {}
"""Words by their type and the script of their line; `None` if it is not certain how they are drawn."""
_count = 0


def find_words(type_: Type, script: bytes, pieces: list[str]) -> list[DrawnWord] | None:
    """Return the words and spaces of a line in `script`; `None` if one is not certain or in another font."""
    known = _kept.setdefault((type_, script), {})
    missing = [piece for piece in pieces if piece not in known]
    if missing:
        if _is_full(len(missing)):
            known = _kept.setdefault((type_, script), {})
            missing = pieces
        known.update(_learn(type_, script, list(dict.fromkeys(missing))))
    found = list[DrawnWord]()
    for piece in pieces:
        word = known[piece]
        if word is None or (found and word.font is not found[0].font):
            return None
        found.append(word)
    return found


def find_line(type_: Type, style: Any, text: str) -> DrawnWord | None:
    """Return a whole line as if it were a word. It is shaped as WeasyPrint does, and kept."""
    known = _kept.setdefault((type_, _WHOLE), {})
    if text not in known:
        if _is_full(1):
            known = _kept.setdefault((type_, _WHOLE), {})
        runs = set_styled_line(style, text).runs
        whole = [(0, len(text.encode()))]
        is_one = runs is not None and [(run.start, run.length) for run in runs] == whole
        known[text] = _word(type_, text, runs[0]) if runs is not None and is_one else None
    return known[text]


def _is_full(more: int) -> bool:
    """Count `more` words. Tell whether there are too many; then all others have been dropped."""
    global _count  # noqa: PLW0603 - how many are kept
    _count += more
    if _count <= _MOST:
        return False
    _kept.clear()
    _count = more
    return True


def close(glyphs: str) -> str:
    """Put `glyphs` in angle brackets as WeasyPrint does: if they end with a number, no bracket follows it."""
    return f"<{glyphs[:-1]}" if glyphs.endswith("<") else f"<{glyphs}>"


def join(strings: Iterable[str]) -> str:
    """Join several strings of glyphs to one."""
    return close("".join([text[1:-1] if text.endswith(">") else f"{text[1:]}<" for text in strings]))


def glyph_string(font: DrawnFont, glyph: int, width: int, offset: int) -> str:
    """Return a glyph as WeasyPrint writes it, moved by `offset` and kerned to its `width`."""
    if glyph == _EMPTY:
        return f">{-width / font.size}<"
    moved = offset / font.size
    kerning = font.widths[glyph] + moved - width * 1000 * FROM_UNITS / font.size
    before = f">{-moved}<" if moved else ""
    return f"{before}{glyph:04x}>{int(kerning)}<" if kerning else f"{before}{glyph:04x}"


def _learn(type_: Type, script: bytes, texts: list[str]) -> dict[str, DrawnWord | None]:
    """Shape words and spaces together: in one line of `script`, separated by widened spaces."""
    plain = [text for text in texts if is_plain(text)]
    anchor = _ANCHORS[script]
    pieces = [anchor]
    for text in plain:
        pieces += [text, anchor] if text in _SPACES else [" ", text]
    runs = _runs_of(type_, script, pieces)
    if runs is None and len(texts) > 1:
        return {text: word for one in texts for text, word in _learn(type_, script, [one]).items()}
    found: dict[str, DrawnWord | None] = dict.fromkeys(texts)
    for piece, run in zip(pieces, runs or (), strict=False):
        if piece in found and found[piece] is None:
            found[piece] = _word(type_, piece, run, _WIDENED if piece in _SPACES else 0)
    return found


def _runs_of(type_: Type, script: bytes, pieces: list[str]) -> tuple[GlyphRun, ...] | None:
    """Return a run for each of `pieces`, every second one a space; `None` if Pango divides them differently."""
    data = [piece.encode() for piece in pieces]
    sizes = [len(piece) for piece in data]
    starts = list(accumulate(sizes, initial=0))[:-1]
    runs = set_line(type_, b"".join(data), _widen(type_, zip(starts[1::2], sizes[1::2], strict=True))).runs
    if runs is None or [(run.start, run.length) for run in runs] != list(zip(starts, sizes, strict=True)):
        return None
    return runs if all(run.script == script for run in runs) else None


def _widen(type_: Type, spaces: Iterable[tuple[int, int]]) -> Any:
    """Return the attributes of a line in which `spaces` (first byte and length of each) are widened."""
    own = type_.attributes
    attributes = ffi.gc(_new_list() if own is None else _copy_list(own), _unref_list)
    for start, length in spaces:
        spacing = _new_spacing(_WIDENED)
        spacing.start_index, spacing.end_index = start, start + length
        _change(attributes, spacing)
    return attributes


def _word(type_: Type, text: str, run: GlyphRun, widened: int = 0) -> DrawnWord | None:
    """Return the word that `run` shows; `None` if it is not certain how it is drawn."""
    font = _font(type_, run)
    glyphs, widths, offsets, rises = (run.glyphs[at::FIELDS].tolist() for at in range(4))
    if font is None or any(rises) or max(glyphs) >= _UNKNOWN or min(glyphs) < 0:
        return None
    if widened and len(glyphs) > 1:
        return None
    space = (glyphs[0], widths[0] - widened) if widened else None
    if space is not None:
        widths, offsets = [space[1]], [0]
    string = close("".join(map(glyph_string, [font] * len(glyphs), glyphs, widths, offsets)))
    data, starts = text.encode(), run.clusters.tolist()
    ends = [*starts[1:], run.length]
    if len(set(starts)) < len(starts):
        return None  # several glyphs show one cluster
    seen = [at for at, glyph in enumerate(glyphs) if glyph != _EMPTY]
    parts = tuple([data[starts[at] : ends[at]].decode() for at in seen])
    return DrawnWord(font, string, array("I", [glyphs[at] for at in seen]), text if parts == (*text,) else parts, space)


def _font(type_: Type, run: GlyphRun) -> DrawnFont | None:
    """Return the font of a run; `None` if its glyphs are more than outlines, or it has no widths."""
    if run.address not in type_.fonts:
        key, description, size = get_pango_font_key(run.font)
        made = stream.Font(run.font, description, size)
        widths = made.widths
        plain = not (made.bitmap or made.png or made.svg or made.colr) and bool(widths)
        plain = plain and pango.pango_version() >= _SIZED_BY_PANGO
        table = array("i", [widths[glyph] for glyph in range(len(widths))])
        type_.fonts[run.address] = DrawnFont(hold(run.font), key, size, table) if plain else None
    found: DrawnFont | None = type_.fonts[run.address]
    return found
