"""Measures texts once: the width up to every break opportunity.

A paragraph is shaped as one long line, and all its lines are found by adding widths. Pango's widths are integers
(1/1024 pixel), so sums are exact.

The property: at a place where HarfBuzz does not set `unsafe_to_break` (`shaping`), a line that is cut there is as wide
as in the paragraph.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

import msgspec
from weasyprint.text import line_break

from make_book.pdf.layout.fast_paths.shaping import FROM_UNITS, UNSAFE, Shaped, Shaper, ffi, gobject, pango
from make_book.pdf.layout.fast_paths.type_styles import Type, new_layout

_PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u024f\u0370-\u03ff\u0400-\u0482\u048a-\u052f\u1e00-\u1eff"
    "\u2000-\u200a\u2010-\u2027\u202f\u2030-\u205e\u2060\u20a0-\u20bf\u2116\u2e3a\u2e3b]*"
)
"""No combining marks, no soft hyphens, no line breaks, no characters from right to left."""
LETTERS = {
    b"Latn": re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]"),
    b"Cyrl": re.compile("[\u0400-\u0482\u048a-\u052f]"),
    b"Grek": re.compile("[\u0391-\u03a1\u03a3-\u03ce]"),
}
"""Letters that give a text its script. Without one, digits and punctuation are in the script Common."""
_BREAKS = re.compile(b"[" + b"".join(re.escape(bytes([mark])) for mark in range(1, 256, 2)) + b"]")
_IS_WHITE = 1 << 3
"""A bit in the first byte of `PangoLogAttr`. The lowest bit says that a line may end before the character."""
_GAP = re.compile(b" |\xc2\xa0")
"""The spaces that WeasyPrint widens to justify a line, in UTF-8."""
_TAIL = 12
"""Characters at the end of a text by which it is found again."""
_MOST = 200_000
"""Characters of texts that are kept at a time; each takes about 25 bytes."""


class BreakPlace(NamedTuple):
    """A place where a line may end."""

    characters: int
    """Characters before it; then bytes before it."""
    bytes: int
    bare: int
    """The width before it, without a space at the end."""
    sure: bool
    """Whether the text before it and the text after it are as wide alone."""


class Measured:
    """A measured text in one type, font and script. Widths are in Pango units."""

    def __init__(self, text: str, script: bytes, shaped: Shaped, breaks: list[int], whites: bytes) -> None:
        self.text, self.script = text, script
        self.size = len(text.encode())
        self.places = breaks
        """The number of characters before each break opportunity, and before the end of the text."""
        self._bytes_before = breaks if text.isascii() else list(_bytes_before(text, breaks))
        self._clusters = array("i", shaped.clusters.tolist())
        self._sums = array("i", accumulate(shaped.widths.tolist(), initial=0))
        self._flags, self._whites = shaped.flags, whites
        self.width = self._sums[-1]
        self.height = self.baseline = 0.0

    def before(self, byte: int) -> tuple[int, bool]:
        """Return the width before a byte, and whether the text may be cut there."""
        at = bisect_left(self._clusters, byte)
        if at == len(self._clusters):
            return self.width, byte == self.size
        return self._sums[at], self._clusters[at] == byte and not self._flags[at] & UNSAFE

    def least(self, byte: int) -> int:
        """Return the least width that the text before `byte` can have."""
        return self._sums[bisect_right(self._clusters, byte) - 1] if byte < self.size else self.width

    def is_apart(self, start: int, part: bytes) -> bool:
        """Tell whether all words and spaces of `part`, from the byte `start` on, are shaped alone as they are here."""
        gaps = (found.span() for found in _GAP.finditer(part))
        return all(self.before(start + at)[1] and self.before(start + end)[1] for at, end in gaps)

    def place(self, index: int) -> BreakPlace:
        """Return the break opportunity number `index`."""
        characters, byte = self.places[index], self._bytes_before[index]
        bare, sure = self.before(byte)
        last = characters - 1
        if self.text[last] == " ":
            bare, sure_without = self.before(byte - 1)
            sure, last = sure and sure_without, last - 1
        # Pango and WeasyPrint disagree about other white space at the end of a line.
        return BreakPlace(characters, byte, bare, sure and last >= 0 and not self._whites[last] & _IS_WHITE)

    def reach(self, width: int) -> int:
        """Return the last break opportunity before which the text, without a space at its end, fits `width`."""
        at = bisect_right(self._sums, width) - 1
        if at < 0:
            return -1
        byte = self._clusters[at] if at < len(self._clusters) else self.size
        index = bisect_right(self._bytes_before, byte)
        # A space at the end of a line need not fit.
        while index < len(self.places) and self.place(index).bare <= width:
            index += 1
        return index - 1


class Found(NamedTuple):
    """The end of a measured text: its first byte, and the width before that."""

    measured: Measured
    start: int
    before: int


_kept: dict[tuple[Type, str], Measured | str] = {}
"""Measured texts by their type and their last characters; the text itself if it cannot be measured."""
_last: dict[Type, Measured] = {}
"""The last text of each type."""
_filled = 0


def is_plain(text: str) -> bool:
    """Tell whether `text` is a row of words with single spaces."""
    return _PLAIN.fullmatch(text) is not None and "  " not in text


def find(type_: Type, text: str) -> Found | None:
    """Return a measured text that ends with `text`; `None` if it cannot be measured."""
    last = _last.get(type_)
    found = _within(last, text) if last is not None else None
    if found is not None:
        return found
    key = type_, text[-_TAIL:]
    kept = _kept.get(key)
    if isinstance(kept, str):
        if kept.endswith(text):
            return None
    elif kept is not None:
        found = _within(kept, text)
        if found is not None:
            _last[type_] = kept
            return found
    measured = _keep(key, text, _measure(type_, text))
    return None if measured is None else Found(measured, 0, 0)


def _within(measured: Measured, text: str) -> Found | None:
    """Return `text` as the end of a measured one; `None` if it is not, or would be shaped differently alone."""
    if not measured.text.endswith(text):
        return None
    if len(text) == len(measured.text):
        return Found(measured, 0, 0)
    letters = LETTERS.get(measured.script)
    if letters is not None and letters.search(text) is None:
        return None
    byte = measured.size - len(text.encode())
    width, sure = measured.before(byte)
    return Found(measured, byte, width) if sure else None


def width_alone(type_: Type, text: str) -> int:
    """Return the width of a short `text`; 0 if it cannot be measured."""
    if text not in type_.widths:
        measured = _measure(type_, text)
        type_.widths[text] = measured.width if measured else 0
    found: int = type_.widths[text]
    return found


def _keep(key: tuple[Type, str], text: str, measured: Measured | None) -> Measured | None:
    global _filled  # noqa: PLW0603 - how much is kept
    _filled += len(text)
    if _filled > _MOST:
        _kept.clear()
        _last.clear()
        _filled = len(text)
    _kept[key] = text if measured is None else measured
    if measured is not None:
        _last[key[0]] = measured
    return measured


def _measure(type_: Type, text: str) -> Measured | None:
    if not text or not is_plain(text):
        return None
    data = text.encode()
    line = set_line(type_, data)
    if line.runs is None or len(line.runs) != 1:
        return None
    run = line.runs[0]
    shaped = _shaper(type_, run).shape(data)
    # If our HarfBuzz makes other glyphs than Pango's, it was asked for something else.
    if (run.glyphs[0::FIELDS], run.glyphs[1::FIELDS], run.clusters) != (shaped.glyphs, shaped.widths, shaped.clusters):
        return None
    if pango.PANGO_GLYPH_EMPTY in run.glyphs[0::FIELDS] and run.script not in LETTERS:
        return None  # a part of it could have no height
    attributes = pango.pango_layout_get_log_attrs_readonly(line.layout, ffi.NULL)
    marks = bytes(ffi.buffer(attributes, 4 * (len(text) + 1)))[0::4]
    breaks = [found.start() for found in _BREAKS.finditer(marks, 1, len(text))]
    measured = Measured(text, run.script, shaped, [*breaks, len(text)], marks)
    measured.height, measured.baseline = _height(type_, line, run)
    return measured


def _shaper(type_: Type, run: GlyphRun) -> Shaper:
    key = run.address, run.script
    if key not in type_.shapers:
        type_.shapers[key] = Shaper(hold(run.font), run.language, run.script, type_.features)
    found: Shaper = type_.shapers[key]
    return found


def _height(type_: Type, line: ShapedLine, run: GlyphRun) -> tuple[float, float]:
    """Return the height and the baseline of a line: the font's, unless a glyph is empty."""
    known = type_.heights.get(run.address)
    if known is None or pango.PANGO_GLYPH_EMPTY in run.glyphs[0::FIELDS]:
        extents = ffi.new("PangoRectangle *")
        pango.pango_layout_line_get_extents(line.line, ffi.NULL, extents)
        baseline = pango.pango_layout_get_baseline(line.layout) * FROM_UNITS
        known = extents.height * FROM_UNITS, baseline
        if pango.PANGO_GLYPH_EMPTY not in run.glyphs[0::FIELDS]:
            type_.heights[run.address] = known
    return known


