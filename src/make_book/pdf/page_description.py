"""Pages of a section described for whoever asks why they are as they are (`make-book inspect --stage layout`).

Lengths are points; places are measured from the upper left corner of the page's text block.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class DescribedBox(msgspec.Struct, frozen=True):
    """A block box on a page: its element as a selector (`p.first`), its place, and the text of its lines."""

    element: str
    top: float
    height: float
    lines: tuple[str, ...] = ()


class DescribedPage(msgspec.Struct, frozen=True):
    """A page of a layout unit: its text block, the boxes in it, the notes at its foot, and why it ends."""

    name: str
    """The page's name (CSS Paged Media 3 §3.4.2)."""
    blank: bool
    width: float
    height: float
    boxes: tuple[DescribedBox, ...]
    notes: tuple[DescribedBox, ...]
    room: float
    """The height that is left between the text and the notes, or the foot of the text block."""
    end: str
    """Why the page ends where it does."""


class InspectedPage(msgspec.Struct, frozen=True):
    """A page of the book: its index (from 0), its label, its side, and what is on it."""

    index: int
    label: str
    right: bool
    page: DescribedPage


def as_text(pages: tuple[InspectedPage, ...]) -> str:
    """Return `pages` as text that people read."""
    return "\n".join(line for page in pages for line in (*_lines(page), ""))


def _lines(inspected: InspectedPage) -> Iterator[str]:
    page = inspected.page
    side = "right-hand" if inspected.right else "left-hand"
    kind = f", named {page.name}" if page.name else ""
    yield f"page {inspected.label} (number {inspected.index + 1} in the file, {side}{kind}{', blank' * page.blank})"
    yield f"  text block {page.width:.1f} × {page.height:.1f} pt, {page.room:.1f} pt left"
    for box in page.boxes:
        yield from _box(box)
    for note in page.notes:
        yield "  at the foot:"
        yield from _box(note)
    yield f"  end: {page.end}"


def _box(box: DescribedBox) -> Iterator[str]:
    yield f"  {box.top:7.1f} +{box.height:6.1f}  {box.element}"
    yield from (f"                     {line}" for line in box.lines)
