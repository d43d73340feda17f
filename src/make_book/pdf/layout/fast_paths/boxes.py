"""Boxes: values that depend only on the style of a box, not on its position, are computed once for the style.

The property: no length of the style is a percentage, the style has no background, nothing floats beside the box. Each
function tests the part that it needs.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import background, percent
from weasyprint.layout import float as floats
from weasyprint.text import line_break

_own_resolve = percent.resolve_percentages
_own_avoid = floats.avoid_collisions
_own_backgrounds = background.layout_box_backgrounds
_own_strut = line_break.strut

LOGICAL = frozenset(
    function(block="ttb", inline=inline) for function in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
)
"""Logical properties (CSS Logical Properties 1)."""
_LENGTHS = (
    *("margin_left", "margin_right", "margin_top", "margin_bottom"),
    *("padding_left", "padding_right", "padding_top", "padding_bottom"),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")
_UNSIZED = {
    **dict.fromkeys((name for name in _LENGTHS if name.startswith(("margin", "padding", "min"))), 0),
    "width": "auto",
    "height": "auto",
    "max_width": inf,
    "max_height": inf,
    **dict.fromkeys(_BORDERS, 0),
}
"""Lengths of a box if no rule sets any."""
_SIZES = LOGICAL | {*_LENGTHS, *_BORDERS, *(name.replace("width", "style") for name in _BORDERS)}
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_NO_BACKGROUND = {"background": None, **{f"border_{corner}_radius": (0, 0) for corner in _CORNERS}}
"""The attributes of a box without a background."""
_BACKGROUNDS = frozenset(
    {"background_image", "background_color", "border_image_source", "mask_border_source", "box_shadow"}
    | {f"border_{corner}_radius" for corner in _CORNERS}
)
_FLOATS = ("left", "right", "inline-start", "inline-end", "footnote")


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the lengths of `box`. Without percentages they are the same in every containing block."""
    style = box.style
    used = style.__dict__.get("make_book_used")
    if used is None:
        used = style.make_book_used = _used(style)
    if used and isinstance(box, Box):
        box.__dict__.update(used)
    else:
        _own_resolve(box, containing_block)


def _used(style: Any) -> dict[str, Any]:
    """Return the lengths of all boxes of `style` by the names of the attributes; nothing if they depend on more."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return {}
    if _sets_none(style, _SIZES):
        return _UNSIZED
    used = {}
    for name in _LENGTHS:
        value = style[name]
        if value is None or value == "auto":
            used[name] = 0 if value == "auto" and name.startswith("min_") else value
        elif getattr(value, "unit", "%") == "%":
            return {}
        else:
            used[name] = value.value
    return used | {name: style[name] for name in _BORDERS}


def _sets_none(style: Any, names: frozenset[str]) -> bool:
    """Tell whether no rule for `style` sets one of these properties, and none has been set or computed so far."""
    if type(style) is AnonymousStyle:
        return names.isdisjoint(style.keys() - _BORDERS) and not any(map(style.__getitem__, _BORDERS))
    return type(style) is ComputedStyle and names.isdisjoint(style.cascaded) and names.isdisjoint(style)


def layout_box_backgrounds(
    page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Set the backgrounds of `box` and of the boxes in it; most have none."""
    if style is not None or box is page or not isinstance(box, Box) or not _has_no_background(box.style):
        _own_backgrounds(page, box, get_image, layout_children, style)
        return
    box.__dict__.update(_NO_BACKGROUND)
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image)


def _has_no_background(style: Any) -> bool:
    """Tell whether a box of `style` has neither a background nor round corners."""
    known: bool | None = style.__dict__.get("make_book_no_background")
    if known is None:
        known = style.make_book_no_background = style["visibility"] != "hidden" and (
            _sets_none(style, _BACKGROUNDS) or _draws_no_background(style)
        )
    return known


def _draws_no_background(style: Any) -> bool:
    return (
        all((0, "px") in style[f"border_{corner}_radius"] for corner in _CORNERS)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and not any(kind == "url" or value for kind, value in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )


def strut(style: Any) -> Any:
    """Return the height and the baseline of a line of `style`."""
    known = style.__dict__.get("make_book_strut")
    if known is None:
        known = style.make_book_strut = _own_strut(style)
    return known


def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """Return the position of `box` and the width available; without floats these are those of the containing block."""
    is_plain = type(box) is LineBox and box.style["float"] == "none" and containing_block.style["direction"] == "ltr"
    if outer or context.excluded_shapes or not is_plain:
        return _own_avoid(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, box.position_y + box.margin_top - box.margin_top, right - left


def is_in_normal_flow(box: Any) -> bool:
    """Tell whether `box` is in normal flow."""
    style = box.style
    position = style["position"]
    if style["float"] in _FLOATS:
        return False
    return position not in ("absolute", "fixed") and position[0] not in ("running()", "note()")


def border_width(box: Any) -> Any:
    """Return the width of the box with its borders: `Box.border_width`, without a call for each edge."""
    return box.width + box.padding_left + box.padding_right + box.border_left_width + box.border_right_width


def border_height(box: Any) -> Any:
    """Return the height of the box with its borders, likewise."""
    return box.height + box.padding_top + box.padding_bottom + box.border_top_width + box.border_bottom_width


def margin_width(box: Any) -> Any:
    """Return the width of the box with its margins, likewise."""
    width = box.width + box.padding_left + box.padding_right + box.border_left_width + box.border_right_width
    return width + box.margin_left + box.margin_right


def margin_height(box: Any) -> Any:
    """Return the height of the box with its margins, likewise."""
    height = box.height + box.padding_top + box.padding_bottom + box.border_top_width + box.border_bottom_width
    return height + box.margin_top + box.margin_bottom
