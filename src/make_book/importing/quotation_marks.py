"""Quotation marks in their surroundings: which of them open by their place, which close."""

from __future__ import annotations

import enum
import re

import msgspec

DOUBLE = '“”„‟"«»'
SINGLE = "‘’‚‛'‹›"
_ALL = DOUBLE + SINGLE
_DASHES = "-–—"
_AFTER = ".,;:!?…)]}"
_SENTENCE = ".,!?…"
_RUN = re.compile(f"[{_ALL}]+")
_RUN_ON = re.compile(r"(?:\.\.+|…)\s*\w")


class Standing(enum.Enum):
    """What a mark does, judged by its neighbours alone."""

    OPENS = "opens"
    CLOSES = "closes"
    FLOATS = "floats"
    """Space on both sides: what is open decides."""
    INSIDE = "inside"
    """Letters on both sides: nobody can tell."""


class QuotationMark(msgspec.Struct, frozen=True):
    """A mark of a text: its offset, its character, what its place says it does."""

    offset: int
    character: str
    standing: Standing


def marks_of(text: str, start: int, end: int, *, spaced: bool, singles: bool = False) -> tuple[QuotationMark, ...]:
    """Return the double marks of `text[start:end]`.

    `spaced`: guillemets stand off from their words, as in French. `singles`: take in the one
    single mark that has no partner, since it may stand for a double one.
    """
    found: list[QuotationMark] = []
    for run in _RUN.finditer(text, start, end):
        before, after = _left(text, start, run.start()), _right(text, end, run.end())
        found += (_mark(text, at, before, after, spaced) for at in range(*run.span()) if text[at] in DOUBLE)
    if singles and (lonely := _lonely_single(text, start, end)):
        found.append(lonely)
    return tuple(sorted(found, key=lambda mark: mark.offset))


def _mark(text: str, offset: int, before: str, after: str, spaced: bool) -> QuotationMark:
    character = text[offset]
    if spaced and character in "«»" and before == "space" and after in ("space", "stop"):
        return QuotationMark(offset, character, Standing.OPENS if character == "«" else Standing.CLOSES)
    return QuotationMark(offset, character, _standing(before, after))


def _standing(before: str, after: str) -> Standing:
    if before == "space":
        return Standing.FLOATS if after in ("space", "stop") else Standing.OPENS
    if after in ("space", "stop") or (after == "dash" and before == "text"):
        return Standing.CLOSES
    return Standing.OPENS if before == "dash" else Standing.INSIDE


def _left(text: str, start: int, at: int) -> str:
    """Tell what stands before the run of marks that begins at `at`."""
    if at == start or text[at - 1].isspace() or text[at - 1] in "([{":
        return "space"
    return "dash" if text[at - 1] in _DASHES else "text"


def _right(text: str, end: int, at: int) -> str:
    """Tell what stands after the run of marks that ends before `at`."""
    if at == end or text[at].isspace():
        return "space"
    if text[at] in _DASHES + "[(":
        return "dash"
    run_on = _RUN_ON.match(text, at, end)
    return "stop" if text[at] in _AFTER and not run_on else "text"


def _lonely_single(text: str, start: int, end: int) -> QuotationMark | None:
    """Return the single mark that opens without closing, or closes without opening, if there is just one."""
    opening, closing = [], []
    for run in _RUN.finditer(text, start, end):
        before, after = _left(text, start, run.start()), _right(text, end, run.end())
        for at in (at for at in range(*run.span()) if text[at] in SINGLE):
            if before == "space" and after == "text" and not text[at + 1].isdigit():
                opening.append(QuotationMark(at, text[at], Standing.OPENS))
            elif before == "text" and after in ("space", "stop") and text[at - 1] in _SENTENCE:
                closing.append(QuotationMark(at, text[at], Standing.CLOSES))
    both = opening + closing
    return both[0] if len(both) == 1 else None
