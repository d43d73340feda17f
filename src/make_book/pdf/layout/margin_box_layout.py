"""The margin boxes's pages: running heads, folios and grounds, with the edition's real `@page` rules and no text.

Nothing is flowed: every page is told its side, name, number and groups, so rules match as in one whole document.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from weasyprint.layout import initialize_page_maker, layout_backgrounds, make_margin_boxes
from weasyprint.layout.page import PageType, make_page

from make_book.findings import Finding
from make_book.pdf.layout.font_subsetting import noting_fonts
from make_book.pdf.layout.fragment_extraction import ELSEWHERE, extract_fragment
from make_book.pdf.layout.layout_documents import (
    POINT,
    as_document,
    as_pdf,
    build,
    listening,
    make_tree,
    prepare_environment,
)
from make_book.pdf.layout.page_styles import PageStyleCache
from make_book.pdf.layout.patch_installation import replace_methods
from make_book.pdf.layout_inputs import BookPage, LayoutStyle, PageBatch
from make_book.pdf.section_layout import MarginBoxLayout, MarginBoxPage, RunningElement, pack, pack_fragment

_RUNS = "data-runs"
_SIDES = ("top", "right", "bottom", "left")


def lay_out_margin_boxes(batch: PageBatch, layout_style: LayoutStyle) -> MarginBoxLayout:
    """Set the margin boxes of the pages of `page batch`."""
    environment, findings = prepare_environment(layout_style), list[Finding]()
    html = make_tree("".join(_sources(batch)), layout_style, batch.images)
    _lead_out(html.etree_element)
    with listening(findings):
        context, root_box = build(html, environment)
        standing = _Standing(batch, root_box)
        replace_methods(context, {"get_string_set_for": standing.string, "get_running_element_for": standing.element})
        initialize_page_maker(context, root_box)
        context.rendered_notes = []
        sheets = [_page(head, standing, context, root_box, html) for head in batch.heads]
        pages, grounds = _parted(sheets)
        document = as_document([*sheets, *grounds], html, environment)
        for page in document.pages:
            page.links[:] = [link for link in page.links if layout_style.links and link[3].link]
            page.anchors.clear()
        with noting_fonts() as used:
            fragment = extract_fragment(as_pdf(document), tagged=False)
    return MarginBoxLayout(pack_fragment(fragment), pages, pack(used.values()), tuple(findings))


def _sources(batch: PageBatch) -> Iterator[str]:
    """Yield the markup of every running element once."""
    yield from dict.fromkeys([*batch.running.values(), *(r.markup for head in batch.heads for r in head.running)])


def _lead_out(root: ET.Element) -> None:
    for element in root.iter("a"):
        if element.get("href", "").startswith("#"):
            element.set("href", ELSEWHERE + element.get("href", "")[1:])


class _Standing:
    """What stands in strings and running elements, page after page (CSS GCPM 3 §1.1.2, §1.2.3)."""

    def __init__(self, batch: PageBatch, root_box: Any) -> None:
        self._boxes = dict(zip(_sources(batch), _running_boxes(root_box), strict=False))
        self._strings = dict(batch.strings)
        self._elements = {name: self._boxes[markup] for name, markup in batch.running.items() if markup in self._boxes}
        self._head: BookPage | None = None
        self.pages = batch.pages
        self.page_styles = PageStyleCache(margins=True)

    def turn(self, head: BookPage) -> None:
        """Go on to the page of `head`."""
        if self._head is not None:
            self._strings.update(self._head.strings)
            self._elements.update(
                {r.name: self._boxes[r.markup] for r in self._head.running if r.markup in self._boxes}
            )
        self._head = head

    def string(self, _page: Any, name: str, keyword: str = "first") -> tuple[str, ...]:
        """Stand in for `LayoutContext.get_string_set_for`."""
        head = self._head
        here = tuple(text for key, text in head.strings if key == name) if head else ()
        starts = head is not None and name in head.starting
        return _chosen(here, self._strings.get(name), keyword, starts=starts)

    def element(self, _page: Any, name: str, keyword: str = "first") -> tuple[Any, ...]:
        """Stand in for `LayoutContext.get_running_element_for`."""
        running: Sequence[RunningElement] = self._head.running if self._head else ()
        here = tuple(self._boxes[r.markup] for r in running if r.name == name and r.markup in self._boxes)
        return _chosen(here, self._elements.get(name), keyword, starts=False)


def _chosen(here: tuple[Any, ...], before: Any, keyword: str, *, starts: bool) -> tuple[Any, ...]:
    """Return what a margin shows of the values `here`, set on this page, and the last one set before."""
    if keyword == "all-once":
        return here
    if here and keyword == "first-except":
        return ()
    if here and (keyword == "first" or (keyword == "start" and starts)):
        return here[:1]
    if here and keyword == "last":
        return here[-1:]
    return () if before is None else (before,)


def _running_boxes(root_box: Any) -> Iterator[Any]:
    for box in root_box.descendants():
        if box.element is not None and box.element.get(_RUNS) is not None and box.is_running():
            yield box


def _page(head: BookPage, standing: _Standing, context: Any, root_box: Any, html: Any) -> Any:
    """Return the page of `head` with its margins, and nothing in its text block."""
    standing.turn(head)
    kind = PageType("right" if head.right else "left", head.blank, head.name, head.index, head.groups)
    standing.page_styles.apply(kind, html, context.style_for)
    _, following, _, state, remake = context.page_maker[0]
    state = copy.deepcopy(state)
    state[1]["page"] = [head.number - 1]
    state[1]["pages"] = [standing.pages]
    context.page_maker[0] = (None, following, head.right, state, {**remake, "anchors": [], "content_lookups": []})
    page, _, _ = make_page(context, root_box.copy_with_children([]), kind, None, 1, state)
    root, _, note_area = page.children
    margins = make_margin_boxes(context, page, state)
    page.children = (root, *((note_area,) if note_area.children else ()), *margins)
    layout_backgrounds(page, context.get_image_from_uri)
    return page


def _parted(sheets: Sequence[Any]) -> tuple[tuple[MarginBoxPage, ...], list[Any]]:
    """Measure `sheets`, and take their grounds off them: text is printed on the ones, before the others."""
    pages, grounds = [], list[Any]()
    for sheet in sheets:
        ground = None
        if _has_ground(sheet):
            ground = len(sheets) + len(grounds)
            grounds.append(sheet.copy_with_children([]))
        pages.append(_measured(sheet, ground))
        if ground is not None:
            _bare(sheet)
    return tuple(pages), grounds


def _bare(sheet: Any) -> None:
    """Leave nothing of a page but its margin boxes, at the size it has."""
    sheet.background = sheet.canvas_background = None
    for side in _SIDES:
        border = getattr(sheet, f"border_{side}_width")
        setattr(sheet, f"margin_{side}", getattr(sheet, f"margin_{side}") + border)
        setattr(sheet, f"border_{side}_width", 0)


def _measured(box: Any, ground: int | None) -> MarginBoxPage:
    width, height = box.margin_width() * POINT, box.margin_height() * POINT
    return MarginBoxPage(
        size=(width, height),
        block=(
            box.content_box_x() * POINT,
            height - (box.content_box_y() + box.height) * POINT,
            box.width * POINT,
            box.height * POINT,
        ),
        ground=ground,
    )


def _has_ground(box: Any) -> bool:
    grounds = [ground for ground in (box.background, box.canvas_background) if ground]
    painted = any(ground.color.alpha > 0 or any(layer.image for layer in ground.layers) for ground in grounds)
    return painted or bool(box.style["marks"]) or any(getattr(box, f"border_{side}_width") for side in _SIDES)
