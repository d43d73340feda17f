"""Streams of words from anywhere, folded to one form in which they can be compared.

A stream is made of passages: a line of the manuscript, a document of the EPUB, a page of the PDF. What
typography may change is folded away (the shape of quotes, dashes, ellipses and spaces, case,
ligatures); everything else has to be equal, word by word and mark by mark. Four control characters
say in a passage what its reader could not know:

- `LOOSE` between two words: a line ends here, they may be one word (or two);
- `BROKEN` inside a word: a hyphen at a line's end was taken out here, it may have been the author's;
- `MAYBE` … `END`: a word that may be missing on the other side (the number of a note);
- `ANYTHING`: words that the program makes (the page a reference leads to, "Episode 22").

Pure; knows no library.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

LOOSE, BROKEN, MAYBE, END, ANYTHING = "\x0b", "\x0c", "\x0e", "\x0f", "\x1a"

JOINED = "\x1d"
"""Before a word that sticks to the mark before it; set by `words`, not by passages."""
_GONE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)])
_FOLDS = (
    _GONE
    | dict.fromkeys(map(ord, '"`´‘’‚‛“”„‟«»‹›′″‴〃ʼ'), "'")
    | dict.fromkeys(map(ord, "‐‑‒–—―⸺⸻−"), "-")
    | {ord("⁄"): "/", ord("×"): "x"}
)
_TOKEN = re.compile(
    rf"{MAYBE}[^{END}]*{END}|{ANYTHING}|{LOOSE}|{JOINED}?[\w{BROKEN}]+(?:'[\w{BROKEN}]+)*|[^\w\s]", re.UNICODE
)
_DASHES = re.compile(r"-+")
_STUCK = re.compile(r"(?<=\w\w[.,;:!?)])(?=\w)")
"""A word that begins right behind a comma: the space between is missing, and that is told apart."""


class Passage(msgspec.Struct, frozen=True):
    """A run of text and where it stands: `manuscript/foreword.md:12`, `page 45`, `EPUB/text/a.xhtml`."""

    text: str
    place: str


class Words(msgspec.Struct, frozen=True):
    """A stream: folded words and marks; where each passage begins; which words a line's end made doubtful."""

    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    places: tuple[str, ...]
    loose: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()

    def place(self, at: int) -> str:
        """Return where the word with index `at` stands (past the end: where the stream ends)."""
        found = bisect_right(self.starts, max(0, min(at, len(self.tokens) - 1))) - 1
        return self.places[found] if found >= 0 else ""

    def around(self, at: int, before: int = 6, after: int = 6) -> str:
        """Return the words about index `at` for a human eye."""
        return spoken(self.tokens[max(0, at - before) : at + after])


def fold(text: str) -> str:
    """Return `text` in the one form that is compared: NFKC (UAX #15), marks folded, case folded."""
    return unicodedata.normalize("NFKC", text.translate(_FOLDS)).translate(_FOLDS).casefold()


def words(passages: Iterable[Passage]) -> Words:
    """Return the stream of the words of `passages`."""
    tokens: list[str] = []
    starts: list[int] = []
    places: list[str] = []
    for passage in passages:
        starts.append(len(tokens))
        places.append(passage.place)
        tokens += _TOKEN.findall(_DASHES.sub("-", _STUCK.sub(JOINED, fold(passage.text))))
    return _settle(tokens, starts, places)


def spoken(tokens: Sequence[str]) -> str:
    """Return `tokens` as readable text: marks stick to the word before them."""
    plain = (token.strip(MAYBE + END) for token in tokens if token != ANYTHING)
    return re.sub(rf" (?=[.,;:!?)\]])| ?{JOINED}", "", " ".join(plain))


def _settle(tokens: list[str], starts: list[int], places: list[str]) -> Words:
    """Take the marks of line ends out of the words and note the words they make doubtful."""
    loose, broken, moved = set(), set(), [0] * (len(tokens) + 1)
    kept: list[str] = []
    for at, token in enumerate(tokens):
        moved[at] = len(kept)
        if token == LOOSE:
            loose.add(len(kept))
            continue
        if BROKEN in token:
            broken.add(len(kept))
        kept.append(token.replace(BROKEN, ""))
    moved[len(tokens)] = len(kept)
    firsts = tuple(moved[start] for start in starts)
    keep = [*(a != b for a, b in pairwise(firsts)), True]
    return Words(
        tuple(kept),
        tuple(first for first, wanted in zip(firsts, keep, strict=True) if wanted) if firsts else (),
        tuple(place for place, wanted in zip(places, keep, strict=True) if wanted) if firsts else (),
        frozenset(loose),
        frozenset(broken),
    )
