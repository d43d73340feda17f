"""Does the set text say what the manuscript says? Words are compared one by one, spaces at marks are not.

Typography may change the shape of quotation marks, dashes, dots and spaces; words and marks stay, in order.
What the manuscript cannot know is marked in it (`wording`): words that the program makes, words that may be
missing.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from make_book.checks.difference import CONTEXT, Difference
from make_book.checks.wording import CALL, END, GENERATED, ITEM, OPTIONAL, OR, Passage, Places, fold

_JOINED = "\x07"
"""Before a word that sticks to the mark before it (`end.Next`)."""
_LONGEST_GENERATED = 12
"""The longest run of words that one `GENERATED` may stand for."""
_AHEAD = 3
"""So many words have to agree behind words that the program made."""
_DASHES = re.compile(r"-+")
_WIDE = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WIDE += "\U00020000-\U0003ffff"
"""Letters of scripts without spaces between words: each is compared by itself (Han, Kana, Bopomofo)."""
_STUCK = re.compile(rf"(?<=\w\w[.,;:!?)])(?=[^\W{_WIDE}])")


class Words(msgspec.Struct, frozen=True):
    """A stream of words and marks, and where each stands."""

    tokens: tuple[str, ...]
    places: Places


def words(passages: Iterable[Passage]) -> Words:
    """Return the words and marks of `passages`, folded."""
    tokens: list[str] = []
    lengths, places = [], []
    for passage in passages:
        found = _token().findall(_DASHES.sub("-", _STUCK.sub(_JOINED, fold(passage.text).replace("×", "x"))))
        tokens += found
        lengths.append(len(found))
        places.append(passage.place)
    return Words(tuple(tokens), Places(lengths, places))


@functools.cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a word or mark; vowel signs and accents that stand alone belong to their word."""
    combining = "".join(chr(code) for code in range(0x300, sys.maxunicode) if _combines(code))
    letter = rf"[^\W{_WIDE}]|[{combining}]"
    return re.compile(rf"[{CALL}{ITEM}][^{END}]*{END}|[{_WIDE}]|{_JOINED}?(?:{letter})+(?:'(?:{letter})+)*|[^\w\s]")


def _combines(code: int) -> bool:
    return code < 0x20000 and unicodedata.category(chr(code))[0] == "M"


def compare(expected: Words, actual: Words) -> Difference | None:
    """Return the first word in which `actual` differs from `expected`, or `None` if they say the same."""
    at, there = _Walk(expected.tokens, actual.tokens).go(0, 0)
    if at == len(expected.tokens) and there == len(actual.tokens):
        return None
    return _difference(expected, actual, at, there)


def contained(expected: Words, actual: Words) -> Difference | None:
    """Return `None` if `expected` stands in `actual` without a gap, whatever comes before and after.

    Otherwise return the difference of the attempt that got farthest.
    """
    walk, best = _Walk(expected.tokens, actual.tokens), (0, 0)
    for first in range(len(actual.tokens) + 1):
        at, there = walk.go(0, first) if walk.may_begin(first) else (0, 0)
        if at == len(expected.tokens):
            return None
        best = max(best, (at, there))
    return _difference(expected, actual, *best)


class _Walk:
    """Goes along both streams; where they part, the marks of the expected one say how they may meet again."""

    def __init__(self, wanted: Sequence[str], found: Sequence[str]) -> None:
        self.wanted, self.found = wanted, found

    def may_begin(self, there: int) -> bool:
        """Tell whether the first expected word may stand at `there`."""
        head = self.wanted[0] if self.wanted else ""
        return head[:1] in ("", GENERATED, OPTIONAL, ITEM) or self.found[there : there + 1] == (head,)

    def go(self, at: int, there: int) -> tuple[int, int]:
        """Return the indices at which the streams part for good."""
        while True:
            at, there = self._along(at, there)
            moved = next(self._beyond(at, there), None)
            if moved is None:
                return at, there
            at, there = moved

    def _along(self, at: int, there: int) -> tuple[int, int]:
        wanted, found, step = self.wanted, self.found, 512
        while step and wanted[at : at + step] == found[there : there + step] and at < len(wanted):
            at, there = min(at + step, len(wanted)), min(there + step, len(found))
        stop = min(len(wanted) - at, len(found) - there)
        ahead = next((n for n in range(stop) if wanted[at + n] != found[there + n]), stop)
        return at + ahead, there + ahead

    def _beyond(self, at: int, there: int) -> Iterator[tuple[int, int]]:
        """Yield where the streams may go on behind what is marked at `at`."""
        head = self.wanted[at] if at < len(self.wanted) else ""
        if head == GENERATED:
            yield from self._generated(at + 1, there)
        elif head == OPTIONAL:
            end = self.wanted.index(END, at)
            inside = self.wanted[at + 1 : end]
            if tuple(inside) == tuple(self.found[there : there + len(inside)]):
                yield end + 1, there + len(inside)
            yield end + 1, there
        elif head[:1] == ITEM:
            yield from self._numbered(head, at + 1, there)
        elif self.found[there : there + 1] and self.found[there][0] == ITEM:
            yield from self._unnumbered(at, there)

    def _generated(self, at: int, there: int) -> Iterator[tuple[int, int]]:
        """Try words that the program makes, the fewest first: behind them the streams have to agree."""
        for length in range(min(_LONGEST_GENERATED, len(self.found) - there) + 1):
            if self._agrees(at, there + length):
                yield at, there + length
                return

    def _agrees(self, at: int, there: int) -> bool:
        for _ in range(_AHEAD):
            if at == len(self.wanted):
                return True
            head = self.wanted[at]
            if head[:1] in (GENERATED, OPTIONAL, ITEM):
                return True
            if there == len(self.found) or head != self.found[there]:
                return False
            at, there = at + 1, there + 1
        return True

    def _numbered(self, item: str, at: int, there: int) -> Iterator[tuple[int, int]]:
        """Try the number of an item, counted or as it is written, or as words: "14. October" may begin a paragraph."""
        numbers = item[1:-1].split(OR)
        if self.found[there : there + 1] and self.found[there] in [f"{ITEM}{number}{END}" for number in numbers]:
            yield at, there + 1
        elif self.found[there : there + 1] and self.found[there] in numbers:
            yield at, there + 1 + (self.found[there + 1 : there + 2] in ((".",), (")",)))

    def _unnumbered(self, at: int, there: int) -> Iterator[tuple[int, int]]:
        """Try words that were taken for the number of an item."""
        number = self.found[there][1:-1]
        if self.wanted[at : at + 1] == (number,) and self.wanted[at + 1 : at + 2] in ((".",), (")",)):
            yield at + 2, there + 1


def _difference(expected: Words, actual: Words, at: int, there: int) -> Difference:
    return Difference(
        expected=_spoken(expected.tokens[at : at + 1]),
        actual=_spoken(actual.tokens[there : there + 1]),
        expected_context=_around(expected, at),
        actual_context=_around(actual, there),
        expected_place=expected.places.at(at),
        actual_place=actual.places.at(there),
        at=at,
    )


def _around(stream: Words, at: int) -> str:
    return _spoken(stream.tokens[max(0, at - CONTEXT) : at + CONTEXT])


def _spoken(tokens: Sequence[str]) -> str:
    """Return `tokens` as readable text: marks stick to the word before them."""
    plain = (
        token.strip(f"{CALL}{ITEM}{END}").split(OR)[0] for token in tokens if token not in (GENERATED, OPTIONAL, END)
    )
    return re.sub(rf" (?=[.,;:!?)\]])| ?{_JOINED}", "", " ".join(plain))
