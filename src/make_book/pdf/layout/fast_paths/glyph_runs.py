"""What Pango makes of a text that is set on one line: its runs, their fonts and glyphs, read in one piece each."""

from __future__ import annotations

from typing import Any

import msgspec
from weasyprint.text import line_break

from make_book.pdf.layout.fast_paths.libraries import ffi, gobject, pango
from make_book.pdf.layout.fast_paths.type_styles import Type, new_layout

FIELDS = 5
"""Numbers in Pango's record of a glyph: the glyph, its width, its offsets to the right and down, its flags."""
SCRIPTS = {0: b"Zyyy", 8: b"Cyrl", 14: b"Grek", 25: b"Latn"}
"""Scripts that are shaped letter by letter, whatever stands beside them, by Pango's number: all have the Common one."""

_ITEM, _ADDRESS = ffi.typeof("MakeBookItem *"), ffi.typeof("uintptr_t")
"""WeasyPrint's own `PangoItem` has fields of another size."""
_ODD = 0b111
"""Flags of a run that is centred, an ellipsis, or has a hyphen added."""

_new_text = pango.pango_layout_set_text
_line_of = pango.pango_layout_get_line_readonly
_reference, _unreference = gobject.g_object_ref, gobject.g_object_unref


class GlyphRun(msgspec.Struct):
    """A run of glyphs from left to right, in one font and one script."""

    layout: Any
    """Pango's, which owns all that is read here."""
    font: Any
    """Of Pango's; `address` tells two apart."""
    address: int
    script: bytes
    language: Any
    start: int
    """Where its text begins and how long it is, in bytes."""
    length: int
    glyphs: memoryview
    """Five numbers for each glyph, signed."""
    clusters: memoryview
    """For each glyph the byte of the run's text that its cluster begins with."""


class ShapedLine(msgspec.Struct):
    """A text on one line."""

    layout: Any
    line: Any
    runs: tuple[GlyphRun, ...] | None
    """None: some are not from left to right, or in a script that is shaped otherwise."""


def set_line(type_: Type, text: bytes, attributes: Any = None) -> ShapedLine:
    """Return `text` set on one line."""
    layout = new_layout(type_, type_.attributes if attributes is None else attributes)
    _new_text(layout, text, len(text))
    line = _line_of(layout, 0)
    return ShapedLine(layout, line, _runs(layout, line) if line.resolved_dir == 0 else None)


def set_styled_line(style: Any, text: str) -> ShapedLine:
    """Return `text` as WeasyPrint sets it to be drawn, with all that its style asks for."""
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
    """Return `font`, which lives as long as somebody has it."""
    return ffi.gc(ffi.cast("PangoFont *", _reference(font)), _unreference)
