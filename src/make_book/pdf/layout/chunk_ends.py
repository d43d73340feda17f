"""The end of a run: where the copy has to go on, and what it then stands in."""

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
    """Take the pages from the last one that begins with an entry off the document; return what comes there.

    Of `root`, its tree, those elements are marked that go on there. Without such a page nothing is changed,
    and `None` returned.
    """
    pages = rendered.document.pages
    heads = _heads(pages)
    # What comes after a break decides where it is: a page that is whole must follow.
    may_end = (at for at in reversed(range(1, len(pages) - 1)) if heads[at] is not None)
    last = next((at for at in may_end if _is_free(rendered, at)), 0)
    entry = heads[last]
    if not last or entry is None:
        return None
    groups = pages[last]._page_box.page_type.groups
    del pages[last:]
    _mark_open(entry, {child: parent for parent in root.iter() for child in parent})
    _lead_out(pages)
    asked = rendered.context.page_maker[last][1]
    return ChunkEnd(_number(entry), asked["break"] != "any" or bool(asked["page"]), groups)


def _heads(pages: list[Any]) -> list[ET.Element | None]:
    """Return the entry that each page begins with, `None` where it begins within one, or an earlier one floats in."""
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
    """Yield the first box in the flow of `box`, the first in that, and so on."""
    while (inner := next((one for one in getattr(box, "children", ()) if one.is_in_normal_flow()), None)) is not None:
        yield inner
        box = inner


def _is_entry(box: Any) -> bool:
    return box.element is not None and box.element.get(ENTRY) is not None


def _number(entry: ET.Element) -> int:
    return int(entry.get(ENTRY, ""))


def _is_free(rendered: RenderedDocument, page: int) -> bool:
    """Whether neither a note nor a float goes on to `page` from the page before, and it is in one page group at most.

    A run does not know the groups around its first element.
    """
    handed_on, broken = rendered.context.make_book_handed_on, rendered.context.make_book_broken
    groups = rendered.document.pages[page]._page_box.page_type.groups
    return not handed_on.get(page - 1) and page - 1 not in broken and len(groups) <= 1


def _mark_open(entry: ET.Element, parents: Mapping[ET.Element, ET.Element]) -> None:
    """Mark what `entry` stands in, and does not begin."""
    element, begins = entry, True
    while (parent := parents.get(element)) is not None and parent.tag != "body":
        begins = begins and parent[0] is element and not (parent.text or "").strip()
        if not begins:
            parent.set(CONTINUED, "")
        element = parent


def _lead_out(pages: list[Any]) -> None:
    """Let links to what was on the pages taken off lead out of the section layout."""
    here = {name for page in pages for name in page.anchors}
    for page in pages:
        for at, (kind, target, *rest) in enumerate(page.links):
            if kind == "internal" and target not in here:
                page.links[at] = ("external", ELSEWHERE + quote(target), *rest)
