"""The first word in which two streams differ, as a reader of the report wants to know it."""

from __future__ import annotations

import re

import msgspec

from make_book.checks.wording import END, GAP, HYPHEN, LINE, LIST

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
    inside = any(_plain(text[at : at + 1].replace(HYPHEN, "-")).strip() for text, at in (wanted, found))
    (expected, expected_context), (actual, actual_context) = _around(*wanted, inside), _around(*found, inside)
    return Difference(expected, actual, expected_context, actual_context, wanted_place, found_place, wanted[1])


def _around(text: str, at: int, inside: bool) -> tuple[str, str]:
    """Return the word at `at`, or the one about it if they differ `inside` a word, and the words around."""
    before, after = _plain(text[max(0, at - _SPAN) : at]), _plain(text[at : at + _SPAN])
    begun = before.split()[-1] if inside and after and before and not before[-1].isspace() else ""
    rest = (_WORD.match if begun else _WORD.search)(after)
    words_before, words_after = before.removesuffix(begun).split(), (begun + after).split()
    return begun + (rest[0] if rest else ""), " ".join([*words_before[-CONTEXT:], *words_after[:CONTEXT]])


def _plain(text: str) -> str:
    """Return printed text as it is read: divided words made whole, numbers of notes and items as words."""
    text = _LIST_NAME.sub("", text).replace(HYPHEN, "").replace(LINE, " ").replace(GAP, " ")
    return re.sub(r"[\x00-\x08\x0e-\x1f]", " ", text)
