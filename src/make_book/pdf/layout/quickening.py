"""What WeasyPrint 70 works out over and over, worked out once: the same pages in less time.

Replaced: `weasyprint.css.ComputedStyle.__missing__`, `weasyprint.text.line_break.Layout.setup`. The module
cannot be imported when one of them is not there. A test compares pages set with and without it.
"""

from __future__ import annotations

import functools
from typing import Any

import msgspec
from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

ffi.cdef("""
    PangoAttrList * pango_attr_list_copy (PangoAttrList *list);
    PangoContext * pango_layout_get_context (PangoLayout *layout);
    const PangoFontDescription * pango_layout_get_font_description (PangoLayout *layout);
""")

_own_missing = ComputedStyle.__missing__
_own_setup = line_break.Layout.setup
_SPECIAL = frozenset({"float", "display", "position", "page"})
"""Properties whose values depend on others'."""
_INHERIT = object()


def _plain_values() -> dict[str, Any]:
    """Return the value that each property has where no rule names it, or `_INHERIT`; only where that is all."""
    plain: dict[str, Any] = {}
    for key, value in INITIAL_VALUES.items():
        if key in _SPECIAL or key.startswith("text_decoration_"):
            continue
        if key in INHERITED:
            plain[key] = _INHERIT
        elif key not in INITIAL_NOT_COMPUTED and not check_math(value):
            plain[key] = value
    return plain


_PLAIN = _plain_values()
_LOGICAL = {
    function(block="ttb", inline=inline) for function in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
}


@functools.cache
def quicken() -> None:
    """Put the replacements in place; once a process."""
    ComputedStyle.__missing__ = _missing
    line_break.Layout.setup = _setup


def _missing(style: Any, key: str) -> Any:
    """Return the value of a property that no rule names without asking how rules would change it."""
    if key in _PLAIN and key not in style.cascaded and not (key in PHYSICAL_FUNCTIONS and _is_logical(style)):
        value = _PLAIN[key]
        if value is not _INHERIT:
            style[key] = value
            return value
        if style.parent_style is not None:
            value = style[key] = style.parent_style[key]
            return value
    return _own_missing(style, key)


def _is_logical(style: Any) -> bool:
    """Whether a rule for `style` names a property by the flow (`margin-inline-start`)."""
    known: bool | None = style.__dict__.get("make_book_logical")
    if known is None:
        known = style.make_book_logical = not _LOGICAL.isdisjoint(style.cascaded)
    return known


class _Type(msgspec.Struct, frozen=True):
    """The type that a style asks for: what Pango needs of it for every line."""

    made: Any
    """A Pango layout of WeasyPrint's own making, whose parts are used again."""
    measures: dict[str, Any]
    """What WeasyPrint notes beside it: the language, where lines under and through the text go."""
    context: Any
    description: Any
    attributes: Any


def _setup(layout: Any, style: Any) -> None:
    """Make a Pango layout from the parts that an earlier one of the same style was made from."""
    type_ = style.__dict__.get("make_book_type")
    if type_ is None:
        type_ = style.make_book_type = _make_type(style)
    layout.__dict__.update(type_.measures)
    layout.style = style
    layout.layout = ffi.gc(pango.pango_layout_new(type_.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, type_.description)
    if type_.attributes is not None:
        attributes = ffi.gc(pango.pango_attr_list_copy(type_.attributes), pango.pango_attr_list_unref)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _make_type(style: Any) -> _Type:
    made = object.__new__(line_break.Layout)
    _own_setup(made, style)
    measures = {name: value for name, value in vars(made).items() if name not in {"style", "layout"}}
    attributes = pango.pango_layout_get_attributes(made.layout)
    return _Type(
        made.layout,
        measures,
        pango.pango_layout_get_context(made.layout),
        pango.pango_layout_get_font_description(made.layout),
        None if attributes == ffi.NULL else attributes,
    )
