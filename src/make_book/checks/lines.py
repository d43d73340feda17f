"""Runs of type on paper woven into text again: which stand on one line, where a word ends.

Pure geometry; lengths in points. The control characters are those of `make_book.text.words`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import msgspec

from make_book.text.words import BROKEN, LOOSE, Passage

_SPACE = 0.12
"""A gap wider than this part of the type size parts two letters."""
_WORD = 0.12
"""A gap wider than this part of the type size parts two runs."""
_HYPHENS = ("\N{HYPHEN}", "-")

_REST = re.compile(rf"{BROKEN}\S*")
"""What a word that was begun on the page before leaves on this one."""

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LEFT_TO_RIGHT = frozenset({"L", "EN"})
"""Kinds of letters that have a direction of their own, and of figures, which go with the left (Unicode Annex 9)."""
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
"""Characters that look the other way from right to left (Unicode Annex 9, L4)."""

Letter = tuple[str, float, float]
"""A character, and where it begins and ends."""


class Run(msgspec.Struct, frozen=True):
    """Letters set in one go: from where to where they advance, how low and how high their ink goes."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    em: float
    """The size of the type."""

    def beside(self, other: Run) -> bool:
        """Tell whether both stand on one line: their boxes share a fifth of the lower one's height."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > min(self.top - self.bottom, other.top - other.bottom) / 5

    def gap(self, other: Run) -> float:
        """Return the white between both, negative if they overlap (either may come first)."""
        return max(self.left - other.right, other.left - self.right)


def in_reading_order(runs: Sequence[Run]) -> list[Run]:
    """Return `runs`, which are drawn from left to right, as they are read: in a text from right to left otherwise."""
    strong = [unicodedata.bidirectional(letter) for run in runs for letter in run.text]
    if sum(kind in _RIGHT_TO_LEFT for kind in strong) <= strong.count("L"):
        return list(runs)
    lines: list[list[Run]] = []
    for run in runs:
        if lines and lines[-1][-1].beside(run) and run.left >= lines[-1][-1].left:
            lines[-1].append(run)
        else:
            lines.append([run])
    return [_mirrored(run) for line in lines for run in _turned(line)]


def _mirrored(run: Run) -> Run:
    """Return `run` with the brackets that were written: PDFium tells them as they look."""
    if any(unicodedata.bidirectional(letter) == "L" for letter in run.text):
        return run
    return msgspec.structs.replace(run, text=run.text.translate(_MIRRORED))


def _turned(line: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs of a line from right to left, but what is read from left to right among them as it stands."""
    waiting: list[Run] = []
    neutral: list[Run] = []
    for run in reversed(line):
        kinds = {unicodedata.bidirectional(letter) for letter in run.text}
        if not kinds.isdisjoint(_LEFT_TO_RIGHT):
            waiting = [run, *reversed(neutral), *waiting] if waiting else [run]
            neutral = []
        elif waiting and kinds.isdisjoint(_RIGHT_TO_LEFT):
            neutral.append(run)
        else:
            yield from (*waiting, *neutral, run)
            waiting, neutral = [], []
    yield from (*waiting, *neutral)


class Weaver:
    """Text grown run by run, page by page."""

    def __init__(self) -> None:
        """Begin with no page."""
        self._pages: list[tuple[str, list[str]]] = []
        self._last: tuple[Run, int] | None = None
        self._turned = False

    @property
    def pages(self) -> int:
        """How many pages there were."""
        return len(self._pages)

    def turn(self, place: str) -> None:
        """Go on at a new page."""
        self._pages.append((place, []))
        self._turned = True

    def add(self, run: Run, block: int) -> None:
        """Add `run`, which belongs to the paragraph `block` of this page."""
        parts = self._pages[-1][1]
        if self._last is not None:
            parts.append(self._between(*self._last, run, block))
        text = run.text
        if text.rstrip().endswith(_HYPHENS):
            # The hyphen is handed on: only the next run tells whether a line ends here.
            text = text.rstrip()[:-1]
        parts.append(text)
        self._last, self._turned = (run, block), False

    def passages(self) -> tuple[Passage, ...]:
        """Return what was woven, a passage a page (none for a page without words)."""
        if self._last is not None and self._last[0].text.rstrip().endswith(_HYPHENS):
            self._pages[-1][1].append("-")
        woven: list[Passage] = []
        for place, parts in self._pages:
            text = "".join(parts)
            if woven and (rest := _REST.match(text)):
                woven[-1] = Passage(woven[-1].text + rest[0], woven[-1].place)
                text = text[rest.end() :]
            if text.strip():
                woven.append(Passage(text, place))
        return tuple(woven)

    def _between(self, last: Run, last_block: int, run: Run, block: int) -> str:
        hyphened = last.text.rstrip().endswith(_HYPHENS)
        if not self._turned and last.beside(run):
            return ("-" if hyphened else "") + self._on_one_line(last, last_block, run, block)
        if hyphened:
            return BROKEN
        return LOOSE if self._turned or block == last_block else "\n"

    @staticmethod
    def _on_one_line(last: Run, last_block: int, run: Run, block: int) -> str:
        if last.em >= 2 * run.em and len(last.text.strip()) <= 2:
            return LOOSE  # a large initial: the first letter of a word, or a word of one letter
        if block != last_block or last.text[-1:].isspace():
            return " "
        return " " if last.gap(run) > _WORD * max(last.em, run.em) else ""


def spaced(letters: Sequence[Letter | None], em: float) -> str:
    """Return the text of `letters` in which `None` stands where a space was guessed.

    Tracked type has white everywhere; a space is white beyond what the run has between its letters.
    """
    kept = [letter for letter in letters if letter is not None]
    gaps = [max(b[1] - a[2], a[1] - b[2]) for a, b in pairwise(kept)]
    between = [gap for gap, (a, b) in zip(gaps, pairwise(kept), strict=True) if not (a[0] + b[0]).isspace()]
    tracking = median(between) if len(between) >= 4 else 0.0
    out: list[str] = []
    seen = 0
    for letter in letters:
        if letter is not None:
            out.append(letter[0])
            seen += 1
        elif 0 < seen < len(kept) and gaps[seen - 1] - tracking > _SPACE * em:
            out.append(" ")
    return "".join(out)
