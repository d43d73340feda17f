"""Elements and pseudo-elements have the styles that WeasyPrint gives them, though rules are put together once."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint import css

from make_book.pdf.layout.fast_paths import cascading
from make_book.pdf.layout.layout_documents import make_tree
from pdf.quick import MARKUP, document, environment


def styles_of(style_for: Any, html: Any) -> list[Any]:
    """Return all that is known of the styles of elements and their pseudo-elements, and which of them share one."""
    pseudos = (None, "before", "after", "marker", "first-line", "first-letter", "footnote-call", "footnote-marker")
    found, seen = list[Any](), dict[int, int]()
    for element in html.etree_element.iter():
        for pseudo in pseudos:
            style = style_for(element, pseudo)
            values = None if style is None else [repr(style[name]) for name in css.INITIAL_VALUES if name != "page"]
            found.append((element.tag, pseudo, seen.setdefault(id(style), len(seen)), values))
    return found


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_elements_have_the_styles_that_weasyprint_gives_them(again: bool) -> None:
    context, _ = document()
    html = make_tree(MARKUP, environment().layout_style, {})
    told = list[list[Any]]()
    for begin in (cascading._init, cascading._own_init):
        style_for, targets = object.__new__(css.StyleFor), Anchors()
        begin(style_for, html, context.style_for._sheets, False, environment().fonts, targets)
        told.append([*styles_of(style_for, html), *targets.anchors])
    assert told[0] == told[1]
    assert {"s", "e"} <= {anchor for anchor in told[0] if isinstance(anchor, str)}


class Anchors:
    """Stands in for WeasyPrint's collector of targets."""

    def __init__(self) -> None:
        self.anchors: list[str] = []

    def collect_anchor(self, anchor: str) -> None:
        self.anchors.append(anchor)
