"""Text → paragraphs and sentences, each knowing where it stood."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from make_book.importing.import_values import ImportedParagraph

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_WRAPPED = 100
"""A file whose lines are all shorter than this, and that has blank lines, was wrapped by hand."""
_STOP = re.compile(r"[.!?…]+[\"”“»«’‘)\]]*(?=\s)")


def paragraphs(text: str) -> tuple[ImportedParagraph, ...]:
    """Split `text` at blank lines; where no line was wrapped, at every line end."""
    lines = [line.rstrip() for line in text.split("\n")]
    blank = bool(re.search(r"\S[^\n]*\n\s*\n\s*\S", text))
    wrapped = blank and max(map(len, lines)) < _WRAPPED
    pattern = _BLOCK if wrapped else _LINE
    breaks = [match.start() for match in re.finditer("\n", text)]
    return tuple(_slice(text, match, breaks) for match in pattern.finditer(text))


def _slice(text: str, match: re.Match[str], breaks: list[int]) -> ImportedParagraph:
    inner = match[0].strip()
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return ImportedParagraph(
        start, start + len(inner), bisect.bisect_left(breaks, start) + 1, text[start : start + len(inner)]
    )


def sentences(text: str, abbreviations: Sequence[str] = ()) -> Iterator[tuple[int, str]]:
    """Yield each sentence of `text` with its offset; `abbreviations` and initials end none."""
    start = 0
    for stop in _STOP.finditer(text):
        rest = text[stop.end() :].lstrip()
        if not rest or not _ends(text[start : stop.end()], rest, abbreviations):
            continue
        yield from _stripped(text, start, stop.end())
        start = stop.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), piece.strip()


def _ends(sentence: str, rest: str, abbreviations: Sequence[str]) -> bool:
    if not sentence.endswith("."):
        return not rest[0].islower()
    last = sentence[:-1].rsplit(maxsplit=1)[-1].lstrip('(„“«»"') if sentence[:-1].split() else ""
    initial = len(last) == 1 and last.isupper()
    return not (initial or last in abbreviations or rest[0].islower())


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return where `offset` of `text` is, both counted from 1."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def words(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words of `texts` in order, in lower case, without punctuation."""
    return tuple(word.lower() for text in texts for word in re.findall(r"\w+", text))
