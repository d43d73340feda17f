"""Text → paragraphs and sentences, each knowing where it stood."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from make_book.importing.import_values import ImportedParagraph

_WRAPPED = 100
"""A file whose lines are all shorter than this, and that has blank lines, was wrapped by hand."""
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"”“»«’‘)\]]*(?=\s)")
_NEXT = re.compile(r"\S")
_LONGEST_WORD = 40


def paragraphs(text: str) -> tuple[ImportedParagraph, ...]:
    """Split `text` at blank lines; where no line was wrapped, at every line end. The time is linear in `text`."""
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    blank = any(after - before > 1 for before, after in pairwise(filled))
    wrapped = blank and max(len(line.rstrip()) for line in lines) < _WRAPPED
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    runs: list[list[int]] = []
    for number in filled:
        if wrapped and runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(_slice(text, starts[run[0]], starts[run[-1]] + len(lines[run[-1]]), run[0] + 1) for run in runs)


def _slice(text: str, start: int, end: int, line: int) -> ImportedParagraph:
    piece = text[start:end]
    inner = piece.strip()
    start += len(piece) - len(piece.lstrip())
    return ImportedParagraph(start, start + len(inner), line, inner)


def sentences(text: str, abbreviations: Sequence[str] = ()) -> Iterator[tuple[int, str]]:
    """Yield each sentence of `text` with its offset; `abbreviations` and initials end none."""
    start = 0
    for stop in _STOP.finditer(text):
        rest = _NEXT.search(text, stop.end())
        if rest is None or not _ends(text[start : stop.end()], rest[0], abbreviations):
            continue
        yield from _stripped(text, start, stop.end())
        start = stop.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), piece.strip()


def _ends(sentence: str, after: str, abbreviations: Sequence[str]) -> bool:
    if not sentence.endswith("."):
        return not after.islower()
    before = sentence[-_LONGEST_WORD:-1]
    last = before.rsplit(maxsplit=1)[-1].lstrip('(„“«»"') if before.split() else ""
    initial = len(last) == 1 and last.isupper()
    return not (initial or last in abbreviations or after.islower())


class LineIndex:
    """The lines of a text: finds line and column of an offset in logarithmic time."""

    def __init__(self, text: str) -> None:
        self._ends = [at for at, character in enumerate(text) if character == "\n"]

    def of(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of `offset`, both counted from 1."""
        line = bisect.bisect_left(self._ends, offset)
        return line + 1, offset - (self._ends[line - 1] + 1 if line else 0) + 1


def words(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words of `texts` in order, in lower case, without punctuation."""
    return tuple(word.lower() for text in texts for word in re.findall(r"\w+", text))
