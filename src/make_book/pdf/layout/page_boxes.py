"""Reads the boxes of laid-out pages: what is on a page, and which rule ended it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint.formatting_structure import boxes

from make_book.pdf.layout.layout_documents import POINT, prepare_environment
from make_book.pdf.layout.section_rendering import render_unit
from make_book.pdf.layout_inputs import LayoutStyle, LayoutUnit
from make_book.pdf.page_description import DescribedBox, DescribedPage

_FORCED = frozenset({"page", "left", "right", "recto", "verso", "always"})
_TOLERANCE = 0.05
"""CSS pixels."""


def describe_pages(unit: LayoutUnit, layout_style: LayoutStyle, section: str) -> tuple[tuple[int, DescribedPage], ...]:
    """Lay out `unit` again; return those of its pages that show the section of this id, by their index in the unit."""
    rendered, root = render_unit(unit, prepare_environment(layout_style))
    inside = {inner for element in root.iter("section") if element.get("id") == section for inner in element.iter()}
    pages = [page._page_box for page in rendered.document.pages]
    return tuple(
        (at, _describe(at, pages, rendered.context))
        for at, page in enumerate(pages)
        if any(leaf.element in inside for leaf in _leaves(page.children[0]))
    )


def _describe(at: int, pages: Sequence[Any], context: Any) -> DescribedPage:
    page = pages[at]
    notes = [leaf for area in _note_areas(page) for note in area.children for leaf in _leaves(note)]
    return DescribedPage(
        name=page.page_type.name,
        blank=page.page_type.blank,
        width=_points(page.width),
        height=_points(page.height),
        boxes=tuple(_box(leaf, page) for leaf in _leaves(page.children[0])),
        notes=tuple(_box(leaf, page) for leaf in notes),
        room=_points(_room(page)),
        end=_end(at, pages, context),
    )


def _box(leaf: Any, page: Any) -> DescribedBox:
    lines = _line_boxes(leaf)
    texts = tuple(map(_text, lines)) if lines else tuple(filter(None, (_text(leaf),)))
    top = leaf.position_y
    return DescribedBox(_name(leaf), _points(top - page.content_box_y()), _points(_bottom(leaf) - top), texts)


def _line_boxes(box: Any) -> list[Any]:
    return [child for child in getattr(box, "children", ()) if isinstance(child, boxes.LineBox)]


def _bottom(leaf: Any) -> float:
    """Return where `leaf` ends; a block that goes on on the next page fills this one, but its lines need not."""
    lines = _line_boxes(leaf)
    whole = leaf.position_y + leaf.margin_height()
    return float(min(whole, lines[-1].position_y + lines[-1].height) if lines and _goes_on(leaf) else whole)


def _goes_on(leaf: Any) -> bool:
    """Tell whether `leaf` has more lines on another page: WeasyPrint then takes its lower edge away."""
    return "bottom" in getattr(leaf, "remove_decoration_sides", ())


def _leaves(box: Any) -> Iterator[Any]:
    """Yield the blocks in the flow that hold lines, the rows of tables, and pictures, in the order of the page."""
    children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow() or child.is_floated()]
    is_leaf = not children or isinstance(box, boxes.TableRowBox | boxes.ReplacedBox)
    if is_leaf or any(isinstance(child, boxes.LineBox) for child in children):
        yield box
        return
    for child in children:
        yield from _leaves(child)


def _firsts(box: Any) -> Iterator[Any]:
    """Yield the first box in the flow of `box`, the first in that, and so on."""
    while (inner := next((one for one in getattr(box, "children", ()) if one.is_in_normal_flow()), None)) is not None:
        yield inner
        box = inner


def _lasts(box: Any) -> Iterator[Any]:
    """Yield the last box in the flow of `box`, the last in that, and so on."""
    flow = [one for one in getattr(box, "children", ()) if one.is_in_normal_flow()]
    while flow:
        yield flow[-1]
        flow = [one for one in getattr(flow[-1], "children", ()) if one.is_in_normal_flow()]


def _note_areas(page: Any) -> list[Any]:
    return [child for child in page.children if isinstance(child, boxes.FootnoteAreaBox)]


def _room(page: Any) -> float:
    """Return the height between the last box in the flow and the notes, or the foot of the text block."""
    foot = page.content_box_y() + page.height - sum(area.margin_height() for area in _note_areas(page))
    leaves = list(_leaves(page.children[0]))
    last = max(map(_bottom, leaves), default=page.content_box_y())
    # What follows begins under the margins of all boxes that end with the last one (a figure around its caption).
    margins = [box.position_y + box.margin_height() for box in _lasts(page.children[0]) if not _goes_on(box)]
    return float(foot - max([last, *(edge for edge in margins if edge <= foot)]))


def _end(at: int, pages: Sequence[Any], context: Any) -> str:
    """Say why page `at` ends where it does."""
    if at + 1 == len(pages):
        return "the text ends here"
    page, following = pages[at], pages[at + 1]
    asked = context.page_maker[at + 1][1]
    if following.page_type.blank:
        return f"a blank page follows, so that what comes next begins on its side (break: {asked['break']})"
    if asked["break"] != "any":
        return _forced(page, following)
    if asked["page"] and asked["page"] != page.page_type.name:
        return f"what follows is on pages named {asked['page']}"
    return _unforced(page, following)


def _forced(page: Any, following: Any) -> str:
    for box in _firsts(following.children[0]):
        if box.style["break_before"] in _FORCED:
            return f"a break is asked for before {_name(box)} (break-before: {box.style['break_before']})"
    for box in _lasts(page.children[0]):
        if box.style["break_after"] in _FORCED:
            return f"a break is asked for after {_name(box)} (break-after: {box.style['break_after']})"
    return "a break is asked for"


def _unforced(page: Any, following: Any) -> str:
    """Say which rule moved what follows to the next page, or that it has no room."""
    leaves = list(_leaves(following.children[0]))
    if not leaves:
        return "nothing follows but notes"
    first, room = leaves[0], _room(page)
    line = next(iter(_line_boxes(first)), first)
    need = line.margin_height() if line is first else line.height
    goes_on = any(leaf.element is first.element for leaf in _leaves(page.children[0]))
    what = "line" if isinstance(line, boxes.LineBox) else "picture or row"
    size = f"{_points(room):.1f} pt are left, the next {what} needs {_points(need):.1f} pt"
    if room + _TOLERANCE < need:
        return f"the page is full: {size}"
    reason = _continued(first) if goes_on else _moved(following, leaves, room)
    reason = reason or _note(_moved_together(first, goes_on=goes_on), following)
    return f"{reason or 'WeasyPrint broke here, and no rule says why'}; {size}"


def _moved_together(first: Any, *, goes_on: bool) -> list[Any]:
    """Return the lines that moved with the first one: that alone where `first` goes on, else what stays whole."""
    lines = _line_boxes(first) or [first]
    if goes_on:
        return lines[:1]
    # A short paragraph cannot be divided, so a note called in any of its lines moves them all.
    undivided = int(first.style["orphans"]) + int(first.style["widows"])
    return lines if len(lines) <= undivided else lines[: int(first.style["orphans"])]


def _continued(first: Any) -> str:
    """Say why a paragraph leaves a line more than it must to the next page."""
    lines = len(_line_boxes(first))
    widows = int(first.style["widows"])
    return f"{widows} lines of {_name(first)} must begin a page (widows: {widows})" if lines <= widows else ""


def _moved(following: Any, leaves: Sequence[Any], room: float) -> str:
    """Say why what begins the next page did not begin at the foot of this one."""
    for box in _firsts(following.children[0]):
        height = box.position_y + box.margin_height() - following.content_box_y()
        if box.style["break_inside"] == "avoid" and height > room + _TOLERANCE:
            return f"{_name(box)} is kept whole and needs {_points(height):.1f} pt (break-inside: avoid)"
        if box.style["break_after"] == "avoid":
            return f"{_name(box)} stays with what follows it (break-after: avoid)"
    first = leaves[0]
    if len(leaves) > 1 and leaves[1].style["break_before"] == "avoid":
        return f"{_name(leaves[1])} stays with {_name(first)} before it (break-before: avoid)"
    lines = _line_boxes(first)
    orphans = int(first.style["orphans"])
    least = lines[: min(orphans, len(lines))]
    if len(least) > 1 and sum(line.height for line in least) > room + _TOLERANCE:
        return f"{len(least)} lines of {_name(first)} must end a page (orphans: {orphans})"
    widows = int(first.style["widows"])
    if 1 < len(lines) < orphans + widows and sum(line.height for line in lines) > room + _TOLERANCE:
        return f"{len(lines)} lines of {_name(first)} cannot be parted (orphans: {orphans}, widows: {widows})"
    return ""


def _note(lines: Sequence[Any], following: Any) -> str:
    """Say whether one of the next lines calls a note that had no room here."""
    notes = {note.element for area in _note_areas(following) for note in area.children}
    for number, line in enumerate(lines):
        for box in line.descendants() if hasattr(line, "descendants") else ():
            if (box.element_tag or "").endswith("::footnote-call") and box.element in notes:
                which = "the next line calls" if number == 0 else "what cannot be divided from the next line calls"
                return f"{which} note {box.element.get('data-label', '')}, which has no room at the foot"
    return ""


def _name(box: Any) -> str:
    """Return the element of `box` as a selector, with `::before` and its like."""
    element = box.element
    if element is None:
        return "anonymous box"
    classes = "".join(f".{name}" for name in element.get("class", "").split())
    return f"{box.element_tag or element.tag}{classes}{'#' + element.get('id') if element.get('id') else ''}"


def _text(box: Any) -> str:
    if isinstance(box, boxes.TextBox):
        return str(box.text)
    return "".join(map(_text, getattr(box, "children", ())))


def _points(length: float) -> float:
    return round(float(length) * POINT, 3)
