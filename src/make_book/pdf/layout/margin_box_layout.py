"""Lays out margin boxes: pages with the real `@page` rules of the edition, and without text.

Every page is made with the side, name, number and page groups that it has in the book, so the same rules match.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from weasyprint.layout import initialize_page_maker, layout_backgrounds, make_margin_boxes
from weasyprint.layout.page import PageType, make_page

from make_book.findings import Finding
from make_book.pdf.layout.font_subsetting import recording_fonts
from make_book.pdf.layout.fragment_extraction import ELSEWHERE, extract_fragment
from make_book.pdf.layout.layout_documents import (
    POINT,
    as_document,
    as_pdf,
    build,
    collecting_messages,
    make_tree,
    prepare_environment,
)
from make_book.pdf.layout.page_styles import PageStyleCache
from make_book.pdf.layout.patch_installation import replace_methods
from make_book.pdf.layout_inputs import BookPage, LayoutStyle, PageBatch
from make_book.pdf.print_markup import RUNNING
from make_book.pdf.section_layout import MarginBoxLayout, MarginBoxPage, RunningElement, pack, pack_fragment

_SIDES = ("top", "right", "bottom", "left")


def lay_out_margin_boxes(batch: PageBatch, layout_style: LayoutStyle) -> MarginBoxLayout:
    """Lay out the margin boxes of the pages of `batch`."""
    environment, findings = prepare_environment(layout_style), list[Finding]()
    html = make_tree("".join(_running_markup(batch)), layout_style, batch.images)
    _mark_outgoing_links(html.etree_element)
    with collecting_messages(findings):
        context, root_box = build(html, environment)
        content = _PageContent(batch, root_box)
        replace_methods(context, {"get_string_set_for": content.string, "get_running_element_for": content.element})
        initialize_page_maker(context, root_box)
        context.rendered_notes = []
        boxes = [_make_page(page, content, context, root_box, html) for page in batch.pages]
        pages, backgrounds = _separated(boxes)
        document = as_document([*boxes, *backgrounds], html, environment)
        for page in document.pages:
            page.links[:] = [link for link in page.links if layout_style.links and link[3].link]
            page.anchors.clear()
        with recording_fonts() as used:
            fragment = extract_fragment(as_pdf(document), tagged=False)
    return MarginBoxLayout(pack_fragment(fragment), pages, pack(used.values()), tuple(findings))


def _running_markup(batch: PageBatch) -> Iterator[str]:
    """Yield the markup of every running element once."""
    here = (element.markup for page in batch.pages for element in page.running)
    yield from dict.fromkeys([*batch.running.values(), *here])


def _mark_outgoing_links(root: ET.Element) -> None:
    for element in root.iter("a"):
        if element.get("href", "").startswith("#"):
            element.set("href", ELSEWHERE + element.get("href", "")[1:])


class _PageContent:
    """Named strings and running elements of page after page (CSS GCPM 3 §1.1.2, §1.2.3)."""

    def __init__(self, batch: PageBatch, root_box: Any) -> None:
        self._boxes = dict(zip(_running_markup(batch), _running_boxes(root_box), strict=False))
        self._strings = dict(batch.strings)
        self._elements = {name: self._boxes[markup] for name, markup in batch.running.items() if markup in self._boxes}
        self._page: BookPage | None = None
        self.page_count = batch.page_count
        self.page_styles = PageStyleCache(margins=True)

    def begin_page(self, page: BookPage) -> None:
        """Go on to the next `page`."""
        if self._page is not None:
            self._strings.update(self._page.strings)
            self._elements.update(
                {one.name: self._boxes[one.markup] for one in self._page.running if one.markup in self._boxes}
            )
        self._page = page

    def string(self, _page: Any, name: str, keyword: str = "first") -> tuple[str, ...]:
        """Do what `LayoutContext.get_string_set_for` does."""
        page = self._page
        here = tuple(text for key, text in page.strings if key == name) if page else ()
        starts = page is not None and name in page.starting
        return _chosen(here, self._strings.get(name), keyword, starts=starts)

    def element(self, _page: Any, name: str, keyword: str = "first") -> tuple[Any, ...]:
        """Do what `LayoutContext.get_running_element_for` does."""
        running: Sequence[RunningElement] = self._page.running if self._page else ()
        here = tuple(self._boxes[one.markup] for one in running if one.name == name and one.markup in self._boxes)
        return _chosen(here, self._elements.get(name), keyword, starts=False)


def _chosen(here: tuple[Any, ...], before: Any, keyword: str, *, starts: bool) -> tuple[Any, ...]:
    """Return what a margin box shows: of the values `here`, set on its page, and the last one set `before`."""
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
        if box.element is not None and box.element.get(RUNNING) is not None and box.is_running():
            yield box


def _make_page(page: BookPage, content: _PageContent, context: Any, root_box: Any, html: Any) -> Any:
    """Return the page box of `page` with its margin boxes and an empty text block.

    These are the steps of WeasyPrint's `remake_page` (see `patches.COPIED`).
    """
    content.begin_page(page)
    kind = PageType("right" if page.right else "left", page.blank, page.name, page.index, page.groups)
    content.page_styles.apply(kind, html, context.style_for)
    _, following, _, state, remake = context.page_maker[0]
    state = copy.deepcopy(state)
    state[1]["page"] = [page.number - 1]
    state[1]["pages"] = [content.page_count]
    context.page_maker[0] = (None, following, page.right, state, {**remake, "anchors": [], "content_lookups": []})
    box, _, _ = make_page(context, root_box.copy_with_children([]), kind, None, 1, state)
    root, _, footnote_area = box.children
    margins = make_margin_boxes(context, box, state)
    box.children = (root, *((footnote_area,) if footnote_area.children else ()), *margins)
    layout_backgrounds(box, context.get_image_from_uri)
    return box


def _separated(boxes: Sequence[Any]) -> tuple[tuple[MarginBoxPage, ...], list[Any]]:
    """Measure the page `boxes`, and move their backgrounds to pages of their own.

    In the book the text is painted over the background, and under the margin boxes.
    """
    pages, backgrounds = [], list[Any]()
    for box in boxes:
        background = None
        if _has_background(box):
            background = len(boxes) + len(backgrounds)
            backgrounds.append(box.copy_with_children([]))
        pages.append(_measured(box, background))
        if background is not None:
            _remove_background(box)
    return tuple(pages), backgrounds


def _remove_background(box: Any) -> None:
    """Remove background and borders of a page box; its size stays the same."""
    box.background = box.canvas_background = None
    for side in _SIDES:
        border = getattr(box, f"border_{side}_width")
        setattr(box, f"margin_{side}", getattr(box, f"margin_{side}") + border)
        setattr(box, f"border_{side}_width", 0)


def _measured(box: Any, background: int | None) -> MarginBoxPage:
    width, height = box.margin_width() * POINT, box.margin_height() * POINT
    return MarginBoxPage(
        size=(width, height),
        block=(
            box.content_box_x() * POINT,
            height - (box.content_box_y() + box.height) * POINT,
            box.width * POINT,
            box.height * POINT,
        ),
        background=background,
    )


def _has_background(box: Any) -> bool:
    backgrounds = [one for one in (box.background, box.canvas_background) if one]
    painted = any(one.color.alpha > 0 or any(layer.image for layer in one.layers) for one in backgrounds)
    return painted or bool(box.style["marks"]) or any(getattr(box, f"border_{side}_width") for side in _SIDES)
