"""Dashes, ranges, minus and multiplication signs, ellipses and primes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from make_book.locales import Conventions
from make_book.text.edits import Edit, Step, gaps, swap

_PRIMES = re.compile(r"(?<![\w'\"])\d+(?:°[ \u00a0\u202f]?\d+)?(')[ \u00a0\u202f]?(?:\d+(?:[.,]\d+)?[½¼¾]?(\"))?")
_HYPHENS = re.compile(r"[ \n\u00a0]?(?<!-)-{2,3}(?!-)[ \n\u00a0]?")
_MARKS = frozenset("\"'“”„‚‘’«»‹›")
_CLOSING = frozenset(")]},.;:!?…\u2028")
_OPENING = frozenset("([{—–-/\u2028")
_RANGE = re.compile(
    r"(?<![\w.,:/+\-–—−×])(\d+)(?::(\d\d))?(?P<x>-)(?P<to>\d+)(?::\d\d)?(?![\w\-–—−×/]|[.,:]\d)",
)


def primes() -> Step:
    """Return the step for feet and inches, degrees and minutes: `5'10"`, `51° 30' 26"`."""

    def step(text: str) -> Sequence[Edit]:
        if "'" not in text:
            return ()
        edits = []
        for found in _PRIMES.finditer(text):
            if found[2] or "°" in found[0]:
                edits.append(Edit(*found.span(1), "′"))
                edits += [Edit(*found.span(2), "″")] if found[2] else []
        return edits

    return step


def ellipsis() -> Step:
    """Return the step for three dots, close or spaced; four are a full stop and an ellipsis."""
    return swap(
        r"(?<![.…])(?:(?P<stop>\.)?\.\.\.(?![.…])|\.[ \u00a0]\.[ \u00a0]\.(?![ \u00a0]?[.…]))",
        _dots,
        needs=("..", ". .", ".\u00a0."),
    )


def _dots(found: re.Match[str]) -> str:
    return ".…" if found["stop"] else "…"


def dashes(conventions: Conventions) -> Step:
    """Return the step for dashes typed as two or three hyphens."""

    def step(text: str) -> Sequence[Edit]:
        if "--" not in text:
            return ()
        return [Edit(*found.span(), _dash(found, text, conventions)) for found in _HYPHENS.finditer(text)]

    return step


def _dash(found: re.Match[str], text: str, conventions: Conventions) -> str:
    """Return the dash for the hyphens `found`, with the spaces its place and its language want."""
    typed, sign = found[0], conventions.dash.strip()
    left, right = typed[: len(typed) - len(typed.lstrip())], typed[len(typed.rstrip()) :]
    if not text[: found.start()].strip(" \n\t\"'“„«‘‚"):
        return left + conventions.speech_dash + ("" if conventions.speech_dash[-1].isspace() else right)
    if not (left or right) and text[found.start() - 1].isdecimal() and text[found.end() : found.end() + 1].isdecimal():
        return "–"
    if _ends(text, found.end()):
        own_space = conventions.dash[: len(conventions.dash) - len(conventions.dash.lstrip())]
        return (own_space if left else "") + sign + (right if found.end() < len(text) else "")
    if _begins(text, found.start()) or conventions.dash_spaces_as_typed:
        return left + sign + right
    return conventions.dash


def _ends(text: str, at: int) -> bool:
    """Tell whether what was said ends at `at`: with the text, a space, a stop, a closing mark."""
    while at < len(text) and text[at] in _MARKS:
        at += 1
    return at >= len(text) or text[at].isspace() or text[at] in _CLOSING


def _begins(text: str, at: int) -> bool:
    """Tell whether what is said begins at `at`: after a space, a bracket, an opening mark."""
    while at > 0 and text[at - 1] in _MARKS:
        at -= 1
    return at == 0 or text[at - 1].isspace() or text[at - 1] in _OPENING


def spaced_hyphen(conventions: Conventions) -> Step:
    """Return the step for a hyphen between spaces that stands for a dash: `word - word`."""
    dash = f" {conventions.dash.strip()} " if conventions.dash_spaces_as_typed else conventions.dash
    return swap(r"(?<=[^\W\d_]|[,.;:!?…)”’»])(?P<x>[ \n]-[ \n])(?=[^\W\d_]|[(“‘«„])", dash, needs="-")


def kept_dash(conventions: Conventions) -> Step | None:
    """Return the step that keeps a spaced dash with the word before it, where the language wants that."""
    if not conventions.dash.startswith("\u00a0"):
        return None
    return swap(r"(?<=\S)[ \n](?=[—–][ \n\u00a0\u2028])", "\u00a0")


def ranges() -> Step:
    """Return the step for a hyphen from number to number; dates, telephone numbers, ISBNs are left alone."""

    def step(text: str) -> Sequence[Edit]:
        if "-" not in text:
            return ()
        return [Edit(*found.span("x"), "–") for found in _RANGE.finditer(text) if _ascends(found)]

    return step


def _ascends(found: re.Match[str]) -> bool:
    """Tell a range (9-12, 1914-18, 101-8) from a date (2020-10) and a telephone number (555-0134)."""
    low, high = found[1], found["to"]
    if len(low) > 4 or len(high) > 4 or high.startswith("0") or (len(low) == 3 and len(high) == 4):
        return False
    if len(high) < len(low):
        return len(low) >= 3 and int(high) > int(low[-len(high) :])
    return int(low) < int(high) or found[2] is not None


def minus() -> Step:
    """Return the step for a hyphen before a number that is a minus sign."""
    return swap(r"(?<![^\s(\[])(?<!\d\s)-(?=\d+(?:[.,]\d+)?(?![\w\-–]|[.,]\d))", "−", needs="-")


def times() -> tuple[Step, ...]:
    """Return the steps for the multiplication sign: `4x4`, `13 x 20 cm`; not `0x1F`."""
    chain = r"(?<![\w.,])(?!0[xX])\d+(?:[.,]\d+)?(?:[ \u00a0]?[xX×][ \u00a0]?\d+(?:[.,]\d+)?)+"
    between = re.compile(r"\d[ \u00a0]?[xX×]")
    return gaps(chain, "×", "[xX]", needs=between), gaps(chain, "\u00a0", " ", needs=between)
