"""Text as the gates of faithfulness compare it: passages with their places, marks for what is no word, folding.

A stream is a sequence of passages. White space parts words, and control characters, which no manuscript may
hold, stand for what is not a word of the text:

- `CALL`label`END`: the number of a note where it is called;
- `ITEM`label`END`: the number of a list's item;
- `OPTIONAL`words`END`: words that may be missing on the other side;
- `GENERATED`: words that the program makes where the author leaves them out ("Episode 22");
- `PAGE`: the number of a page that only paper has;
- `LINE`: the end of a printed line, where words part or a long one is broken;
- `BLOCK`: the end of a paragraph, where words part;
- `GAP`: a white on a printed line that no space makes: words may part there;
- `HYPHEN`: a line's end behind a hyphen, which is the author's or divides a word;
- `BREAK`: a place in a word where a line may end without a hyphen, or with one, as the author says;
- `VISUAL`letters`END`: a piece of a line with letters from right to left, as it is seen from left to right.

Pure; knows no library.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

import msgspec

CALL, ITEM, OPTIONAL, END = "\x01", "\x02", "\x03", "\x04"
GENERATED, PAGE = "\x05", "\x06"
LINE, HYPHEN, VISUAL, GAP = "\x0e", "\x0f", "\x10", "\x11"
BLOCK = "\x15"
OR = "\x14"
"""Parts the number that an item has from the one that is written before it."""
BREAK = "\x13"
BREAKS = str.maketrans(dict.fromkeys("\u00ad\u200b", BREAK))
"""Characters that say where a line may end in a word."""
LIST = "\x12"
"""Parts the number of an item from the name of its list, where that is told."""
MARKS = frozenset({CALL, ITEM, OPTIONAL, END, GENERATED, PAGE, LINE, HYPHEN, VISUAL, GAP, LIST, BREAK, BLOCK})

_INVISIBLE = dict.fromkeys(
    (
        *(0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF),
        *(*range(0x202A, 0x202F), *range(0x2061, 0x2070), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0200)),
    )
)
"""Soft hyphens, joiners, marks of direction, variation selectors: what has no form of its own."""
_FOLDED = (
    _INVISIBLE
    | dict.fromkeys(map(ord, '"`´‘’‚‛“”„‟«»‹›′″‴〃ʼ「」『』｢｣〝〞〟'), "'")
    | dict.fromkeys(map(ord, "‐‑‒–—―⸺⸻−"), "-")
    | {ord("⁄"): "/"}
)
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"[\x00-\x7f]*")


class Passage(msgspec.Struct, frozen=True):
    """A run of text and where it stands: `manuscript/foreword.md:12`, `page 45`, `EPUB/text/a.xhtml`."""

    text: str
    place: str


class Places:
    """Where each of a row of passages begins in their joined text."""

    def __init__(self, lengths: Iterable[int], places: Iterable[str]) -> None:
        """Take the lengths of the passages, in characters or words, and their places."""
        *self._starts, self._end = accumulate(lengths, initial=0)
        self._places = tuple(places)

    def at(self, position: int) -> str:
        """Return the place of `position`; beyond the end, that of the last."""
        found = bisect_right(self._starts, max(0, min(position, self._end - 1))) - 1
        return self._places[found] if found >= 0 else ""


def fold(text: str) -> str:
    """Return `text` with the forms that typography may change made one: NFKC (UAX #15), dashes, quotation marks.

    Spaces of every width become one plain space; letters keep their case.
    """
    if _PLAIN.fullmatch(text):
        folded = text.replace('"', "'").replace("`", "'")
    else:
        folded = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED)
    return _SPACES.sub(" ", folded)
