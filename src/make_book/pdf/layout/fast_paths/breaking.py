"""Finds the end of the first line of a text by arithmetic; WeasyPrint shapes the text five times for it.

The property: Pango shapes the text as one run in one font, HarfBuzz makes the same glyphs as Pango, and at both ends of
the line HarfBuzz says that the text may be cut there (`unsafe_to_break` is not set).

The steps are WeasyPrint's: the line ends at the last break opportunity before the first word that does not fit; then
parts of that word are tried with a hyphen, the longest first. Parts that cannot fit are skipped. If a width is near the
width of the line, WeasyPrint's own function decides.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from weasyprint.layout import inline
from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.line_break import pyphen

from make_book.pdf.layout.fast_paths.measuring import LETTERS, BreakPlace, Found, find, width_alone
from make_book.pdf.layout.fast_paths.shaping import FROM_UNITS, TO_UNITS
from make_book.pdf.layout.fast_paths.type_styles import Type, idle_layout, type_of

_own_split = inline.split_first_line

_WIDEST = 2**21
"""Pixels. WeasyPrint treats a wider line as one without a width."""
_RATIO = 4
"""WeasyPrint looks at this number of characters for each em of the line's width."""


def over(own: Any) -> Any:
    """Return the function that finds first lines by arithmetic. It calls `own` for all other lines."""
    global _own_split  # noqa: PLW0603 - known when the table of patches is put in place
    _own_split = own
    return _split


def remembered(own: Any) -> Any:
    """Return `own` with a cache: it is called for the same words again and again."""
    return functools.lru_cache(maxsize=4096)(own)


def _split(
    text: str, style: Any, context: Any, max_width: float | None, spacing: float, *rest: Any, **named: Any
) -> Split:
    """Return the first line of `text`."""
    type_ = type_of(style)
    found = find(type_, text) if text and type_.plain else None
    line = _first_line(found, Call(text, style, context, max_width, spacing, type_)) if found is not None else None
    if line is not None:
        return line
    own: Split = _own_split(text, style, context, max_width, spacing, *rest, **named)
    return own


def _first_line(found: Found, call: Call) -> Split | None:
    """Return the first line; `None` if it may not be the one that WeasyPrint finds."""
    measured, _, before = found
    type_, width = call.type_, call.max_width
    if width is None or not type_.wraps:
        return _whole(found, call)
    if width >= _WIDEST:
        return None
    limit = before + int(width * TO_UNITS)
    look = _look(call, width)
    if measured.width <= limit - look.spare and len(call.text) <= look.length:
        return _whole(found, call)
    last = measured.place(-1)
    if last.bare < limit + NEAR or not last.sure:
        return None
    broken = _break(found, call, limit, look)
    if broken is None:
        return None
    return hyphenate(broken, call) or _broken(broken, call)


class _Look(NamedTuple):
    """How much of a text WeasyPrint looks at first."""

    length: int
    """Characters. If a word ends among them after the line, WeasyPrint does not look at more."""
    least: int
    """The least number of characters of a line for which it makes no difference that not all were looked at."""
    spare: int
    """The width that must stay free in the line so that the characters count as fitting."""


def _look(call: Call, width: float) -> _Look:
    size = call.type_.size
    if size * _RATIO <= width:
        return _Look(int(width / size * _RATIO), 0, NEAR)
    # In a narrow line WeasyPrint looks at the first word and one letter, and at all the text if these fit.
    word = call.text.find(" ") + 1
    if 0 < word < len(call.text) - 1:
        return _Look(len(call.text), word, int(size * TO_UNITS / 2))
    return _Look(len(call.text), 0, NEAR)


def _whole(found: Found, call: Call) -> Split:
    """Return the whole text as one line."""
    measured, start, before = found
    return (
        idle_layout(call.type_, call.text, call.max_width, call.spacing, found),
        measured.size - start,
        None,
        (measured.width - before) * FROM_UNITS,
        measured.height,
        measured.baseline,
    )


