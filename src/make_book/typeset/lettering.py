"""Lettering: text shaped into outlines, so that a drawing needs no font. The only importer of uharfbuzz.

Sizes and positions are in the units of the drawing; y grows downwards, a line's baseline is y = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec

from make_book.typeset.fonts import FontFace, shaping_language
from make_book.typeset.linebreak import TitleSetting, balanced, pieces_of

CAP_HEIGHT = 0.65
"""The height of capitals in ems (OS/2 `sCapHeight` of EB Garamond)."""


class LetteringStyle(msgspec.Struct, frozen=True):
    """How text is set: face, weight, tracking (in ems), OpenType features, language (BCP 47)."""

    face: FontFace
    weight: int = 400
    tracking: float = 0.0
    features: tuple[str, ...] = ("kern", "liga", "onum", "pnum")
    language: str = "en"


class LetteredLine(msgspec.Struct, frozen=True):
    """A line of outlines: SVG path data, its advance width, and how far its ink reaches."""

    text: str
    path: str
    width: float
    left: float
    right: float
    top: float
    bottom: float


class LetteredBlock(msgspec.Struct, frozen=True):
    """Lines one above the other: type size, distance of baselines, widest ink.

    `height` runs from the capitals of the first line to the baseline of the last.
    """

    lines: tuple[LetteredLine, ...]
    size: float
    leading: float
    width: float
    height: float

    @property
    def cap(self) -> float:
        """The height of a capital: the first baseline lies this far below the block's top."""
        return self.size * CAP_HEIGHT

    @property
    def over(self) -> float:
        """How far ink rises above the block's top (accents, ascenders); at least 0."""
        return max([0.0, *(-line.top - self.cap - self.leading * i for i, line in enumerate(self.lines))])

    @property
    def under(self) -> float:
        """How far ink reaches below the last baseline (descenders); at least 0."""
        above = [self.leading * (len(self.lines) - 1 - i) for i in range(len(self.lines))]
        return max([0.0, *(line.bottom - up for line, up in zip(self.lines, above, strict=True))])


def set_line(text: str, manner: LetteringStyle, size: float) -> LetteredLine:
    """Shape `text` at `size`; without ink all extents are 0."""
    scale = size / _font(manner.face.path, manner.weight)[1]
    pen, path = 0.0, []
    boxes: list[tuple[float, float, float, float]] = []
    for glyph, advance, dx, dy in _shaped(text, manner):
        x = pen + dx
        path.append(_drawn(_outline(manner.face.path, manner.weight, glyph), x, dy, scale))
        if box := _extents(manner.face.path, manner.weight, glyph):
            boxes.append((x + box[0], box[1] + dy, x + box[2], box[3] + dy))
        pen += advance
    left, right = min((b[0] for b in boxes), default=0.0), max((b[2] for b in boxes), default=0.0)
    top, bottom = max((b[1] for b in boxes), default=0.0), min((b[3] for b in boxes), default=0.0)
    return LetteredLine(text, "".join(path), pen * scale, left * scale, right * scale, -top * scale, -bottom * scale)


def fit(
    text: str,
    manner: LetteringStyle,
    width: float,
    height: float,
    *,
    largest: float,
    smallest: float = 0.0,
    leading: float = 1.08,
    most_lines: int = 12,
    hyphenate: Callable[[str], tuple[str, ...]] | None = None,
) -> LetteredBlock:
    """Return `text` in balanced lines, as large as fits into `width` × `height` and no larger than `largest`.

    The box holds all ink. Words are parted by `hyphenate` only when the type would otherwise be
    smaller than `smallest`; what still does not fit is set smaller, never cut off.
    """
    setting = TitleSetting(width, height, largest, leading, most_lines)
    found = balanced(pieces_of(text, _measure(manner)), setting)
    if hyphenate is not None and found.size < smallest:
        room = width / smallest
        parted = balanced(pieces_of(text, _measure(manner), hyphenate, room), setting)
        found = parted if parted.size > found.size * 1.1 else found
    return _within(_set(found.lines, manner, found.size, leading), manner, width, height)


def stack(
    lines: tuple[str, ...], manner: LetteringStyle, width: float, height: float, *, largest: float, leading: float = 1.3
) -> LetteredBlock:
    """Return `lines` as they are, one above the other, as large as fits and no larger than `largest`."""
    return _within(_set(lines, manner, largest, leading), manner, width, height)


