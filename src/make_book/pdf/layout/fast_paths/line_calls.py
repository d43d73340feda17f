"""What `breaking` and `hyphenating` hand each other."""

from __future__ import annotations

from typing import Any, NamedTuple

from make_book.pdf.layout.fast_paths.measuring import BreakPlace, Found
from make_book.pdf.layout.fast_paths.type_styles import Type

NEAR = 256
"""Units of Pango's, a quarter of a pixel: a line that comes so near its width is left to WeasyPrint."""

Split = tuple[Any, int, int | None, float, float, float]
"""A line as WeasyPrint tells it: layout, bytes, bytes before the next one, width, height, baseline."""


class Call(NamedTuple):
    """What WeasyPrint asks with."""

    text: str
    style: Any
    context: Any
    max_width: float | None
    spacing: float
    type_: Type


class BrokenLine(NamedTuple):
    """A line that ends between words."""

    found: Found
    end: BreakPlace
    line: str
    bare: str
    """The line without the space that it ends with."""
    rest: str
    """What WeasyPrint looks at after it."""
    has_word: bool
    """Whether that begins with more than a single character."""
    limit: int
    """The line's width, counted from where the measured text begins."""
