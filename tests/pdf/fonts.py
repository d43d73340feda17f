"""Fonts cut for the tests: every letter is a box, so that a file has some hundred bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

LETTERS = "".join(map(chr, range(0x20, 0x7F))) + "‘’“”–—…‐ﬁ\u00a0\u00ad"
EM, HEIGHT = 1000, 600


def make_font(
    family: str = "Boxes",
    characters: Iterable[str] = LETTERS,
    *,
    style: str = "Regular",
    restricted: bool = False,
    optical: bool = False,
    width: int = 500,
    also: str = " ",
) -> bytes:
    """Return a TrueType font that has `characters` and `also`; `optical`: wider the smaller and the bolder."""
    names = {ord(character): f"u{ord(character):04X}" for character in sorted({*characters, *also})}
    order = [".notdef", *names.values()]
    widths = {name: width + 7 * (at % 13) for at, name in enumerate(order)}
    builder = FontBuilder(EM)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: _box(0 if name in _EMPTY else widths[name]) for name in order})
    builder.setupHorizontalMetrics({name: (widths[name], 0 if name in _EMPTY else 40) for name in order})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": style})
    italic = style == "Italic"
    builder.setupOS2(
        sTypoAscender=800, sTypoDescender=-200, fsType=2 if restricted else 0, fsSelection=1 if italic else 64
    )
    builder.setupPost()
    if optical:
        _vary(builder, order)
    buffer = io.BytesIO()
    builder.font["head"].macStyle = 2 if italic else 0
    builder.font["head"].created = builder.font["head"].modified = 3_786_825_600
    builder.font.recalcTimestamp = False
    builder.save(buffer)
    return buffer.getvalue()


_EMPTY = {"u0020", "u00A0", "u00AD"}


def _box(width: int) -> object:
    pen = TTGlyphPen(None)
    if width:
        pen.moveTo((40, 0))
        for corner in ((40, HEIGHT), (width - 40, HEIGHT), (width - 40, 0)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def _vary(builder: FontBuilder, order: list[str]) -> None:
    """Give the font two axes: optical sizes from 8 to 30 points, weights from 400 to 700."""
    builder.setupFvar([("opsz", 8, 8, 30, "Optical size"), ("wght", 400, 400, 700, "Weight")], [])
    variations = {}
    for name in order:
        corners = 0 if name in _EMPTY else 4
        right = [(0, 0)] * (corners // 2) + [(1, 0)] * (corners // 2)
        variations[name] = [
            TupleVariation(
                {axis: (0, 1, 1)}, [*((x * wider, 0) for x, _ in right), *((0, 0), (wider, 0), (0, 0), (0, 0))]
            )
            for axis, wider in (("opsz", -150), ("wght", 200))
        ]
    builder.setupGvar(variations)


def as_woff2(font: bytes) -> bytes:
    """Return `font` compressed."""
    opened, buffer = TTFont(io.BytesIO(font)), io.BytesIO()
    opened.flavor = "woff2"
    opened.save(buffer)
    return buffer.getvalue()
