"""The part of a word that still fits the line: only those are shaped that may."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.line_break import pyphen

from make_book.pdf.layout.fast_paths.libraries import FROM_UNITS, TO_UNITS
from make_book.pdf.layout.fast_paths.line_calls import BrokenLine, Call, Split
from make_book.pdf.layout.fast_paths.measuring import width_alone

_create = line_break.create_layout
_metrics = line_break.first_line_metrics
_line_size = line_break.line_size
_next_break = line_break.get_next_break_point_from_text
_next_word = line_break.get_next_word_boundaries
_fallback = functools.lru_cache(maxsize=64)(pyphen.language_fallback)

_SLACK = 0.5
"""Em: no letter is drawn nearer to a hyphen, or to the letter before it, than that."""


def hyphenate(broken: BrokenLine, call: Call) -> Split | None:
    """Return the line with the longest part of the next word that fits; None if none does."""
    style, width = call.style, call.max_width
    if not broken.has_word or style["hyphens"] != "auto" or width is None:
        return None
    parts = list(_parts(broken, call, width))
    sign = style["hyphenate_character"]
    for part in parts:
        if _is_too_long(part, broken, call, sign):
            continue
        text = broken.line + part
        layout = _create(text + sign, style, call.context, width, call.spacing)
        line, index = layout.get_first_line()
        if index is None and (width - _line_size(line, style)[0] >= 0 or part == parts[-1]):
            made: Split = _metrics(line, call.text, layout, len(text.encode()), True, style, True, sign)
            return made
    return None


def _parts(broken: BrokenLine, call: Call, width: float) -> Iterator[str]:
    """Yield what may stand before the hyphen of what follows the line, the longest first."""
    style, context = call.style, call.context
    language = style["lang"] and _fallback(style["lang"])
    if not language:
        return
    total, left, right = style["hyphenate_limit_chars"]
    found = _first_long_word(broken.rest, language, total)
    space = width - (broken.end.bare - broken.found.before) * FROM_UNITS
    if found is None or space <= percentage(style["hyphenate_limit_zone"], style, width):
        return
    start, word = found
    key = language, left, right, total
    if key not in context.dictionaries:
        context.dictionaries[key] = pyphen.Pyphen(lang=language, left=left, right=right)
    for part, _ in context.dictionaries[key].iterate(word):
        yield broken.rest[:start] + part


@functools.lru_cache(maxsize=1024)
def _first_long_word(text: str, language: str, shortest: int) -> tuple[int, str] | None:
    """Return the first word of `text`, before a line may end, that is long enough, and where it begins."""
    at = _next_break(text, language)
    rest, skipped = text[:at] if at else text, 0
    while rest and (bounds := _next_word(rest, language)):
        start, end = bounds
        if end - start >= shortest:
            return skipped + start, rest[start:end]
        rest, skipped = rest[end:], skipped + end
    return None


def _is_too_long(part: str, broken: BrokenLine, call: Call, sign: str) -> bool:
    """Whether the line cannot take `part` and the hyphen."""
    if not broken.rest.startswith(part):
        return False
    hyphen = width_alone(call.type_, sign)
    least = broken.found.measured.least(broken.end.bytes + len(part.encode()))
    slack = int(_SLACK * call.type_.size * TO_UNITS)
    return least + hyphen - slack > broken.limit
