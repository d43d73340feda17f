"""A book's own epub.css: what would fetch something or act stays out of the EPUB, with its line."""

from __future__ import annotations

from types import MappingProxyType

from make_book.epub.epub_edition import _sheet
from make_book.style_files import Styles


def test_rules_that_fetch_are_left_out_and_told_with_their_line() -> None:
    css = "p { color: red }\n@import url(https://x.example/a.css);\n"
    css += "q { background: url(https://x.example/a.png); top: 0 }\n"
    kept, findings = _sheet(Styles(MappingProxyType({"epub.css": css}), frozenset({"epub.css"})))
    assert "x.example" not in kept
    assert "color: red" in kept
    assert "top: 0" in kept
    assert [(finding.code, str(finding.span)) for finding in findings] == [
        ("TYP-005", "styles/epub.css:2"),
        ("TYP-005", "styles/epub.css:2"),
        ("TYP-005", "styles/epub.css:3"),
    ]


def test_a_harmless_sheet_stays_as_it_is() -> None:
    css = "p { color: red }"
    assert _sheet(Styles(MappingProxyType({"epub.css": css}), frozenset({"epub.css"}))) == (css, ())
