"""Every word held against its column and its page: none may reach beyond the one, and none beyond the other.

A column is the content box of the block that holds the line: the text block, a cell of a table, a column of several.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from weasyprint.formatting_structure import boxes

from make_book.findings import Finding, Span

_FINE = 2.0
"""CSS pixels by which letters may reach beyond their column or their page."""
_LOW = 1.0
"""Part of the type's size by which a line may reach below the text of the page."""
_SHOWN, _LETTERS = 3, 40
"""So many pieces of text are named, with so many letters of each."""
_MILLIMETRE = 96 / 25.4
"""In CSS pixels."""
_NARROWER = ("let it be broken: overflow-wrap: anywhere; or set it smaller",)


class Beyond(NamedTuple):
    """Words that reach beyond their column, or beyond the page, and by how many CSS pixels."""

    element: ET.Element
    words: str
    excess: float
    off_page: bool


def words_beyond(pages: Iterable[Any]) -> Iterator[Beyond]:
    """Yield the words of `pages` that do not stand where they should; those in the margin boxes are not looked at."""
    for page in pages:
        area = page.content_box_x(), page.content_box_x() + page.width
        paper = page.margin_width(), page.margin_height(), page.content_box_y() + page.height
        yield from _in_box(page, area, paper)


def _in_box(box: Any, column: tuple[float, float], paper: tuple[float, float, float]) -> Iterator[Beyond]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TextBox):
            if (found := _measured(child, column, paper)) is not None:
                yield found
        elif isinstance(child, boxes.LineBox):
            yield from _in_box(child, (box.padding_box_x(), box.content_box_x() + box.width), paper)
        elif not isinstance(child, boxes.MarginBox):
            yield from _in_box(getattr(child, "_box", child), column, paper)


def _measured(box: Any, column: tuple[float, float], paper: tuple[float, float, float]) -> Beyond | None:
    """Return what of `box` stands outside; spaces at the end of a line and between letters are no letters."""
    left, width, (page_width, page_height, foot) = box.position_x, box.width, paper
    right = left + width
    if column[0] - _FINE <= left and right <= column[1] + _FINE and 0 <= box.position_y <= foot - box.height:
        return None
    words = box.text.strip()
    if not words or box.element is None:
        return None
    size = box.style["font_size"]
    spacing = box.style["letter_spacing"]
    right -= (spacing if isinstance(spacing, (int, float)) else 0) + size * 0.25 * (
        len(box.text) - len(box.text.rstrip())
    )
    bottom = box.position_y + box.height
    off = max(-left, right - page_width, -box.position_y - size * _LOW, bottom - page_height - size * _LOW)
    if off > _FINE:
        return Beyond(box.element, words, off, off_page=True)
    excess = max(column[0] - left, right - column[1], bottom - foot - size * _LOW)
    return Beyond(box.element, words, excess, off_page=False) if excess > _FINE else None


def judge_bounds(
    root: ET.Element, found: Iterable[Beyond], wide: Collection[ET.Element], files: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield `PDF-013` for words of `root` beyond their column, `PDF-015` for words beyond the page.

    One finding names those of a section. Tables that are too `wide` have a finding of their own; `files` are the
    manuscript's by the ids of the sections.
    """
    rows = list(found)
    if not rows:
        return
    inner = {element for table in wide for element in table.iter()}
    sections = {
        element: section.get("id") or ""
        for section in reversed(list(root.iter("section")))  # the outermost, which has a file, has the last word
        for element in section.iter()
    }
    groups: dict[tuple[str, bool], dict[str, float]] = {}
    for row in rows:
        if row.off_page or row.element not in inner:
            group = groups.setdefault((sections.get(row.element, ""), row.off_page), {})
            group[row.words] = max(row.excess, group.get(row.words, 0))
    for (section, off_page), words in groups.items():
        shown = ", ".join(f"“{_short(one)}”" for one in list(words)[:_SHOWN])
        more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
        millimetres = f"{max(words.values()) / _MILLIMETRE:.0f} mm"
        file = files.get(section)
        span = Span(file) if file else None
        if off_page:
            yield Finding("PDF-015", f"beyond the page by {millimetres}: {shown}{more}", span, _NARROWER)
        else:
            yield Finding("PDF-013", f"beyond the column by {millimetres}: {shown}{more}", span, _NARROWER)


def _short(words: str) -> str:
    return words if len(words) <= _LETTERS else f"{words[:_LETTERS].rstrip()}…"
