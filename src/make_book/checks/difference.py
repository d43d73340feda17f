"""The first word in which two streams differ, as a reader of the report wants to know it."""

from __future__ import annotations

import re

import msgspec

from make_book.checks.wording import GAP, HYPHEN, LINE, LIST, END, readable

CONTEXT = 6
"""So many words are shown before and after the one that differs."""


class Difference(msgspec.Struct, frozen=True):
    """What was expected, what stands there, and where, on both sides. An empty word: the text is at its end."""

    expected: str
    actual: str
    expected_context: str
    actual_context: str
    expected_place: str
    actual_place: str
    at: int
    """How much of the expected text was found before it: the larger, the farther."""

    def __str__(self) -> str:
        """Return one sentence that names the word, both contexts and both places."""
        wanted = f"“{self.expected}” ({self.expected_place})" if self.expected else "the end"
        end = f"the end ({self.actual_place})" if self.actual_place else "the end"
        found = f"“{self.actual}” ({self.actual_place})" if self.actual else end
        return (
            f"expected {wanted}, found {found}; expected “… {self.expected_context}”, found “… {self.actual_context}”"
        )


_SPAN = 120
"""So many letters to either side hold the words that are shown."""
_WORD = re.compile(r"\S+")
_LIST_NAME = re.compile(rf"{LIST}[^{END}]*")


def differing(wanted: tuple[str, int], found: tuple[str, int], wanted_place: str, found_place: str) -> Difference:
    """Return the difference of two texts at a position of each."""
    (expected, expected_context), (actual, actual_context) = _around(*wanted), _around(*found)
    return Difference(expected, actual, expected_context, actual_context, wanted_place, found_place, wanted[1])


def _around(text: str, at: int) -> tuple[str, str]:
    """Return the word at `at`, and the words about it."""
    before, after = _plain(text[max(0, at - _SPAN) : at]), _plain(text[at : at + _SPAN])
    begun = "" if before[-1:].isspace() else (before.split() or [""])[-1]
    rest = _WORD.match(after if begun else after.lstrip())
    word = begun + rest[0] if rest else ""
    words_before, words_after = (before.removesuffix(begun)).split(), (begun + after).split()
    return readable(word), " ".join([*words_before[-CONTEXT:], *words_after[:CONTEXT]])


def _plain(text: str) -> str:
    """Return printed text as it is read: divided words made whole, numbers of notes and items as words."""
    text = _LIST_NAME.sub("", text).replace(HYPHEN, "").replace(LINE, " ").replace(GAP, " ")
    return re.sub(r"[\x00-\x08\x0e-\x1f]", " ", text)
