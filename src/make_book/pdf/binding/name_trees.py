"""The page tree and name trees, by which readers find an entry without reading all (ISO 32000-1 §7.7.3, §7.9.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from make_book.pdf.binding.pdf_file import PdfFile
from make_book.pdf.pdf_syntax import array, dictionary, reference, string, text_bytes

Entry = TypeVar("Entry")

NODE_SIZE = 64
"""Entries of one node."""


def add_names(file: PdfFile, entries: Iterable[tuple[str, bytes]]) -> int | None:
    """Write `entries` as a name tree, sorted by their bytes; return its number, or `None` if there are no entries."""
    ordered = sorted((text_bytes(name), string(name), value) for name, value in entries)
    leaves = [
        dictionary(
            Limits=array((group[0][1], group[-1][1])),
            Names=array(part for _, name, value in group for part in (name, value)),
        )
        for group in _groups(ordered)
    ]
    if not leaves:
        return None
    return file.add(dictionary(Kids=array([reference(file.add(leaf)) for leaf in leaves])))


class PageTree:
    """A page tree of two levels with nodes of equal size. The parent of a page is known before it is written."""

    def __init__(self, file: PdfFile) -> None:
        """Begin an empty tree in `file`."""
        self._file = file
        self.root = file.reserve()
        self.pages: list[int] = []
        self._nodes: list[int] = []

    def add(self, page: int) -> int:
        """Add the page with the number `page`; return the number of its parent."""
        if len(self.pages) % NODE_SIZE == 0:
            self._nodes.append(self._file.reserve())
        self.pages.append(page)
        return self._nodes[-1]

    def close(self) -> None:
        """Write the tree."""
        for node, pages in zip(self._nodes, _groups(self.pages), strict=True):
            self._file.write(node, _node(pages, len(pages), self.root))
        self._file.write(self.root, _node(self._nodes, len(self.pages), None))


def _node(kids: Iterable[int], count: int, parent: int | None) -> bytes:
    return dictionary(
        Type=b"/Pages",
        Parent=None if parent is None else reference(parent),
        Kids=array(map(reference, kids)),
        Count=b"%d" % count,
    )


def _groups(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    for first in range(0, len(entries), NODE_SIZE):
        yield entries[first : first + NODE_SIZE]
