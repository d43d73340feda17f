"""Text that waits for the inline phase and knows where each of its characters stands in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from make_book.text.places import COLUMN, LINE

_LOW = {letter: letter + 32 for letter in range(ord("A"), ord("Z") + 1)}


class InlineText(str):
    """Lines of one leaf block, joined by line feeds.

    `rows` has the number of each line in the file, `columns` the column (from 1) at which it begins there.
    """

    rows: Sequence[int]
    columns: Sequence[int]
    _starts: list[int] | None
    _lasts: dict[str, int]
    _low: str | None

    def __new__(cls, text: str, rows: Sequence[int], columns: Sequence[int]) -> InlineText:
        """Keep the text and its place."""
        made = super().__new__(cls, text)
        made.rows, made.columns, made._starts = rows, columns, None
        made._lasts, made._low = {}, None
        return made

    def _at(self, offset: int) -> tuple[int, int]:
        """Return which of the lines holds `offset`, and where in the text it begins."""
        if self._starts is None:
            self._starts = [0]
            for row in self.split("\n")[:-1]:
                self._starts.append(self._starts[-1] + len(row) + 1)
        at = bisect_right(self._starts, offset) - 1
        return at, self._starts[at]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of the character at `offset`."""
        at, start = (0, 0) if len(self.rows) == 1 else self._at(offset)
        return self.rows[at], self.columns[at] + offset - start

    def last(self, sign: str) -> int:
        """Return where `sign`, in lower case, stands last (-1: nowhere), so that nobody looks for an end in vain."""
        if sign not in self._lasts:
            self._lasts[sign] = self.low.rfind(sign)
        return self._lasts[sign]

    @property
    def low(self) -> str:
        """The text with its letters from A to Z in lower case: every character stays where it is."""
        if self._low is None:
            self._low = self.translate(_LOW)
        return self._low

    def part(self, start: int, end: int) -> InlineText:
        """Return the text from `start` to `end`, with its place."""
        text = self[start:end]
        first, begins = self._at(start)
        last = first + 1 + text.count("\n")
        columns = [self.columns[first] + start - begins, *self.columns[first + 1 : last]]
        return InlineText(text, self.rows[first:last], columns)

    def trimmed(self) -> InlineText:
        """Return the text without white space at either end."""
        end = len(self.rstrip())
        start = len(self) - len(self.lstrip())
        return self if (start, end) == (0, len(self)) else self.part(start, max(start, end))


def stamp(element: Element, line: int, column: int) -> Element:
    """Write the place of `element` on it, for findings; the marks go when the tree is serialised."""
    element.set(LINE, str(line))
    element.set(COLUMN, str(column))
    return element
