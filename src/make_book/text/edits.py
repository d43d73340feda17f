"""Changes to a paragraph that consists of pieces: to which piece each change belongs, so that no markup moves.

A rule gets the paragraph as one string and returns edits; `rewrite` carries them out, and `move` says
where the pieces begin afterwards. In pieces that a rule must not change (code, a passage in another
language), `shield` replaces everything that a rule could act on by a neutral sign; letters stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

SHIELD = "\ufffc"
"""Stands for a mark or a picture a rule must not touch (OBJECT REPLACEMENT CHARACTER)."""
LINE_END = "\u2028"
"""Stands for `<br/>`: a space to the rules, but not one they may change."""
_STILL_SPACE = "\u2002"
_SHIELDED = str.maketrans(
    dict.fromkeys("\"'“”„‟‚‛‘’«»‹›′″.…-–—−‐‑×:;!?,", SHIELD) | dict.fromkeys(" \t\n\r\u00a0\u202f\u2009", _STILL_SPACE)
)


class Edit(NamedTuple):
    """Put `new` in place of `text[start:end]`; `start == end` inserts."""

    start: int
    end: int
    new: str


class EditPiece(NamedTuple):
    """A part of a paragraph in one language, or one that must not change (`language` is None)."""

    text: str
    language: str | None


Step = Callable[[str], Sequence[Edit]]
"""What a rule does to a paragraph: its text in, edits out, in order and not overlapping."""


def shield(text: str) -> str:
    """Return `text`, character for character, as rules see what they must not change."""
    return text.translate(_SHIELDED)


def rewrite(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits` carried out."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.new)
        at = edit.end
    return "".join([*parts, text[at:]])


def move(cuts: Sequence[int], edits: Sequence[Edit], closed: Sequence[bool]) -> list[int]:
    """Return where the pieces that begin at `cuts` begin after `edits`.

    A text that replaces both sides of a cut belongs to the piece before it. What is inserted at a cut
    belongs to the piece after it, unless that piece is `closed` (one flag for each cut).
    """
    moved, shift, pending = [], 0, iter([*edits, Edit(1 << 60, 1 << 60, "")])
    edit = next(pending)
    for cut, shut in zip(cuts, closed, strict=True):
        while edit.end < cut or (edit.end == cut and (edit.start < cut or shut)):
            shift += len(edit.new) - (edit.end - edit.start)
            edit = next(pending)
        spanning = edit.start + len(edit.new) - cut if edit.start < cut < edit.end else 0
        moved.append(cut + shift + spanning)
    return moved


Needs = str | tuple[str, ...] | re.Pattern[str]
"""What a text must contain for a step to find anything: a string, one of several, a match."""
DIGIT = re.compile(r"\d")


def swap(pattern: str, new: str | Callable[[re.Match[str]], str], needs: Needs = "") -> Step:
    """Return the step that puts `new` in place of group `x` (else of the whole match) of `pattern`.

    A text without what it `needs` is not searched. A match whose text is `new` already is no edit.
    """
    compiled, has = re.compile(pattern), _having(needs)
    group = "x" if "x" in compiled.groupindex else 0

    def step(text: str) -> Sequence[Edit]:
        return [*_changes(compiled.finditer(text), group, new)] if has(text) else ()

    return step


def gaps(pattern: str, new: str, inner: str = "[ \n]", needs: Needs = "") -> Step:
    """Return the step that puts `new` in place of every `inner` inside every match of `pattern`."""
    outer, gap, has = re.compile(pattern), re.compile(inner), _having(needs)

    def step(text: str) -> Sequence[Edit]:
        if not has(text):
            return ()
        return [
            Edit(*found.span(), new)
            for match in outer.finditer(text)
            for found in gap.finditer(text, match.start(), match.end())
        ]

    return step


def _having(needs: Needs) -> Callable[[str], object]:
    if isinstance(needs, re.Pattern):
        return needs.search
    if isinstance(needs, str):
        return lambda text: needs in text
    return lambda text: any(one in text for one in needs)


def _changes(
    matches: Iterator[re.Match[str]], group: str | int, new: str | Callable[[re.Match[str]], str]
) -> Iterator[Edit]:
    for match in matches:
        put = new if isinstance(new, str) else new(match)
        if put != match[group]:
            yield Edit(*match.span(group), put)
