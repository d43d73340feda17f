"""The end of a run: where the copy has to go on, and what it then stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

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
    heads = _heads(pages)
    # What comes after a break decides where it is: a page that is whole must follow.
    may_end = range(1, len(pages) - 1)
    last = next((at for at in reversed(may_end) if heads[at] is not None and _is_free(rendered, at)), 0)
    entry = heads[last]
    if not last or entry is None:
        return None
    groups = pages[last]._page_box.page_type.groups
    del pages[last:]
    _mark_open(entry, {child: parent for parent in root.iter() for child in parent})
    _lead_out(pages)
    asked = rendered.context.page_maker[last][1]
    return Following(int(entry.get(ENTRY, "")), asked["break"] != "any" or bool(asked["page"]), groups)


def _heads(pages: list[Any]) -> list[ET.Element | None]:
    """Return the entry that each page begins with, `None` where it begins within one."""
    heads: list[ET.Element | None] = []
    seen: set[ET.Element] = set()
    for page in pages:
        first = [box.element for box in _firsts(page._page_box) if _is_entry(box)]
        heads.append(first[-1] if first and first[-1] not in seen else None)
        seen.update(box.element for box in page._page_box.descendants() if _is_entry(box))
    return heads


def _firsts(box: Any) -> Iterator[Any]:
    """Yield the first box in the flow of `box`, the first in that, and so on."""
    while (inner := next((one for one in getattr(box, "children", ()) if one.is_in_normal_flow()), None)) is not None:
        yield inner
        box = inner


def _is_entry(box: Any) -> bool:
    return box.element is not None and box.element.get(ENTRY) is not None


def _is_free(rendered: Rendered, page: int) -> bool:
    """Whether no note was handed on to `page` from the page before."""
    return not rendered.context.make_book_handed_on.get(page - 1)


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
