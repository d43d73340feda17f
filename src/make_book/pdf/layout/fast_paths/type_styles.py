"""The type that styles ask for: what Pango needs of it is made once, and layouts of lines only when they are looked at.

The property: two styles that agree in every property of `_ASKED` ask Pango for the same.
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
"""Properties that decide how a text is shaped and where its lines may end. What else a style asks for does neither."""
_PLAIN = {
    "direction": ("ltr",),
    "letter_spacing": ("normal", 0),
    "word_spacing": (0,),
    "white_space": ("normal", "nowrap"),
    "overflow_wrap": ("normal", "break-word"),
    "word_break": ("normal",),
    "hyphens": ("none", "manual", "auto"),
}
_ENCODE = msgspec.msgpack.Encoder().encode


class Type:
    """The type that a style asks for: what Pango needs of it for every line."""

    def __init__(self, style: Any) -> None:
        made = object.__new__(line_break.Layout)
        _own_setup(made, style)
        self.layout = made.layout
        """A Pango layout of WeasyPrint's own making, whose parts are used again."""
        self.context = pango.pango_layout_get_context(self.layout)
        self.description = pango.pango_layout_get_font_description(self.layout)
        attributes = pango.pango_layout_get_attributes(self.layout)
        self.attributes = None if attributes == ffi.NULL else attributes
        self.measures = {name: value for name, value in vars(made).items() if name not in {"style", "layout"}}
        """What WeasyPrint notes beside it: the language, where lines under and through the text go."""
        self.idle = {name: value for name, value in self.measures.items() if name != "language"}
        self.features = features_of(style)
        self.shapers: dict[Any, Any] = {}
        """HarfBuzz's, by font and script."""
        self.statures: dict[int, tuple[float, float]] = {}
        """Height and baseline of a line, by font."""
        self.widths: dict[str, int] = {}
        """Widths of hyphens."""
        self.fonts: dict[int, Any] = {}
        """What WeasyPrint knows of fonts, by Pango's."""
        self.size: float = style["font_size"]
        self.wraps: bool = style["white_space"] == "normal"
        self.plain = (
            self.size > 0
            and sys.byteorder == "little"
            and all(style[name] in values for name, values in _PLAIN.items())
        )
        """Whether nothing but the font decides how wide a text is, and nothing but its words where it is broken."""


def type_of(style: Any) -> Type:
    """Return the type of `style`; styles that ask for the same share one."""
    known: Type | None = style.__dict__.get("make_book_type")
    if known is None:
        known = style.make_book_type = _find(style)
    return known


def _find(style: Any) -> Type:
    try:
        key = _ENCODE([style[name] for name in _ASKED])
    except TypeError:  # a sum, say, that depends on where it stands
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
    """Return WeasyPrint's layout of a line as it is when nobody looks at it: its text, and nothing of Pango's.

    `found` is the measured text that the line is a part of, and the byte that it begins with.
    """
    layout = object.__new__(line_break.Layout)
    layout.__dict__.update(type_.idle, justification_spacing=spacing, max_width=max_width, text=text)
    layout.make_book_found = found
    return layout


def setup(layout: Any, style: Any) -> None:
    """Make a Pango layout from the parts that an earlier one of the same type was made from."""
    type_ = type_of(style)
    layout.__dict__.update(type_.measures)
    layout.style = style
    attributes = type_.attributes
    if attributes is not None:  # WeasyPrint adds its own for each text
        attributes = _gc(_copy_attributes(attributes), _unref_attributes)
    layout.layout = new_layout(type_, attributes)


def create_layout(text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float) -> Any:
    """Return the layout of a justified line, of which WeasyPrint keeps nothing but the text until it is drawn."""
    if text == " " or "\n" in text:  # other texts are left as they are
        return _own_create(text, style, context, max_width, justification_spacing)
    return idle_layout(type_of(style), text, max_width, justification_spacing)


def reactivate(layout: Any, style: Any) -> None:
    """Put off what is only needed when the line is not drawn from what is known (see `wake`)."""
    layout.style = style


def wake(layout: Any, style: Any) -> None:
    """Shape the line that WeasyPrint's own function is to draw."""
    _own_reactivate(layout, style)


def deactivate(layout: Any) -> None:
    """Forget what Pango made, if it has."""
    for name in ("layout", "language", "style"):
        layout.__dict__.pop(name, None)
