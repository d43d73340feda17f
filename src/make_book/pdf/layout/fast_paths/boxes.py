"""Boxes: what does not depend on where they stand, worked out once for a style; nothing is asked that is settled.

Replaced: `weasyprint.layout.percent.resolve_percentages`, `weasyprint.layout.float.avoid_collisions`,
`weasyprint.layout.background.layout_box_backgrounds`, `weasyprint.text.line_break.strut`,
`weasyprint.formatting_structure.boxes.Box.is_in_normal_flow`, `.border_width`, `.border_height`, `.margin_width`,
`.margin_height`.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import background, percent
from weasyprint.layout import float as floats
from weasyprint.text import line_break

from make_book.pdf.layout.fast_paths.guard import replace, written_after
from make_book.pdf.layout.fast_paths.style_values import LOGICAL

_own_resolve = written_after(percent.resolve_percentages, "71673078096fcf87")
_own_avoid = written_after(floats.avoid_collisions, "5fc7793c573af328")
_own_backgrounds = written_after(background.layout_box_backgrounds, "617a870678c82755")
written_after(percent.resolve_radii_percentages, "4980b3798c671710")
_own_strut = written_after(line_break.strut, "b57885b70dd08efe")
written_after(Box.is_in_normal_flow, "5f49d6ab23da7e51")
written_after(Box.border_width, "3ee3e21e46d586ca")
written_after(Box.border_height, "a4ec4bd0cb844ee6")
written_after(Box.margin_width, "d60bf065482b80d5")
written_after(Box.margin_height, "2c8587a461512480")

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
"""Lengths of a box of which no rule says any."""
_SIZES = LOGICAL | {*_LENGTHS, *_BORDERS, *(name.replace("width", "style") for name in _BORDERS)}
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_BARE = {"background": None, **{f"border_{corner}_radius": (0, 0) for corner in _CORNERS}}
"""What a box has on whose ground nothing is drawn."""
_GROUNDS = frozenset(
    {"background_image", "background_color", "border_image_source", "mask_border_source", "box_shadow"}
    | {f"border_{corner}_radius" for corner in _CORNERS}
)
_FLOATS = ("left", "right", "inline-start", "inline-end", "footnote")


def install() -> None:
    """Put the replacements in place."""
    replace(_own_resolve, _resolve)
    replace(_own_avoid, _avoid)
    replace(_own_backgrounds, _backgrounds)
    replace(_own_strut, _strut)
    Box.is_in_normal_flow = _is_in_normal_flow
    Box.border_width, Box.border_height = _border_width, _border_height
    Box.margin_width, Box.margin_height = _margin_width, _margin_height


def _resolve(box: Any, containing_block: Any) -> None:
    """Give `box` its lengths; those of a style without percentages are the same in every containing block."""
    style = box.style
    used = style.__dict__.get("make_book_used")
    if used is None:
        used = style.make_book_used = _used(style)
    if used and isinstance(box, Box):
        box.__dict__.update(used)
    else:
        _own_resolve(box, containing_block)


def _used(style: Any) -> dict[str, Any]:
    """Return the lengths that every box of `style` has, by the names of its attributes; none if that depends."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return {}
    if _is_silent(style, _SIZES):
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


def _is_silent(style: Any, names: frozenset[str]) -> bool:
    """Whether no rule for `style` names one of these properties, and nobody has set one, or asked for it, yet."""
    if type(style) is AnonymousStyle:
        return names.isdisjoint(style.keys() - _BORDERS) and not any(map(style.__getitem__, _BORDERS))
    return type(style) is ComputedStyle and names.isdisjoint(style.cascaded) and names.isdisjoint(style)


def _backgrounds(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
    """Give `box` its grounds, and those in it; most have none."""
    if style is not None or box is page or not isinstance(box, Box) or not _is_bare(box.style):
        _own_backgrounds(page, box, get_image, layout_children, style)
        return
    box.__dict__.update(_BARE)
    if layout_children:
        for child in box.all_children():
            _backgrounds(page, child, get_image)


def _is_bare(style: Any) -> bool:
    """Whether a box of `style` has neither a ground nor round corners."""
    known: bool | None = style.__dict__.get("make_book_bare")
    if known is None:
        known = style.make_book_bare = style["visibility"] != "hidden" and (
            _is_silent(style, _GROUNDS) or _has_no_ground(style)
        )
    return known


def _has_no_ground(style: Any) -> bool:
    return (
        all((0, "px") in style[f"border_{corner}_radius"] for corner in _CORNERS)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and not any(kind == "url" or value for kind, value in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )


def _strut(style: Any) -> Any:
    """Return the height of a line of `style` and where its baseline is."""
    known = style.__dict__.get("make_book_strut")
    if known is None:
        known = style.make_book_strut = _own_strut(style)
    return known


def _avoid(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """Return where `box` stands and how much room it has; where nothing floats, that is all there is."""
    is_plain = type(box) is LineBox and box.style["float"] == "none" and containing_block.style["direction"] == "ltr"
    if outer or context.excluded_shapes or not is_plain:
        return _own_avoid(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, box.position_y + box.margin_top - box.margin_top, right - left


def _is_in_normal_flow(box: Any) -> bool:
    """Whether `box` is in normal flow."""
    style = box.style
    position = style["position"]
    if style["float"] in _FLOATS:
        return False
    return position not in ("absolute", "fixed") and position[0] not in ("running()", "note()")


def _border_width(box: Any) -> Any:
    return box.width + box.padding_left + box.padding_right + box.border_left_width + box.border_right_width


def _border_height(box: Any) -> Any:
    return box.height + box.padding_top + box.padding_bottom + box.border_top_width + box.border_bottom_width


def _margin_width(box: Any) -> Any:
    width = box.width + box.padding_left + box.padding_right + box.border_left_width + box.border_right_width
    return width + box.margin_left + box.margin_right


def _margin_height(box: Any) -> Any:
    height = box.height + box.padding_top + box.padding_bottom + box.border_top_width + box.border_bottom_width
    return height + box.margin_top + box.margin_bottom
