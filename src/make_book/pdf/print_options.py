"""Options of making a print edition that do not change its pages."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from make_book.pdf.page_map import PageMap

Ahead = Callable[[PageMap, Callable[[range], bytes]], None]
"""Called before the book is bound, with its page map and a function that binds a few pages alone."""


class PrintOptions(msgspec.Struct, frozen=True):
    """Options of making a print edition."""

    plain: bool = False
    """Lay the book out as one document: slow, for comparison."""
    ahead: Ahead | None = None
    """Called before the book is bound, to show some pages early."""


DEFAULT_PRINT_OPTIONS = PrintOptions()
