"""The outline of a bound book (ISO 32000-1 §12.3.3)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.pdf.binding.pdf_file import PdfFile
from make_book.pdf.pdf_syntax import array, dictionary, number, reference, string


class Destination(msgspec.Struct, frozen=True):
    """A position on a page: the number of the page in the file, points from its lower left corner."""

    page: int
    x: float
    y: float

    @property
    def syntax(self) -> bytes:
        """The explicit destination (§12.3.2.2), which keeps the reader's zoom."""
        return array((reference(self.page), b"/XYZ", number(self.x), number(self.y), b"0"))


class OutlineItem(msgspec.Struct, frozen=True):
    """An entry of the outline."""

    level: int
    label: str
    destination: Destination
    open: bool


class _Entry(msgspec.Struct):
    """An entry and its relatives, by their numbers in the file."""

    number: int
    mark: OutlineItem | None
    parent: int = 0
    before: int = 0
    after: int = 0
    first: int = 0
    last: int = 0
    count: int = 0
    """Entries below it that are visible when it is open (§12.3.3, Table 153)."""


def add_outline(file: PdfFile, marks: Sequence[OutlineItem]) -> int | None:
    """Write the outline and return its number. An entry is a child of the last one before it with a lower level."""
    if not marks:
        return None
    entries = _related(file.reserve(len(marks) + 1), marks)
    for entry in entries:
        file.write(entry.number, _syntax(entry))
    return entries[0].number


def _related(first: int, marks: Sequence[OutlineItem]) -> list[_Entry]:
    """Return the root entry, and an entry for each of `marks`."""
    entries = [_Entry(first, None)]
    above: list[tuple[int, _Entry]] = [(0, entries[0])]
    for number_, mark in enumerate(marks, start=first + 1):
        while above[-1][0] >= mark.level:
            above.pop()
        parent = above[-1][1]
        entry = _Entry(number_, mark, parent=parent.number, before=parent.last)
        if parent.last:
            entries[parent.last - first].after = number_
        parent.first, parent.last = parent.first or number_, number_
        for _, higher in reversed(above):
            higher.count += 1
            if higher.mark is not None and not higher.mark.open:
                break
        above.append((mark.level, entry))
        entries.append(entry)
    return entries


def _syntax(entry: _Entry) -> bytes:
    mark = entry.mark
    relatives = {
        "Parent": entry.parent,
        "Prev": entry.before,
        "Next": entry.after,
        "First": entry.first,
        "Last": entry.last,
    }
    sign = 1 if mark is None or mark.open else -1
    return dictionary(
        Title=None if mark is None else string(mark.label),
        Dest=None if mark is None else mark.destination.syntax,
        Count=b"%d" % (sign * entry.count) if entry.count else None,
        **{key: reference(value) for key, value in relatives.items() if value},
    )