def has_small_capitals(text: str, manner: LetteringStyle) -> bool:
    """Whether the face has a small capital for every lower-case letter of `text`."""
    letters = "".join(sorted({letter for letter in text if letter.islower()}))
    plain = msgspec.structs.replace(manner, features=())
    small = msgspec.structs.replace(manner, features=("smcp",))
    return all(_shaped(letter, plain)[0][0] != _shaped(letter, small)[0][0] for letter in letters)


def _within(block: LetteredBlock, manner: LetteringStyle, width: float, height: float) -> LetteredBlock:
    """Return `block`, set smaller if its ink is wider or taller than the box."""
    lines, leading = tuple(line.text for line in block.lines), block.leading / block.size if block.size else 1.0
    for _ in range(200):
        share = min(width / max(block.width, 1e-6), height / max(block.over + block.height + block.under, 1e-6))
        if share >= 1:
            break
        block = _set(lines, manner, block.size * min(share, 1 - 1e-4), leading)
    return block


def _set(lines: tuple[str, ...], manner: LetteringStyle, size: float, leading: float) -> LetteredBlock:
    drawn = tuple(set_line(line, manner, size) for line in lines)
    width = max((line.right - line.left for line in drawn), default=0.0)
    return LetteredBlock(drawn, size, size * leading, width, size * (CAP_HEIGHT + leading * max(0, len(drawn) - 1)))


def _measure(manner: LetteringStyle) -> Callable[[str], float]:
    """Return a function that gives the advance width of text at size 1."""
    units = _font(manner.face.path, manner.weight)[1]
    return lambda text: sum(advance for _, advance, _, _ in _shaped(text, manner)) / units


@lru_cache(maxsize=64)
def _font(path: str, weight: int) -> tuple[Any, int]:
    import uharfbuzz as harfbuzz

    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(path))
    font = harfbuzz.Font(face)
    font.set_variations({"wght": float(weight)})
    return font, face.upem


@lru_cache(maxsize=4096)
def _shaped(text: str, manner: LetteringStyle) -> tuple[tuple[int, float, float, float], ...]:
    """Return glyph, advance, and offset x and y of every glyph, in font units, tracking added."""
    import uharfbuzz as harfbuzz

    font, units = _font(manner.face.path, manner.weight)
    buffer = harfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = shaping_language(manner.language)
    features = dict.fromkeys(manner.features, True)
    harfbuzz.shape(font, buffer, features | ({"liga": False, "clig": False} if manner.tracking > 0 else {}))
    extra = manner.tracking * units
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    last = len(glyphs) - 1
    return tuple(
        (
            info.codepoint,
            place.x_advance + (extra if i < last and place.x_advance else 0.0),
            float(place.x_offset),
            float(place.y_offset),
        )
        for i, (info, place) in enumerate(glyphs)
    )


@lru_cache(maxsize=4096)
def _extents(path: str, weight: int, glyph: int) -> tuple[float, float, float, float] | None:
    """Return the ink of a glyph in font units: left, top, right, bottom; `None` for a blank."""
    box = _font(path, weight)[0].get_glyph_extents(glyph)
    if box is None or not box.width or not box.height:
        return None
    return box.x_bearing, box.y_bearing, box.x_bearing + box.width, box.y_bearing + box.height


@lru_cache(maxsize=4096)
def _outline(path: str, weight: int, glyph: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Return the outline of a glyph in font units as SVG commands with absolute coordinates."""
    import uharfbuzz as harfbuzz

    commands: list[tuple[str, tuple[float, ...]]] = []
    pens = harfbuzz.DrawFuncs()
    pens.set_move_to_func(lambda x, y, _: commands.append(("M", (x, y))))
    pens.set_line_to_func(lambda x, y, _: commands.append(("L", (x, y))))
    pens.set_quadratic_to_func(lambda a, b, x, y, _: commands.append(("Q", (a, b, x, y))))
    pens.set_cubic_to_func(lambda a, b, c, d, x, y, _: commands.append(("C", (a, b, c, d, x, y))))
    pens.set_close_path_func(lambda _: commands.append(("Z", ())))
    _font(path, weight)[0].draw_glyph(glyph, pens, None)
    return tuple(commands)


def _drawn(outline: tuple[tuple[str, tuple[float, ...]], ...], x: float, y: float, scale: float) -> str:
    """Return path data of `outline` moved by `x`, `y` font units and scaled, with y turned downwards."""
    return "".join(
        command
        + " ".join(
            f"{round((value + y) * -scale if i % 2 else (value + x) * scale, 2):g}" for i, value in enumerate(values)
        )
        for command, values in outline
    )
