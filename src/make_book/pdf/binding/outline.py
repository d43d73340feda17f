"""The outline and the named destinations of a bound book (ISO 32000-1 §12.3.3, §7.9.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String


class Mark(msgspec.Struct, frozen=True):
    """An entry of the outline on the page `page` (index from 0), in points from the lower left."""

    level: int
    label: str
    page: int
    x: float
    y: float
    open: bool


class Destination(msgspec.Struct, frozen=True):
    """A named place."""

    name: str
    page: int
    x: float
    y: float


def name_destinations(pdf: pikepdf.Pdf, pages: Sequence[Object], places: Sequence[Destination]) -> None:
    """Write the name tree, sorted by bytes as readers search it; of two places of one name the first counts."""
    firsts: dict[str, Destination] = {}
    for place in places:
        firsts.setdefault(place.name, place)
    entries = Array()
    for _, place in sorted((name.encode(), place) for name, place in firsts.items()):
        entries.append(String(place.name))
        entries.append(_there(pages[place.page], place.x, place.y))
    if firsts:
        pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=entries)))


def _there(page: Object, x: float, y: float) -> Array:
    return Array([page, Name.XYZ, round(x, 4), round(y, 4), 0])


def write_outline(pdf: pikepdf.Pdf, pages: Sequence[Object], marks: Sequence[Mark]) -> None:
    """Write the outline; entries stand under the last one of a lower level."""
    if not marks:
        return
    top = _entry(pdf)
    above: list[tuple[int, Object]] = [(0, top)]
    last: dict[int, Object] = {}
    counts: dict[int, int] = {}
    depths: list[tuple[Object, int]] = []
    for mark in marks:
        entry = _entry(pdf, Title=String(mark.label), Dest=_there(pages[mark.page], mark.x, mark.y))
        while above[-1][0] >= mark.level:
            above.pop()
        parent = above[-1][1]
        _append(parent, entry, last)
        for _, higher in above:
            counts[higher.objgen[0]] = counts.get(higher.objgen[0], 0) + 1
        above.append((mark.level, entry))
        depths.append((entry, 1 if mark.open else -1))
    depths.append((top, 1))
    for entry, sign in depths:
        entry.Count = sign * counts.get(entry.objgen[0], 0)
    pdf.Root.Outlines = top


def _entry(pdf: pikepdf.Pdf, **values: Any) -> Object:
    return pdf.make_indirect(Dictionary(**values))


def _append(parent: Object, entry: Object, last: dict[int, Object]) -> None:
    """Put `entry` after the last one under `parent`."""
    entry.Parent = parent
    before = last.get(parent.objgen[0])
    if before is None:
        parent.First = entry
    else:
        before.Next, entry.Prev = entry, before
    parent.Last = entry
    last[parent.objgen[0]] = entry