def _bytes_before(text: str, places: list[int]) -> Iterator[int]:
    start = size = 0
    for place in places:
        size += len(text[start:place].encode())
        start = place
        yield size


FIELDS = 5
"""Numbers in Pango's record of a glyph: glyph, width, offset to the right, offset down, flags."""
SCRIPTS = {0: b"Zyyy", 8: b"Cyrl", 14: b"Grek", 25: b"Latn"}
"""Scripts, by Pango's number, whose text is shaped the same whatever script is beside it."""

_ITEM, _ADDRESS = ffi.typeof("MakeBookItem *"), ffi.typeof("uintptr_t")
"""WeasyPrint declares `PangoItem` with fields of another size."""
_ODD = 0b111
"""Flags of a run that is centred on the baseline, is an ellipsis, or needs a hyphen."""

_new_text = pango.pango_layout_set_text
_line_of = pango.pango_layout_get_line_readonly
_reference, _unreference = gobject.g_object_ref, gobject.g_object_unref


class GlyphRun(msgspec.Struct):
    """A run of glyphs from left to right, in one font and one script."""

    layout: Any
    """The Pango layout, which owns the memory."""
    font: Any
    """The Pango font, and its address."""
    address: int
    script: bytes
    language: Any
    start: int
    """The first byte of its text, and its length in bytes."""
    length: int
    glyphs: memoryview
    """`FIELDS` signed numbers for each glyph."""
    clusters: memoryview
    """For each glyph the first byte of its cluster in the text of the run."""


