"""Trees by which a reader of the file finds things without reading everything (ISO 32000-1 §7.7.3, §7.9.6–7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from make_book.pdf.binding.pdf_file import PdfFile
from make_book.pdf.pdf_syntax import array, dictionary, reference, string, text_bytes

Leaf = TypeVar("Leaf")

BRANCH = 64
"""Leaves under one node."""


def add_names(file: PdfFile, entries: Iterable[tuple[str, bytes]]) -> int | None:
    """Write `entries` as a name tree, sorted by bytes as readers search it; return its number, `None` without any."""
    ordered = sorted((text_bytes(name), string(name), value) for name, value in entries)
    page_entries = [
        dictionary(
            Limits=array((page_entry[0][1], page_entry[-1][1])),
            Names=array(part for _, name, value in page_entry for part in (name, value)),
        )
        for page_entry in _branches(ordered)
    ]
    if not page_entries:
        return None
    return file.add(dictionary(Kids=array([reference(file.add(page_entry)) for page_entry in page_entries])))


class PageTree:
    """Pages on branches of equal size; each is told its branch before it is written."""

    def __init__(self, file: PdfFile) -> None:
        """Begin without a page."""
        self._file = file
        self.root = file.reserve()
        self.pages: list[int] = []
        self._branches: list[int] = []

    def add(self, page: int) -> int:
        """Add the page with the number `page`; return the number of its parent."""
        if len(self.pages) % BRANCH == 0:
            self._branches.append(self._file.reserve())
        self.pages.append(page)
        return self._branches[-1]

    def close(self) -> None:
        """Write the tree."""
        for branch, pages in zip(self._branches, _branches(self.pages), strict=True):
            self._file.write(branch, _node(pages, len(pages), self.root))
        self._file.write(self.root, _node(self._branches, len(self.pages), None))


def _node(kids: Iterable[int], count: int, parent: int | None) -> bytes:
    return dictionary(
        Type=b"/Pages",
        Parent=None if parent is None else reference(parent),
        Kids=array(map(reference, kids)),
        Count=b"%d" % count,
    )


def _branches(page_entries: Sequence[Leaf]) -> Iterator[Sequence[Leaf]]:
    for first in range(0, len(page_entries), BRANCH):
        yield page_entries[first : first + BRANCH]
