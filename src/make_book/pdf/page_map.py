"""The page map: on which page of the print edition every section and every anchor is."""

from __future__ import annotations

import bisect
import functools

import msgspec

_ROMAN: tuple[tuple[int, str], ...] = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


class PageEntry(msgspec.Struct, frozen=True):
    """One page: its label as printed ("xii", "45"), the section it belongs to, whether it is blank.

    It belongs to the first section that begins on it, else to the section that continues on it.
    """

    label: str
    section: str
    blank: bool = False
    top: tuple[str, int] | None = None
    """Where its text begins: a section, and how many of its letters (`text_positions`) stand before the page."""


class PageMap(msgspec.Struct, frozen=True):
    """Pages in order, and for every section and anchor the index (from 0) of the page it begins on."""

    page_entries: tuple[PageEntry, ...]
    anchors: dict[str, int]
    body: int
    """Index of the first page numbered in arabic figures."""

    def label(self, anchor: str) -> str:
        """Return the label of the page on which `anchor` lies. Raise `KeyError` for an unknown one."""
        return self.page_entries[self.anchors[anchor]].label

    def page_of(self, section: str, letter: int) -> int:
        """Return the index of the page on which the letter with the index `letter` of a section's text stands.

        Raise `KeyError` for a section that is not in the book.
        """
        first = self.anchors[section]
        tops = [
            (page_entry.top[1], index)
            for index, page_entry in enumerate(self.page_entries[first + 1 :], start=first + 1)
            if page_entry.top and page_entry.top[0] == section
        ]
        at = bisect.bisect_right(tops, (letter, len(self.page_entries)))
        return tops[at - 1][1] if at else first


@functools.cache
def roman(number: int) -> str:
    """Return `number` (from 1) in lower-case roman numerals (CSS Counter Styles 3, lower-roman)."""
    parts = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def number_pages(
    sections: tuple[tuple[str, int], ...], blanks: tuple[bool, ...], body: str | None
) -> tuple[PageEntry, ...]:
    """Return the pages of a book with labels: roman before the section `body`, arabic from 1 from there on.

    `sections` are ids with the index of the page on which each begins, in order. `blanks` says of every page whether it
    is blank. A page belongs to the first section that begins on it, else to the section that continues on it.
    """
    starts = dict(reversed([(page, section) for section, page in sections]))
    lasting = {page: section for section, page in sections}
    first = next((page for section, page in sections if section == body), 0)
    page_entries, current = [], sections[0][0] if sections else ""
    for index, blank in enumerate(blanks):
        label = roman(index + 1) if index < first else str(index - first + 1)
        page_entries.append(PageEntry(label, starts.get(index, current), blank))
        current = lasting.get(index, current)
    return tuple(page_entries)
