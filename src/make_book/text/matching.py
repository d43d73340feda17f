"""The small print of comparing words: what may be taken for the same although the strings differ.

Called only where two streams part. A search over at most a few words to either side, so it costs
nothing on equal texts. The control characters are those of `words`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from make_book.text.words import ANYTHING, END, JOINED, MAYBE, Words

_DEPTH = 14
_AHEAD = 3
_GENERATED = 8
"""The longest run of words that one `ANYTHING` may stand for."""


def step(expected: Words, actual: Words, at: int, there: int) -> tuple[int, int] | None:
    """Return the next pair of indices from which the streams may be equal again, or `None`.

    `actual` knows which of its words may belong to the one before (`loose`), and out of which a
    hyphen was taken (`broken`).
    """
    if (moved := _right_to_left(expected.tokens, actual.tokens, at, there)) is not None:
        return moved
    return _Search(expected, actual).run(at, there)


class _Search:
    """Depth-first over (position, position, letters left over on one side); the first way through wins."""

    def __init__(self, expected: Words, actual: Words) -> None:
        self.wanted, self.found, self.loose, self.broken = expected.tokens, actual.tokens, actual.loose, actual.broken

    def run(self, at: int, there: int) -> tuple[int, int] | None:
        """Return where both sides are even again and the next word is equal too (or both are at their end)."""
        stack = [(at, there, "", 0)]
        seen = set(stack)
        doubtful = None
        while stack:
            i, j, rest, depth = stack.pop()
            if (i, j) != (at, there) and not rest and self._goes_on(i, j):
                if ANYTHING not in self.wanted[at:i] or self._goes_on(i, j, _AHEAD):
                    return i, j
                doubtful = doubtful or (i, j)
            if depth < _DEPTH:
                for state in reversed(list(self._moves(i, j, rest))):
                    after = (*state, depth + 1)
                    if after not in seen:
                        seen.add(after)
                        stack.append(after)
        return doubtful

    def _goes_on(self, i: int, j: int, ahead: int = 1) -> bool:
        """Tell whether the next words are equal; behind words of ours one full stop is as good as another."""
        if i == len(self.wanted) or j == len(self.found):
            return i == len(self.wanted) and j == len(self.found)
        return self.wanted[i : i + ahead] == self.found[j : j + ahead]

    def _moves(self, i: int, j: int, rest: str) -> Iterator[tuple[int, int, str]]:
        """`rest` holds letters still to be matched: `+abc` by what is found, `-abc` by what is wanted."""
        wanted = self.wanted[i] if i < len(self.wanted) else ""
        found = self.found[j] if j < len(self.found) else ""
        if not rest:
            yield from self._even(i, j, wanted, found)
        elif rest[0] == "+" and found and self._may_join(j):
            yield from _match(rest[1:], _bare(found), i, j + 1)
        elif rest[0] == "-" and wanted:
            yield from self._owed(i, j, rest[1:], wanted)

    def _even(self, i: int, j: int, wanted: str, found: str) -> Iterator[tuple[int, int, str]]:
        if wanted == ANYTHING:
            yield i + 1, j, ""
            for length in range(1, min(_GENERATED, len(self.found) - j) + 1):
                yield i + 1, j + length, ""
            return
        if wanted[:1] == MAYBE:
            yield i + 1, j, ""
        if found[:1] == MAYBE:
            yield i, j + 1, ""
        if wanted and found and (j in self.loose or not _space_lost(wanted, found)):
            yield from _match(_bare(wanted), _bare(found), i + 1, j + 1)

    def _owed(self, i: int, j: int, letters: str, wanted: str) -> Iterator[tuple[int, int, str]]:
        """Glue more wanted words together where the found word is longer than the wanted one."""
        if wanted == "-" and (j - 1) in self.broken:
            yield i + 1, j, "-" + letters
        optional = wanted[:1] == MAYBE or self.wanted[i - 1][:1] == MAYBE
        if optional or (j - 1 in self.broken and self.wanted[i - 1] == "-"):
            yield from _match(_bare(wanted), letters, i + 1, j)
        if wanted[:1] == MAYBE:
            yield i + 1, j, "-" + letters

    def _may_join(self, j: int) -> bool:
        return j in self.loose or self.found[j][:1] == MAYBE or self.found[j - 1][:1] == MAYBE


def _match(wanted: str, found: str, i: int, j: int) -> Iterator[tuple[int, int, str]]:
    if wanted == found:
        yield i, j, ""
    elif wanted.startswith(found):
        yield i, j, "+" + wanted[len(found) :]
    elif found.startswith(wanted):
        yield i, j, "-" + found[len(wanted) :]


def _space_lost(wanted: str, found: str) -> bool:
    """Tell whether the words differ only in sticking to the mark before them (`end.Next`)."""
    return wanted != found and wanted.strip(JOINED) == found.strip(JOINED)


def _bare(token: str) -> str:
    return token.strip(MAYBE + END + JOINED)


def _right_to_left(wanted: Sequence[str], found: Sequence[str], at: int, there: int) -> tuple[int, int] | None:
    """Step over a passage in a right-to-left script if both sides have the same words in any order.

    Extracted text gives the runs of such a passage in the order of the line, not of the reading.
    """
    if not (at < len(wanted) and there < len(found) and _rtl(wanted[at]) and _rtl(found[there])):
        return None
    i, j = _rtl_end(wanted, at), _rtl_end(found, there)
    letters = [Counter(t.strip(JOINED) for t in side if _rtl(t)) for side in (wanted[at:i], found[there:j])]
    return (i, j) if letters[0] == letters[1] else None


def _rtl_end(tokens: Sequence[str], at: int) -> int:
    last = at
    while at < len(tokens) and (_rtl(tokens[at]) or not tokens[at].isalpha()):
        last = at + 1 if _rtl(tokens[at]) else last
        at += 1
    return last


def _rtl(token: str) -> bool:
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in token)
