"""Lengths and trim sizes: all arithmetic of paper.

A length is kept in DTP points (1 pt = 1/72 in, CSS Values 4 §6.2), so no module multiplies by 0.75
or 25.4 on its own.
"""

from __future__ import annotations

import re

import msgspec

_PT = {"pt": 1.0, "in": 72.0, "mm": 72.0 / 25.4, "cm": 72.0 / 2.54, "px": 0.75, "pc": 12.0}
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(pt|in|mm|cm|px|pc)?\s*\Z")
_WXH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(pt|in|mm|cm)?\s*[x×]\s*([0-9]+(?:\.[0-9]+)?)\s*(pt|in|mm|cm)?\s*\Z")


_SIZE = re.compile(r"\s*([0-9]{1,5}(?:\.[0-9]{1,4})?)\s*(px|%|pt|pc|cm|mm|in|em|rem)?\s*\Z", re.IGNORECASE)


class Size(msgspec.Struct, frozen=True):
    """The width or the height that an author gives a picture: a number, and a unit of CSS or `%`."""

    value: float
    unit: str

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read `30%`, `3cm`, `120px`; a bare number is pixels (HTML). Raise `ValueError` for others, and for 0."""
        found = _SIZE.match(text)
        if not found or not float(found[1]):
            raise ValueError(f"not a size: {text!r} (try 30%, 5cm or 200px)")
        return cls(float(found[1]), (found[2] or "px").lower())

    @property
    def css(self) -> str:
        """This size for a style sheet."""
        return f"{self.value:g}{self.unit}"

    def points(self, whole: float, em: float) -> float:
        """Return this size in points, where 100% is `whole` and an em is `em` points."""
        if self.unit == "%":
            return self.value * whole / 100
        return self.value * em if self.unit in ("em", "rem") else Length.of(self.value, self.unit).pt


class Length(msgspec.Struct, frozen=True, order=True):
    """A length in points."""

    pt: float

    @classmethod
    def of(cls, value: float, unit: str = "pt") -> Length:
        """Return `value` in `unit` (pt, in, mm, cm, px, pc). Raise `KeyError` for another unit."""
        return cls(value * _PT[unit])

    @classmethod
    def parse(cls, text: str) -> Length:
        """Read `"12.5mm"` or `"0.75in"`; a bare number is points. Raise `ValueError` otherwise."""
        if not (found := _LENGTH.match(text)):
            raise ValueError(f"not a length: {text!r} (try 12mm, 0.5in or 14pt)")
        return cls.of(float(found[1]), found[2] or "pt")

    @property
    def css(self) -> str:
        """This length for a style sheet, to a hundredth of a point."""
        return f"{self.pt:.2f}".rstrip("0").rstrip(".") + "pt"

    def __add__(self, other: Length) -> Length:
        """Return the sum."""
        return Length(self.pt + other.pt)

    def __sub__(self, other: Length) -> Length:
        """Return the difference."""
        return Length(self.pt - other.pt)

    def __mul__(self, factor: float) -> Length:
        """Return this length `factor` times."""
        return Length(self.pt * factor)


class Trim(msgspec.Struct, frozen=True):
    """The size of a leaf after cutting."""

    width: Length
    height: Length

    @classmethod
    def parse(cls, text: str) -> Trim:
        """Read a preset (`5.5x8.5`, `a5`, `b-format` …) or `WxH` with units (`120x190mm`).

        Without a unit, numbers up to 20 are inches, larger ones millimetres. Raise `ValueError`.
        """
        if preset := TRIMS.get(text.strip().lower()):
            return preset
        if not (found := _WXH.match(text.lower())):
            raise ValueError(f"not a trim size: {text!r} (a preset: {', '.join(TRIMS)}; or WxH, as 120x190mm)")
        width, height = float(found[1]), float(found[3])
        unit = found[4] or found[2] or ("in" if max(width, height) <= 20 else "mm")
        trim = cls(Length.of(width, found[2] or unit), Length.of(height, unit))
        if not (_SMALLEST <= trim.width.pt <= trim.height.pt * 1.6 and trim.height.pt <= _LARGEST):
            raise ValueError(f"no press trims to {text!r}")
        return trim


_SMALLEST, _LARGEST = 72 * 3.0, 72 * 17.0


def _trim(width: float, height: float, unit: str) -> Trim:
    return Trim(Length.of(width, unit), Length.of(height, unit))


TRIMS: dict[str, Trim] = {
    "5x8": _trim(5, 8, "in"),
    "5.06x7.81": _trim(5.06, 7.81, "in"),
    "5.25x8": _trim(5.25, 8, "in"),
    "5.5x8.5": _trim(5.5, 8.5, "in"),
    "6x9": _trim(6, 9, "in"),
    "a5": _trim(148, 210, "mm"),
    "b-format": _trim(129, 198, "mm"),
    "129x198": _trim(129, 198, "mm"),
    "148x210": _trim(148, 210, "mm"),
}
