"""The numbers of list items as a reader sees them (HTML Living Standard §4.4.5, CSS Counter Styles 3 §6)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 3999


class ItemList(msgspec.Struct):
    """An open list: the number its next item has, how far the one after is, and the style of the numbers."""

    ordered: bool
    number: int = 1
    step: int = 1
    style: str = "1"

    def label(self, value: str | None) -> str:
        """Return the number of the next item, which may name its own (`value`); nothing in a list without numbers."""
        if value is not None:
            self.number = _whole(value, self.number)
        label = numbered(self.number, self.style) if self.ordered else ""
        self.number += self.step
        return label


def opened(tag: str, attributes: Mapping[str, str], items: int) -> ItemList:
    """Return the list that the element `tag` (`ol`, `ul`, …) with its attributes begins; it has so many `items`."""
    backwards = "reversed" in attributes
    start = _whole(attributes.get("start", ""), items if backwards else 1)
    return ItemList(tag == "ol", start, -1 if backwards else 1, attributes.get("type", "1"))


def numbered(number: int, style: str) -> str:
    """Return `number` in the style `1`, `a`, `A`, `i` or `I`."""
    if style in ("i", "I") and 0 < number <= _LARGEST_ROMAN:
        digits = _roman(number)
        return digits.upper() if style == "I" else digits
    if style in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord(style) + letter) + letters
        return letters
    return str(number)


def same_number(expected: str, shown: str) -> bool:
    """Tell whether `shown` is the number `expected`, in whatever style a style sheet sets numbers that name none."""
    if expected == shown or not expected.lstrip("-").isdecimal():
        return expected == shown
    return any(numbered(int(expected), style) == shown for style in "aAiI") or expected == shown.lstrip("0")


def _roman(number: int) -> str:
    digits = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        digits += sign * count
    return digits


def _whole(text: str, default: int) -> int:
    try:
        return int(text)
    except ValueError:
        return default
