"""Spaces: those a language sets before its stops, and those at which no line may break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from make_book.locales import Conventions
from make_book.text.edits import DIGIT, SHIELD, Edit, Step, gaps, swap

NBSP, NNBSP = "\u00a0", "\u202f"
_UNITS = (
    "mm cm dm m km µm nm m² km² m³ ha mg g kg t ml cl dl l hl s ms min h d Hz kHz MHz GHz V kV W kW MW kWh J kJ N Pa"
    " hPa bar K °C °F ° % ‰ € $ £ ¥ ₽ ₴ zł CHF EUR USD GBP RUB UAH BYN PLN KB MB GB TB kB px pt dpi"
).split()
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢİĪĶĹĽŁŃŇŌŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽА-ЯЁІЇЄҐЎ"
_LETTER = r"[^\W\d_]"
_STOPPED = rf"[\w»”’)\]…%°.′″{SHIELD}]"


def quote_spaces(conventions: Conventions) -> tuple[Step, ...]:
    """Return the steps for the space inside the primary marks (French: « … »)."""
    if not (space := conventions.quote_space):
        return ()
    opening, closing = map(re.escape, conventions.quotes.primary)
    return (
        swap(
            rf"(?<={opening})(?P<x>[ \n\u00a0\u2009\u202f]?)(?=[^\s{closing}])",
            space,
            needs=conventions.quotes.primary[0],
        ),
        swap(
            rf"(?<=[^\s{opening}])(?P<x>[ \n\u00a0\u2009\u202f]?)(?={closing})",
            space,
            needs=conventions.quotes.primary[1],
        ),
    )


def high_stops(conventions: Conventions) -> tuple[Step, ...]:
    """Return the steps for the space before ; ! ? and before the colon."""
    steps = []
    if (space := conventions.before_stops) is not None:
        after = r"(?=[;!?]+(?:[\s»”’\"')\]…\ufffc]|\Z))"
        steps.append(swap(rf"(?<={_STOPPED})(?P<x>[ \n\u00a0\u2009\u202f]?){after}", space))
    if (space := conventions.before_colon) is not None:
        steps.append(swap(rf"(?<={_STOPPED})(?P<x>[ \n\u2009\u202f]?)(?=:(?:\s|\Z))", space, needs=":"))
    return tuple(steps)


def abbreviations(conventions: Conventions) -> Step | None:
    """Return the step that sets abbreviations of several words with no-break spaces: `z.B.`, `т. е.`."""
    if not (written := conventions.abbreviations):
        return None
    known = {*written, *(one[0].upper() + one[1:] for one in written)}
    shapes = map(_shape, sorted(known, key=lambda one: (-len(one), one)))
    return _captured(rf"(?<![^\W_])(?<!\.)(?:{'|'.join(shapes)})(?![^\W_])")


def numbers(conventions: Conventions) -> tuple[Step, ...]:
    """Return the steps that keep numbers with their units, their words and signs, and their thousands."""
    units = _any([*_UNITS, *conventions.units])
    steps = [
        swap(rf"\d(?P<x>[ \n])(?=(?:{units})(?!\w))", NBSP, needs=DIGIT),
        swap(r"(?<=[№§])[ \n](?=\w)", NBSP, needs=("№", "§")),
    ]
    if conventions.before_number:
        steps.append(swap(rf"(?<![^\W_])(?:{_any(conventions.before_number)})(?P<x>[ \n])(?=\d)", NBSP, needs=DIGIT))
    if conventions.thousands:
        group = r"[ \u00a0\u202f]"
        chain = rf"(?<![\w.,+\-–/])(?<!\d[ \u00a0\u202f])[1-9]\d{{0,2}}(?: \d{{3}})+(?!\d|{group}\d|[-–/])"
        steps.append(gaps(chain, conventions.thousands, needs=DIGIT))
    return tuple(steps)


def names(conventions: Conventions) -> tuple[Step, ...]:
    """Return the steps that keep initials with their name, and titles with theirs."""
    steps = [swap(rf"(?<![^\W_])[{_UPPER}]\.(?P<x>[ \n])(?=[{_UPPER}](?:\.|{_LETTER}))", NBSP, needs=".")]
    if conventions.before_name:
        steps.append(swap(rf"(?<![^\W_])(?:{_any(conventions.before_name)})(?P<x>[ \n])(?=[{_UPPER}])", NBSP))
    return tuple(steps)


def short_words(conventions: Conventions) -> tuple[Step, ...]:
    """Return the steps that keep short words from the end of a line, and particles from its beginning."""
    steps = []
    if conventions.short_words:
        words = _any({*conventions.short_words, *(word.capitalize() for word in conventions.short_words)})
        steps.append(swap(rf"(?<![^\W_])(?<![-’])(?:{words})(?P<x>[ \n])(?=[\w«„“(])", NBSP))
    if conventions.particles:
        steps.append(swap(rf"(?<=[^\W_])[ \n](?=(?:{_any(conventions.particles)})(?![\w-]))", NBSP))
    return tuple(steps)


def ellipsis_space() -> Step:
    """Return the step that keeps an ellipsis after a space from the beginning of a line."""
    return swap(r"(?<=[^\s—–(\[«„“‘])[ \n](?=…(?:[\s»”’“‘\"').,;:!?\]]|\Z))", NBSP, needs="…")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _shape(abbreviation: str) -> str:
    """Return the pattern of an abbreviation; between single letters the space may be missing (`z.B.`)."""
    parts = abbreviation.split(" ")
    shape = re.escape(parts[0])
    for left, right in pairwise(parts):
        close = len(left) == 2 and len(right) == 2 and left[1] == right[1] == "."
        shape += f"([ \\n]{'?' if close else ''}){re.escape(right)}"
    return shape


def _captured(pattern: str) -> Step:
    """Return the step that puts a no-break space in place of every group that matched."""
    compiled = re.compile(pattern)

    def step(text: str) -> Sequence[Edit]:
        return [
            Edit(*found.span(group), NBSP)
            for found in compiled.finditer(text)
            for group in range(1, compiled.groups + 1)
            if found.start(group) >= 0 and not text.startswith((NBSP, NNBSP), found.start(group))
        ]

    return step
