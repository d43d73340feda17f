"""Are these the same words? Compare two streams in order and name the first word that differs.

Pure; knows no library. What counts as the same is decided in `words` (folding) and `matching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from make_book.text.matching import step
from make_book.text.words import ANYTHING, JOINED, MAYBE, Words, spoken


class Difference(msgspec.Struct, frozen=True):
    """The first word that differs: what was expected, what stands there, and where, on both sides.

    An empty word means that the stream is at its end.
    """

    expected: str
    actual: str
    expected_context: str
    actual_context: str
    expected_place: str
    actual_place: str
    at: int
    """How many of the expected words were found before it."""

    def __str__(self) -> str:
        """Return one sentence that names the word, both contexts and both places."""
        wanted = f"“{self.expected}” ({self.expected_place})" if self.expected else "the end"
        found = f"“{self.actual}” ({self.actual_place})" if self.actual else f"the end ({self.actual_place})"
        return (
            f"expected {wanted}, found {found}; expected “… {self.expected_context}”, found “… {self.actual_context}”"
        )


def compare(expected: Words, actual: Words) -> Difference | None:
    """Return the first word in which `actual` differs from `expected`, or `None` if they are the same."""
    if expected.tokens == actual.tokens:
        return None
    at, there = _walk(expected, actual, 0)
    at, there = _skip(expected.tokens, at), _skip(actual.tokens, there)
    if at == len(expected.tokens) and there == len(actual.tokens):
        return None
    return _difference(expected, actual, at, there)


def contained(expected: Words, actual: Words) -> Difference | None:
    """Return `None` if `expected` stands in `actual` without a gap, whatever comes before and after.

    Otherwise return the difference of the attempt that got farthest.
    """
    start = _skip(expected.tokens, 0)
    if start == len(expected.tokens):
        return None
    head = expected.tokens[start]
    best = (start, 0)
    for first in _candidates(head, actual.tokens):
        at, there = _walk(expected, actual, first)
        if _skip(expected.tokens, at) == len(expected.tokens):
            return None
        best = max(best, (at, there))
    return _difference(expected, actual, *best)


def _candidates(head: str, tokens: Sequence[str]) -> Iterable[int]:
    """Return the places where the first expected word may stand (anywhere, if words of ours come first)."""
    if head == ANYTHING:
        return range(min(len(tokens), 400))
    exact = [at for at, token in enumerate(tokens) if token.strip(JOINED) == head.strip(JOINED)]
    return exact or [at for at, token in enumerate(tokens) if token and head.startswith(token.strip(JOINED))]


def _walk(expected: Words, actual: Words, there: int) -> tuple[int, int]:
    """Walk both streams, `actual` from `there`, and return the indices where they part for good."""
    at, wanted, found = 0, expected.tokens, actual.tokens
    while True:
        stop = min(len(wanted) - at, len(found) - there)
        ahead = next((n for n in range(stop) if wanted[at + n] != found[there + n]), stop)
        at, there = at + ahead, there + ahead
        moved = step(expected, actual, at, there)
        if moved is None:
            return at, there
        at, there = moved


def _skip(tokens: Sequence[str], at: int) -> int:
    """Return the index of the next word that is not optional."""
    while at < len(tokens) and tokens[at][0] in (MAYBE, ANYTHING):
        at += 1
    return at


def _difference(expected: Words, actual: Words, at: int, there: int) -> Difference:
    return Difference(
        expected=spoken(expected.tokens[at : at + 1]),
        actual=spoken(actual.tokens[there : there + 1]),
        expected_context=expected.around(at),
        actual_context=actual.around(there),
        expected_place=expected.place(at),
        actual_place=actual.place(there),
        at=at,
    )
