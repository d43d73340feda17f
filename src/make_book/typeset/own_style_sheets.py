"""A book's own style sheets: whether they are used, and whether they leave anything of make-book's."""

from __future__ import annotations

from collections.abc import Iterator

from make_book.css import declarations
from make_book.findings import Finding, Span
from make_book.style_files import Styles, shipped_sheet

_SHEETS = ("print.css", "epub.css", "epub-display.css")
_EXTRAS = ("print-extra.css", "epub-extra.css")
_LEAST = 0.4
"""A sheet that has fewer of our selectors than this share was not made from ours."""


def judge_style_sheets(styles: Styles) -> tuple[Finding, ...]:
    """Return a warning for each sheet of the book that is not used, and for each that replaces ours with little."""
    return (*_unused(styles), *_poor(styles))


def _unused(styles: Styles) -> Iterator[Finding]:
    for name in sorted(styles.own):
        if name.lower().endswith(".css") and name not in (*_SHEETS, *_EXTRAS):
            names = ", ".join((*_EXTRAS, *_SHEETS))
            yield Finding(
                "TYP-006", "this style sheet is not used", Span(f"styles/{name}"), (f"the names are: {names}",)
            )


def _poor(styles: Styles) -> Iterator[Finding]:
    for name in _SHEETS:
        if name not in styles.own:
            continue
        ours, own = _selectors(shipped_sheet(name)), _selectors(styles.text(name))
        if len(ours & own) < len(ours) * _LEAST:
            message = f"this sheet replaces all {len(ours)} rules of make-book's and has {len(ours & own)} of them"
            hints = (
                f"put a few rules into styles/{name.replace('.css', '-extra.css')}: it is added to make-book's sheet"
                if name != "epub-display.css"
                else "delete it to have make-book's sheet",
                f"or begin with a copy: make-book export-template {name}",
            )
            yield Finding("TYP-007", message, Span(f"styles/{name}", 1), hints)


def _selectors(css: str) -> set[str]:
    return {selector.strip() for one in declarations(css) for selector in one.around[-1:]}
