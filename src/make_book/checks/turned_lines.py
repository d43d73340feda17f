"""Lines with letters from right to left, compared as they are seen (Unicode Annex 9, the bidirectional algorithm)."""

from __future__ import annotations

import unicodedata
from collections import Counter

from bidi import get_display

from make_book.checks.wording import MARKS

_BRACKETS = dict.fromkeys(map(ord, "()[]{}<>⟨⟩⁅⁆≤≥"), "(")
"""They are turned round from right to left: there one is as good as another."""
_FOLLOWING = ("", "\u07ca", "\u13a0")
"""Letters that may follow the line, from right to left and from left to right: marks at its end go with them."""


def shown_length(expected: str, start: int, shown: str) -> int | None:
    """Return how many characters of `expected`, from `start` on, the line `shown` shows; `None` if it shows others.

    Accents and points are counted, since a line has them beside their letters in any order.
    """
    letters, points = _parted(shown)
    end = _end(expected, start, len(letters))
    wanted, wanted_points = _parted(expected[start:end])
    if wanted_points != points or len(wanted) != len(letters) or not MARKS.isdisjoint(wanted):
        return None
    seen = letters.translate(_BRACKETS)
    if any(_seen(wanted, following, side) == seen for following in _FOLLOWING for side in "RL"):
        return end - start
    return None


def _parted(text: str) -> tuple[str, Counter[str]]:
    """Part the points, which stand over and under letters, from the letters."""
    plain = unicodedata.normalize("NFKD", text)
    points = Counter(letter for letter in plain if unicodedata.combining(letter))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)), points


def _end(expected: str, start: int, count: int) -> int:
    """Return where `count` letters with all their points end."""
    end = start
    while end < len(expected):
        letters = len(_parted(expected[end])[0])
        if letters > count:
            break
        count, end = count - letters, end + 1
    return end


def _seen(text: str, following: str, side: str) -> str:
    """Return the letters of `text`, a line in a paragraph from that side, as they stand from left to right."""
    turned = str(get_display(text + following, base_dir=side))
    for letter in following:
        turned = turned.replace(letter, "")
    return turned.translate(_BRACKETS)
