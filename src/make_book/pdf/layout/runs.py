"""The end of a run: where a long list has to go on, and what it then stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from weasyprint.formatting_structure import boxes

from make_book.pdf.cutting import CONTINUED, ENTRY
from make_book.pdf.galley import Following
from make_book.pdf.layout.documents import Rendered
from make_book.pdf.layout.plating import ELSEWHERE


def end_run(rendered: Rendered, root: ET.Element) -> Following | None:
    """Take the pages from the last one that begins with an entry off the document; return what comes there.

    Of `root`, its tree, those elements are marked that go on there. Without such a page nothing is changed,
    and `None` returned.
    """
    pages = rendered.document.pages
    parents = {child: parent for parent in root.iter() for child in parent}
    heads = _heads(pages, parents)
    last = max((at for at, head in enumerate(heads) if at and head is not None), default=0)
    entry = heads[last]
    if not last or entry is None:
        return None
    del pages[last:]
    _mark_open(entry, parents)
    _lead_out(pages)
    asked = rendered.context.page_maker[last][1]
    return Following(int(entry.get(ENTRY, "")), asked["break"] != "any" or bool(asked["page"]))


def _heads(pages: list[Any], parents: Mapping[ET.Element, ET.Element]) -> list[ET.Element | None]:
    """Return the entry that each page begins with, `None` where it begins within one."""
    heads: list[ET.Element | None] = []
    seen: set[ET.Element] = set()
    for page in pages:
        entries = [_entry(box.element, parents) for box in page._page_box.descendants() if _is_text(box)]
        first = entries[0] if entries else None
        heads.append(None if first in seen else first)
        seen.update(entry for entry in entries if entry is not None)
    return heads


def _is_text(box: Any) -> bool:
    return isinstance(box, boxes.TextBox) and box.element is not None and bool(box.text.strip())


def _entry(element: ET.Element | None, parents: Mapping[ET.Element, ET.Element]) -> ET.Element | None:
    """Return the entry that `element` stands in."""
    while element is not None and element.get(ENTRY) is None:
        element = parents.get(element)
    return element


def _mark_open(entry: ET.Element, parents: Mapping[ET.Element, ET.Element]) -> None:
    """Mark what `entry` stands in, and does not begin."""
    element, begins = entry, True
    while (parent := parents.get(element)) is not None and parent.tag != "body":
        begins = begins and parent[0] is element and not (parent.text or "").strip()
        if not begins:
            parent.set(CONTINUED, "")
        element = parent


def _lead_out(pages: list[Any]) -> None:
    """Let links to what was on the pages taken off lead out of the galley."""
    here = {name for page in pages for name in page.anchors}
    for page in pages:
        for at, (kind, target, *rest) in enumerate(page.links):
            if kind == "internal" and target not in here:
                page.links[at] = ("external", ELSEWHERE + quote(target), *rest)
