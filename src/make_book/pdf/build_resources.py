"""The press: how a print edition is made, as far as it makes no difference to the pages."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from make_book.cache import NO_CACHE, Cache
from make_book.pdf.page_map import PageMap

Ahead = Callable[[PageMap, Callable[[range], bytes]], None]
"""Told where everything will lie, and given a way to have a few pages bound alone, before the book is bound."""


class BuildResources(msgspec.Struct, frozen=True):
    """The means to lay out a book. Whatever they are, the same book becomes the same bytes."""

    cache: Cache = NO_CACHE
    jobs: int = 0
    """Processes that lay out section layouts at once; 0: as many as the machine has cores."""
    plain: bool = False
    """Lay the book out as one document instead: slow, for comparison."""
    ahead: Ahead | None = None
    """Who wants to see pages before the book is bound."""


DEFAULT_RESOURCES = BuildResources()
"""Keeps nothing, uses every core."""
