"""Types: the parts of a style that Pango needs. Pango's objects are made once for each type.

The property: if two styles agree in every property of `_ASKED`, Pango is asked for the same. A line that is not drawn
yet has no Pango layout; `wake` makes it if WeasyPrint's own function has to draw the line.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec
from weasyprint.layout import inline
from weasyprint.text import line_break

from make_book.pdf.layout.fast_paths.shaping import features_of, ffi, gobject, pango

_own_setup = line_break.Layout.setup
_own_reactivate = line_break.Layout.reactivate
_own_create = inline.create_layout

_gc, _unref = ffi.gc, gobject.g_object_unref
_new, _set_direction = pango.pango_layout_new, pango.pango_layout_set_auto_dir
_set_description, _set_attributes = pango.pango_layout_set_font_description, pango.pango_layout_set_attributes
_copy_attributes, _unref_attributes = pango.pango_attr_list_copy, pango.pango_attr_list_unref

_ASKED = (
    *("direction", "lang", "font_language_override", "font_family", "font_style", "font_stretch", "font_weight"),
    *("font_size", "font_variation_settings", "font_kerning", "font_variant_ligatures", "font_variant_position"),
    *("font_variant_caps", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "text_decoration_line", "tab_size", "letter_spacing", "word_spacing"),
    *("white_space", "overflow_wrap", "word_break", "hyphens", "hyphenate_character"),
    *("hyphenate_limit_chars", "hyphenate_limit_zone"),
)
"""The properties that decide how a text is shaped and where its lines may end. No other property does."""
_PLAIN = {
    "direction": ("ltr",),
    "letter_spacing": ("normal", 0),
    "word_spacing": (0,),
    "white_space": ("normal", "nowrap"),
    "overflow_wrap": ("normal", "break-word"),  # a line whose first word does not fit is left to WeasyPrint
    "word_break": ("normal",),
    "hyphens": ("none", "manual", "auto"),
}
_ENCODE = msgspec.msgpack.Encoder().encode


class Type:
    """Everything that Pango needs of a style for every line."""

    def __init__(self, style: Any) -> None:
        made = object.__new__(line_break.Layout)
        _own_setup(made, style)
        self.layout = made.layout
        """A Pango layout that WeasyPrint made; its parts are used for all others."""
        self.context = pango.pango_layout_get_context(self.layout)
        self.description = pango.pango_layout_get_font_description(self.layout)
        attributes = pango.pango_layout_get_attributes(self.layout)
        self.attributes = None if attributes == ffi.NULL else attributes
        self.measures = {name: value for name, value in vars(made).items() if name not in {"style", "layout"}}
        """Attributes that WeasyPrint keeps with it: the language, the positions of underlines and line-throughs."""
        self.idle = {name: value for name, value in self.measures.items() if name != "language"}
        self.features = features_of(style)
        self.shapers: dict[Any, Any] = {}
        """Shapers (`shaping`) by font and script."""
        self.heights: dict[int, tuple[float, float]] = {}
        """Height and baseline of a line by font."""
        self.widths: dict[str, int] = {}
        """Widths of hyphens."""
        self.fonts: dict[int, Any] = {}
        """Fonts as they are drawn (`drawing`), by the address of Pango's font."""
        self.size: float = style["font_size"]
        self.wraps: bool = style["white_space"] == "normal"
        self.plain = (
            self.size > 0
            and sys.byteorder == "little"
            and all(style[name] in values for name, values in _PLAIN.items())
        )
        """Whether only the font decides how wide a text is, and only its words decide where lines may end."""


def type_of(style: Any) -> Type:
    """Return the type of `style`; styles that agree share one."""
    known: Type | None = style.__dict__.get("make_book_type")
    if known is None:
        known = style.make_book_type = _find(style)
    return known


def _find(style: Any) -> Type:
    try:
        key = _ENCODE([style[name] for name in _ASKED])
    except TypeError:  # such as a sum that depends on the position
        return Type(style)
    types = style.font_config.__dict__.setdefault("make_book_types", {})
    if key not in types:
        types[key] = Type(style)
    found: Type = types[key]
    return found


def new_layout(type_: Type, attributes: Any) -> Any:
    """Return a Pango layout for texts of this type, with `attributes` if there are any."""
    layout = _gc(_new(type_.context), _unref)
    _set_direction(layout, False)
    _set_description(layout, type_.description)
    if attributes is not None:
        _set_attributes(layout, attributes)
    return layout


def idle_layout(type_: Type, text: str, max_width: float | None, spacing: float, found: Any = None) -> Any:
    """Return WeasyPrint's layout of a line without a Pango layout. This is all that is needed until the line is drawn.

    `found` is the measured text that the line is a part of, and its first byte in that.
    """
    layout = object.__new__(line_break.Layout)
    layout.__dict__.update(type_.idle, justification_spacing=spacing, max_width=max_width, text=text)
    layout.make_book_found = found
    return layout


def setup(layout: Any, style: Any) -> None:
    """Make a Pango layout from the parts of an earlier one of the same type."""
    type_ = type_of(style)
    layout.__dict__.update(type_.measures)
    layout.style = style
    attributes = type_.attributes
    if attributes is not None:  # a copy, because WeasyPrint adds attributes for each text
        attributes = _gc(_copy_attributes(attributes), _unref_attributes)
    layout.layout = new_layout(type_, attributes)


def create_layout(text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float) -> Any:
    """Return the layout of a justified line. WeasyPrint needs only its text until it is drawn."""
    if text == " " or "\n" in text:  # WeasyPrint changes such texts
        return _own_create(text, style, context, max_width, justification_spacing)
    return idle_layout(type_of(style), text, max_width, justification_spacing)


def reactivate(layout: Any, style: Any) -> None:
    """Only note the style.

    WeasyPrint makes a Pango layout here, for drawing the line. Our `draw_first_line` needs none, and calls `wake`
    before WeasyPrint draws a line itself. So this function needs that one in place (`Patch.needs`).
    """
    layout.style = style


def wake(layout: Any, style: Any) -> None:
    """Make the Pango layout of a line, which WeasyPrint's own function is going to draw."""
    _own_reactivate(layout, style)


def deactivate(layout: Any) -> None:
    """Drop the Pango layout, if there is one."""
    for name in ("layout", "language", "style"):
        layout.__dict__.pop(name, None)
