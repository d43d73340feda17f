"""Where in the manuscript an element stands, for findings.

The converter stamps every element with the line and the column that it comes from, as the attributes
`data-line` and `data-column` (both from 1, counted in the manuscript's file). They ride on the tree until
it is serialised.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from make_book import xhtml
from make_book.findings import Span

LINE, COLUMN, FILE = "data-line", "data-column", "data-file"


class Places(msgspec.Struct, frozen=True):
    """The places of one file's elements."""

    file: str
    NAMES: ClassVar[tuple[str, ...]] = (LINE, COLUMN, FILE)
    """The attributes that hold them; the last only where an element comes from another file."""

    def of(self, element: xhtml.Element) -> Span:
        """Return the place of `element`; if it has none of its own, that of the element around it."""
        holder: xhtml.Element | None = element
        while holder is not None:
            if (line := holder.get(LINE)) is not None:
                return Span(holder.get(FILE) or self.file, int(line), int(holder.get(COLUMN) or 1))
            holder = holder.getparent()
        return Span(self.file)


def copy_place(source: xhtml.Element, target: xhtml.Element) -> xhtml.Element:
    """Give `target`, which is made of `source`, the place of it; return `target`."""
    for name in (LINE, COLUMN):
        if (value := source.get(name)) is not None:
            target.set(name, value)
    return target


def is_bare(element: xhtml.Element) -> bool:
    """Say whether `element` has no attributes but its place."""
    return not any(name not in (LINE, COLUMN) for name in element.attrib)
