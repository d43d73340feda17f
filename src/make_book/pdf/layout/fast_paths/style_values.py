"""Values of styles that no rule names, without asking how rules would change them.

Replaced: `weasyprint.css.ComputedStyle.__missing__`.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

_own_missing = ComputedStyle.__missing__
_SPECIAL = frozenset({"float", "display", "position", "page"})
"""Properties whose values depend on others'."""
_INHERIT = object()


def install() -> None:
    """Put the replacement in place."""
    ComputedStyle.__missing__ = _missing


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
LOGICAL = frozenset(
    function(block="ttb", inline=inline) for function in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
)
"""Properties that are named by the flow."""


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
        known = style.make_book_logical = not LOGICAL.isdisjoint(style.cascaded)
    return known