def _break(found: Found, call: Call, limit: int, look: _Look) -> BrokenLine | None:
    """Return the line without hyphenation; `None` if its end is not certain."""
    measured = found.measured
    skipped = len(measured.text) - len(call.text)
    index = measured.reach(limit)
    if index < 0:
        return None
    end, following = measured.place(index), measured.place(index + 1)
    if end.characters <= skipped or not (end.sure and following.sure):
        return None
    if end.bare > limit - NEAR or following.bare < limit + NEAR or end.characters - skipped < look.least:
        return None
    line = call.text[: end.characters - skipped]
    bare = line.rstrip(" ")
    letters = LETTERS.get(measured.script)
    if not bare or (letters is not None and letters.search(bare) is None):
        return None
    looked = call.text
    if len(looked) > look.length:
        if following.characters - skipped >= look.length:
            return None
        looked = looked[: look.length]
    word = looked[len(line) :]
    if following.characters < len(measured.text):
        word = word[: following.characters - end.characters - 1]
    return BrokenLine(found, end, line, bare, looked[len(line) :], bool(word.rstrip(" ")), limit)


def _broken(broken: BrokenLine, call: Call) -> Split:
    """Return the line that ends between two words."""
    measured, start, before = broken.found
    return (
        idle_layout(call.type_, broken.bare, call.max_width, call.spacing, broken.found),
        len(broken.bare.encode()),
        broken.end.bytes - start,
        (broken.end.bare - before) * FROM_UNITS,
        measured.height,
        measured.baseline,
    )


NEAR = 256
"""Pango units, a quarter of a pixel: if a text is so near the width of the line, WeasyPrint decides."""

Split = tuple[Any, int, int | None, float, float, float]
"""What `split_first_line` returns: layout, bytes, first byte of the next line, width, height, baseline."""


class Call(NamedTuple):
    """The arguments of `split_first_line`, and the type of the style."""

    text: str
    style: Any
    context: Any
    max_width: float | None
    spacing: float
    type_: Type


class BrokenLine(NamedTuple):
    """A line that ends between two words."""

    found: Found
    end: BreakPlace
    line: str
    bare: str
    """The line without a space at its end."""
    rest: str
    """The text after it that WeasyPrint looks at."""
    has_word: bool
    """Whether a word follows that could be hyphenated."""
    limit: int
    """The width of the line, counted from the start of the measured text."""


_create = line_break.create_layout
_metrics = line_break.first_line_metrics
_line_size = line_break.line_size
_next_break = line_break.get_next_break_point_from_text
_next_word = line_break.get_next_word_boundaries
_fallback = functools.lru_cache(maxsize=64)(pyphen.language_fallback)

_SLACK = 0.5
"""Ems: no pair of glyphs is kerned by more than this."""


def hyphenate(broken: BrokenLine, call: Call) -> Split | None:
    """Return the line with the longest part of the next word that fits; `None` if none does."""
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
    """Yield the parts of the next word that may stand before a hyphen, the longest first."""
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
    """Return the position and the text of the first word that is long enough, before the next break opportunity."""
    at = _next_break(text, language)
    rest, skipped = text[:at] if at else text, 0
    while rest and (bounds := _next_word(rest, language)):
        start, end = bounds
        if end - start >= shortest:
            return skipped + start, rest[start:end]
        rest, skipped = rest[end:], skipped + end
    return None


def _is_too_long(part: str, broken: BrokenLine, call: Call, sign: str) -> bool:
    """Tell whether `part` and the hyphen certainly do not fit the line."""
    if not broken.rest.startswith(part):
        return False
    hyphen = width_alone(call.type_, sign)
    least = broken.found.measured.least(broken.end.bytes + len(part.encode()))
    slack = int(_SLACK * call.type_.size * TO_UNITS)
    return least + hyphen - slack > broken.limit
