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
    found = [_mark(text, start, end, match.start(), spaced) for match in re.finditer(f"[{DOUBLE}]", text[start:end])]
    if singles and (lonely := _lonely_single(text, start, end)):
        found.append(lonely)
    return tuple(sorted(found, key=lambda mark: mark.offset))


def _mark(text: str, start: int, end: int, offset: int, spaced: bool) -> QuotationMark:
    character = text[start + offset]
    before, after = _left(text, start, start + offset), _right(text, end, start + offset)
    if spaced and character in "«»" and before == "space" and after in ("space", "stop"):
        return QuotationMark(start + offset, character, Standing.OPENS if character == "«" else Standing.CLOSES)
    return QuotationMark(start + offset, character, _standing(before, after))


def _standing(before: str, after: str) -> Standing:
    if before == "space":
        return Standing.FLOATS if after in ("space", "stop") else Standing.OPENS
    if after in ("space", "stop") or (after == "dash" and before == "text"):
        return Standing.CLOSES
    return Standing.OPENS if before == "dash" else Standing.INSIDE


def _left(text: str, start: int, at: int) -> str:
    while at > start and text[at - 1] in _ALL:
        at -= 1
    if at == start or text[at - 1].isspace() or text[at - 1] in "([{":
        return "space"
    return "dash" if text[at - 1] in _DASHES else "text"


def _right(text: str, end: int, at: int) -> str:
    at += 1
    while at < end and text[at] in _ALL:
        at += 1
    if at == end or text[at].isspace():
        return "space"
    if text[at] in _DASHES + "[(":
        return "dash"
    run_on = re.compile(r"(?:\.\.+|…)\s*\w").match(text, at, end)
    return "stop" if text[at] in _AFTER and not run_on else "text"


def _lonely_single(text: str, start: int, end: int) -> QuotationMark | None:
    """Return the single mark that opens without closing, or closes without opening, if there is just one."""
    opening, closing = [], []
    for match in re.finditer(f"[{SINGLE}]", text[start:end]):
        at = start + match.start()
        before, after = _left(text, start, at), _right(text, end, at)
        if before == "space" and after == "text" and not text[at + 1].isdigit():
            opening.append(QuotationMark(at, match[0], Standing.OPENS))
        elif before == "text" and after in ("space", "stop") and text[at - 1] in _SENTENCE:
            closing.append(QuotationMark(at, match[0], Standing.CLOSES))
    both = opening + closing
    return both[0] if len(both) == 1 else None
