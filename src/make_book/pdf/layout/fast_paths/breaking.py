"""Where the first line of a text ends, found by arithmetic where WeasyPrint shapes the text five times.

Replaced: `weasyprint.layout.inline.split_first_line`, over what `mending` makes of it, and
`weasyprint.text.line_break.can_break_text`.

The decision is WeasyPrint's, step by step: Pango ends the line where it can, last of all before the first word
that does not fit; then the word's parts are tried, the longest first. Only parts that cannot fit are left out;
where a width comes near the line's, all is left to WeasyPrint.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from weasyprint.layout import inline
from weasyprint.text import line_break

from make_book.pdf.layout.fast_paths.guard import replace, written_after
from make_book.pdf.layout.fast_paths.hyphenating import hyphenate
from make_book.pdf.layout.fast_paths.libraries import FROM_UNITS, TO_UNITS
from make_book.pdf.layout.fast_paths.line_calls import NEAR, BrokenLine, Call, Split
from make_book.pdf.layout.fast_paths.measuring import LETTERS, Found, find
from make_book.pdf.layout.fast_paths.type_styles import idle_layout, type_of

_own_split = inline.split_first_line
_own_can_break = written_after(line_break.can_break_text, "4f3fb5ef1c239df9")
written_after(line_break.split_first_line, "39ad1016863ca34d")
written_after(line_break.first_line_metrics, "55ec5d0b58b29a8b")
written_after(line_break.create_layout, "6587192cc0ab3ffa")

_WIDEST = 2**21
"""Pixels: wider lines have no width for WeasyPrint."""
_RATIO = 4
"""WeasyPrint looks at so many characters in a line that is as wide as the type is high."""


def install() -> None:
    """Put the replacements in place."""
    global _own_split  # noqa: PLW0603 - ours comes over what is there by then
    _own_split = inline.split_first_line
    inline.split_first_line = _split
    replace(_own_can_break, functools.lru_cache(maxsize=4096)(_own_can_break))


def _split(
    text: str, style: Any, context: Any, max_width: float | None, spacing: float, *rest: Any, **named: Any
) -> Split:
    """Return the first line of `text`."""
    type_ = type_of(style)
    found = find(type_, text) if text and type_.plain and type_.is_trusted else None
    kind, line = "", None
    if found is not None:
        kind, line = _first_line(found, Call(text, style, context, max_width, spacing, type_))
        if line is not None and type_.trusts(kind):
            return line
    own: Split = _own_split(text, style, context, max_width, spacing, *rest, **named)
    if line is not None:
        type_.prove(kind, agree=_alike(own, line))
    return own


def _alike(one: Split, other: Split) -> bool:
    """Whether two lines are the same, but for what only ours remember."""
    layouts = [{**vars(line[0]), "make_book_found": None} for line in (one, other)]
    return layouts[0] == layouts[1] and one[1:] == other[1:]


def _first_line(found: Found, call: Call) -> tuple[str, Split | None]:
    """Return of which kind the first line is, and the line; None where that is not certain."""
    measured, _, before = found
    type_, width = call.type_, call.max_width
    if width is None or not type_.wraps:
        return "whole", _whole(found, call)
    if width >= _WIDEST:
        return "", None
    limit = before + int(width * TO_UNITS)
    look = _look(call, width)
    if measured.width <= limit - look.spare and len(call.text) <= look.length:
        return "whole", _whole(found, call)
    last = measured.place(-1)
    if last.bare < limit + NEAR or not last.sure:
        return "", None
    broken = _break(found, call, limit, look)
    if broken is None:
        return "", None
    return "broken", hyphenate(broken, call) or _broken(broken, call)


class _Look(NamedTuple):
    """How much of a text WeasyPrint looks at to begin with."""

    length: int
    """Characters; if a word ends in them after the line, it looks at no more."""
    least: int
    """Characters that a line must have, so that it does not matter that fewer were looked at."""
    spare: int
    """What a line must leave free, for what was looked at to fit."""


def _look(call: Call, width: float) -> _Look:
    size = call.type_.size
    if size * _RATIO <= width:
        return _Look(int(width / size * _RATIO), 0, NEAR)
    # Of a short line WeasyPrint looks at the first word and a letter, and at all the text if these fit.
    word = call.text.find(" ") + 1
    if 0 < word < len(call.text) - 1:
        return _Look(len(call.text), word, int(size * TO_UNITS / 2))
    return _Look(len(call.text), 0, NEAR)


def _whole(found: Found, call: Call) -> Split:
    """Return all of the text as a line."""
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
    """Return where the line ends before hyphens are thought of; None where it is not certain."""
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
    """Return the line that ends between words."""
    measured, start, before = broken.found
    return (
        idle_layout(call.type_, broken.bare, call.max_width, call.spacing, broken.found),
        len(broken.bare.encode()),
        broken.end.bytes - start,
        (broken.end.bare - before) * FROM_UNITS,
        measured.height,
        measured.baseline,
    )
