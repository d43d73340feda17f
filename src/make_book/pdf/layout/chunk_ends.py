"""The end of a chunk: where the next chunk begins, and which elements continue there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from make_book.pdf.chunk_source import CONTINUED, ENTRY
from make_book.pdf.layout.fragment_extraction import ELSEWHERE
from make_book.pdf.layout.layout_documents import RenderedDocument
from make_book.pdf.section_layout import ChunkEnd


def end_chunk(rendered: RenderedDocument, root: ET.Element) -> ChunkEnd | None:
    """Remove the last page that begins with an entry and all pages after it; return where the next chunk begins.

    Elements of the tree `root` that continue there are marked. If there is no such page, nothing is changed and `None`
    is returned.
    """
    pages = rendered.document.pages
    heads = _heads(pages)
    # The content after a break decides where the break is, so the page after it must be complete.
    may_end = (at for at in reversed(range(1, len(pages) - 1)) if heads[at] is not None)
    last = next((at for at in may_end if _is_free(rendered, at)), 0)
    entry = heads[last]
    if not last or entry is None:
        return None
    groups = pages[last]._page_box.page_type.groups
    del pages[last:]
    _mark_open(entry, {child: parent for parent in root.iter() for child in parent})
    _mark_outgoing_links(pages)
    asked = rendered.context.page_maker[last][1]
    return ChunkEnd(_number(entry), asked["break"] != "any" or bool(asked["page"]), groups)


def _heads(pages: list[Any]) -> list[ET.Element | None]:
    """Return the entry that each page begins with; `None` if it begins inside one, or an earlier one is on it too."""
    heads: list[ET.Element | None] = []
    seen: set[ET.Element] = set()
    for page in pages:
        first = [box.element for box in _firsts(page._page_box) if _is_entry(box) and box.element not in seen]
        new = {box.element for box in page._page_box.descendants(placeholders=True) if _is_entry(box)} - seen
        is_first = bool(first) and min(map(_number, new)) == _number(first[0])
        heads.append(first[-1] if is_first else None)
        seen |= new
    return heads


def _firsts(box: Any) -> Iterator[Any]:
    """Yield the first box in the flow of `box`, the first box in that, and so on."""
    while (inner := next((one for one in getattr(box, "children", ()) if one.is_in_normal_flow()), None)) is not None:
        yield inner
        box = inner


def _is_entry(box: Any) -> bool:
    return box.element is not None and box.element.get(ENTRY) is not None


def _number(entry: ET.Element) -> int:
    return int(entry.get(ENTRY, ""))


def _is_free(rendered: RenderedDocument, page: int) -> bool:
    """Tell whether no note and no float continues on `page`, and it is in one page group at most.

    A chunk does not know the page groups around its first element.
    """
    reported, broken = rendered.context.make_book_reported_notes, rendered.context.make_book_broken_floats
    groups = rendered.document.pages[page]._page_box.page_type.groups
    return not reported.get(page - 1) and page - 1 not in broken and len(groups) <= 1


def _mark_open(entry: ET.Element, parents: Mapping[ET.Element, ET.Element]) -> None:
    """Mark the elements around `entry` that do not begin with it."""
    element, begins = entry, True
    while (parent := parents.get(element)) is not None and parent.tag != "body":
        begins = begins and parent[0] is element and not (parent.text or "").strip()
        if not begins:
            parent.set(CONTINUED, "")
        element = parent


def _mark_outgoing_links(pages: list[Any]) -> None:
    """Mark the links to anchors on the removed pages as links out of the unit."""
    here = {name for page in pages for name in page.anchors}
    for page in pages:
        for at, (kind, target, *rest) in enumerate(page.links):
            if kind == "internal" and target not in here:
                page.links[at] = ("external", ELSEWHERE + quote(target), *rest)