class ShapedLine(msgspec.Struct):
    """A text on one line."""

    layout: Any
    line: Any
    runs: tuple[GlyphRun, ...] | None
    """`None` if one is not from left to right, or not in one of `SCRIPTS`."""


def set_line(type_: Type, text: bytes, attributes: Any = None) -> ShapedLine:
    """Return `text` shaped on one line."""
    layout = new_layout(type_, type_.attributes if attributes is None else attributes)
    _new_text(layout, text, len(text))
    line = _line_of(layout, 0)
    return ShapedLine(layout, line, _runs(layout, line) if line.resolved_dir == 0 else None)


def set_styled_line(style: Any, text: str) -> ShapedLine:
    """Return `text` shaped as WeasyPrint does before it draws it, with everything in its style."""
    made = line_break.Layout(style)
    made.set_text(text, justify=True)
    pango.pango_layout_set_single_paragraph_mode(made.layout, True)
    line = _line_of(made.layout, 0)
    return ShapedLine(made.layout, line, _runs(made.layout, line) if line.resolved_dir == 0 else None)


def _runs(layout: Any, line: Any) -> tuple[GlyphRun, ...] | None:
    found, link = [], line.runs
    while link != ffi.NULL:
        item = link.data
        analysis = ffi.cast(_ITEM, item.item).analysis
        if analysis.level % 2 or analysis.gravity or analysis.flags & _ODD or analysis.script not in SCRIPTS:
            return None
        if analysis.font == ffi.NULL:
            return None
        found.append(_run(layout, item, analysis))
        link = link.next
    return tuple(found)


def _run(layout: Any, item: Any, analysis: Any) -> GlyphRun:
    glyphs, count = item.glyphs, item.glyphs.num_glyphs
    return GlyphRun(
        layout,
        analysis.font,
        int(ffi.cast(_ADDRESS, analysis.font)),
        SCRIPTS[analysis.script],
        analysis.language,
        item.item.offset,
        item.item.length,
        memoryview(ffi.buffer(glyphs.glyphs, 4 * FIELDS * count)).cast("i"),
        memoryview(ffi.buffer(glyphs.log_clusters, 4 * count)).cast("i"),
    )


def hold(font: Any) -> Any:
    """Return `font`, which is not freed as long as the returned object exists."""
    return ffi.gc(ffi.cast("PangoFont *", _reference(font)), _unreference)
