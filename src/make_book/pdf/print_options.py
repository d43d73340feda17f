"""How a print edition is made, as far as it makes no difference to the pages."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from make_book.pdf.page_map import PageMap

Ahead = Callable[[PageMap, Callable[[range], bytes]], None]
"""Called before the book is bound, with its page map and a function that binds a few pages alone."""


class PrintOptions(msgspec.Struct, frozen=True):
    """What only the making of a print edition is asked for."""

    plain: bool = False
    """Lay the book out as one document instead: slow, for comparison."""
    ahead: Ahead | None = None
    """Who wants to see pages before the book is bound."""


DEFAULT_PRINT_OPTIONS = PrintOptions()
