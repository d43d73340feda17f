"""Tables that are wider than the text: made smaller step by step until they fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from make_book.findings import Finding, Span

TIGHT = "data-tight"
"""The attribute that says to the style sheet by how many steps a table is made smaller."""
LAST = 3
"""The last step, in which words may be broken anywhere."""
_TOLERANCE = 0.5
"""CSS pixels by which a table may be wider than the text."""
_SHOWN = 40
"""Letters of a table that name it in findings."""
_MILLIMETRE = 96 / 25.4
"""In CSS pixels."""
_HINTS = ("give it fewer columns, or rows for columns", "a page of its own can be wider: @page NAME { size: … }")


def wide_tables(pages: Iterable[Any]) -> dict[ET.Element, float]:
    """Return the tables on `pages` that are wider than their containing block, and by how many CSS pixels."""
    found: dict[ET.Element, float] = {}
    for page in pages:
        for element, excess in _wide_in(page, page.width):
            found[element] = max(excess, found.get(element, 0))
    return found


def _wide_in(box: Any, width: float) -> Iterator[tuple[ET.Element, float]]:
    for child in getattr(box, "children", ()):
        if child.is_table_wrapper and child.margin_width() > width + _TOLERANCE:
            yield child.element, child.margin_width() - width
        inner = child.width
        yield from _wide_in(child, inner if isinstance(inner, (int, float)) else width)


def tighten(tables: Iterable[ET.Element]) -> bool:
    """Make each of `tables` one step smaller; return whether this is possible for any."""
    steps = {table: int(table.get(TIGHT, "0")) + 1 for table in tables}
    for table, step in steps.items():
        if step <= LAST:
            table.set(TIGHT, str(step))
    return any(step <= LAST for step in steps.values())


def judge_tables(root: ET.Element, wide: Mapping[ET.Element, float], files: Mapping[str, str]) -> Iterator[Finding]:
    """Yield `PDF-013` for each table of `root` that is still too wide, or whose words are broken anywhere.

    `files` are the files of the manuscript, by the ids of the sections.
    """
    nested = [*root.iter("section")]  # of nested sections the outermost counts: it has a file
    sections = {table: section.get("id") or "" for section in reversed(nested) for table in section.iter("table")}
    for table in root.iter("table"):
        if table not in wide and table.get(TIGHT) != str(LAST):
            continue
        name = " ".join(" ".join(table.itertext()).split())[:_SHOWN].strip()
        what = "is so wide that its words are broken anywhere"
        if table in wide:
            what = f"reaches {wide[table] / _MILLIMETRE:.0f} mm beyond the text"
        file = files.get(sections.get(table, ""))
        yield Finding("PDF-013", f"the table “{name}…” {what}", Span(file) if file else None, _HINTS)
