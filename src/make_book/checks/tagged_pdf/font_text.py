"""What the codes of a font stand for (ISO 32000-1 §9.10): its ToUnicode map, else its encoding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pikepdf

_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|\[|\]|[A-Za-z]+")
_PART = re.compile(rb"<[0-9a-fA-F]*>|\((?:[^()\\]|\\.)*\)|[-+]?[0-9.]+", re.DOTALL)
"""A string or a number, as qpdf writes them."""
_UNKNOWN = "\ufffd"
_ALL = -1
"""Stands for the codes whose width is not told."""
_MOST = 1 << 16
"""No range of a map is larger than the codes of two bytes."""


class ShownText(NamedTuple):
    """What a part of a text operator shows: the text of each glyph, and how far it advances, in 1/1000 em."""

    texts: tuple[str, ...]
    advance: float


class FontText:
    """What a font's codes stand for, and how wide they are."""

    def __init__(self, texts: Mapping[int, str], widths: Mapping[int, float], *, code_bytes: int, other: str) -> None:
        """Take texts and widths by code, the number of bytes in a code, and what a code without a text is read as."""
        self._texts, self._widths, self._bytes, self._other = texts, widths, code_bytes, other
        self._known: dict[bytes, ShownText] = {}

    def read(self, codes: bytes) -> ShownText:
        """Return what the string `codes` shows."""
        size, widest = self._bytes, self._widths.get(_ALL, 0.0)
        numbers = [int.from_bytes(codes[at : at + size], "big") for at in range(0, len(codes), size)]
        texts = tuple(self._texts.get(number, self._other) for number in numbers)
        return ShownText(texts, sum(self._widths.get(number, widest) for number in numbers))

    def read_array(self, array: bytes) -> tuple[list[str], float]:
        """Return what the `array` of strings and distances shows (§9.4.3, TJ), which is written as qpdf writes one."""
        known, texts, advance = self._known, list[str](), 0.0
        for token in _PART.findall(array):
            shown = known.get(token)
            if shown is None:
                shown = known[token] = self._read_part(token)
            texts += shown.texts
            advance += shown.advance
        return texts, advance

    def _read_part(self, token: bytes) -> ShownText:
        if token[:1] in b"<(":
            return self.read(bytes(pikepdf.Object.parse(token)))
        return ShownText((), -float(token))


NO_FONT = FontText({}, {}, code_bytes=1, other=_UNKNOWN)


def font_text(font: Any) -> FontText:
    """Return the texts and widths of the PDF's `font`."""
    composite = font.get("/Subtype") == "/Type0"
    widths = _composite_widths(font) if composite else _simple_widths(font)
    stream = font.get("/ToUnicode")
    if isinstance(stream, pikepdf.Stream):
        # Of several glyphs that show one cluster of characters, some stand for nothing by themselves.
        other = "" if composite else _UNKNOWN
        return FontText(_unicode_map(stream.read_bytes()), widths, code_bytes=2 if composite else 1, other=other)
    if composite:
        return FontText({}, widths, code_bytes=2, other=_UNKNOWN)
    encoding = "mac_roman" if font.get("/Encoding") == "/MacRomanEncoding" else "cp1252"
    texts = {code: bytes([code]).decode(encoding, "replace") for code in range(256)}
    return FontText(texts, widths, code_bytes=1, other=_UNKNOWN)


def _simple_widths(font: Any) -> dict[int, float]:
    first = int(font.get("/FirstChar", 0))
    return {code: float(width) for code, width in enumerate(font.get("/Widths", ()), start=first)} | {_ALL: 500.0}


def _composite_widths(font: Any) -> dict[int, float]:
    """Return the widths of a CID font (§9.7.4.3): rows of `first [widths]` and `first last width`."""
    inner = font.DescendantFonts[0]
    widths, row = {_ALL: float(inner.get("/DW", 1000))}, list[int]()
    for part in inner.get("/W", ()):
        if isinstance(part, pikepdf.Array):
            widths |= {row[0] + at: float(width) for at, width in enumerate(part)}
            row = []
        elif len(row) == 2:
            widths |= dict.fromkeys(range(row[0], min(row[1], row[0] + _MOST) + 1), float(part))
            row = []
        else:
            row.append(int(part))
    return widths


def _unicode_map(cmap: bytes) -> dict[int, str]:
    """Return the texts that the CMap tells (Adobe Technical Note 5014 §1.4.2)."""
    texts: dict[int, str] = {}
    row: list[bytes | list[bytes]] = []
    inside: list[bytes] | None = None
    for found in _TOKEN.finditer(cmap):
        token = found[0]
        if token == b"[":
            inside = []
        elif token == b"]":
            row.append(inside or [])
            inside = None
        elif token[:1] == b"<":
            (row if inside is None else inside).append(bytes.fromhex(found[1].decode("ascii")))
        elif token == b"endbfchar":
            texts |= {_code(row[at]): _text(row[at + 1]) for at in range(0, len(row) - 1, 2)}
        elif token == b"endbfrange":
            for at in range(0, len(row) - 2, 3):
                _add_range(texts, _code(row[at]), _code(row[at + 1]), row[at + 2])
        if token[:1] not in b"<[]":
            row = []
    return texts


def _add_range(texts: dict[int, str], first: int, last: int, target: bytes | list[bytes]) -> None:
    for step in range(min(last - first + 1, _MOST)):
        if isinstance(target, list):
            texts[first + step] = _text(target[step]) if step < len(target) else ""
        elif text := _text(target):
            texts[first + step] = text[:-1] + chr(ord(text[-1]) + step)


def _code(value: bytes | list[bytes]) -> int:
    return int.from_bytes(value, "big") if isinstance(value, bytes) else -1


def _text(value: bytes | list[bytes]) -> str:
    return value.decode("utf-16-be", "replace") if isinstance(value, bytes) else ""
