"""The print style sheet of one edition: its geometry as CSS, then the house's `print.css`, then the book's own."""

from __future__ import annotations

from pathlib import Path

import msgspec

from make_book.editions import PdfEdition
from make_book.house import Styles
from make_book.pdf.geometry import Page
from make_book.typeset.fonts import FontFace, house_faces

FAMILY = "Book"
"""What `print.css` calls the text face, whichever it is."""
_BREAKS = {"recto": "right", "page": "page", "run-on": "auto"}
_BLACK = {"screen": "#000", "press": "device-cmyk(0 0 0 1)"}

_RUNNING = """@page episode:{side}, start-episode:{side} {{ @top-center {{ content: string({string}, first) }} }}
@page episode:nth(1 of episode), start-episode:nth(1 of start-episode) {{ @top-center {{ content: none }} }}"""
"""Where episodes run on, a page on which one begins keeps its running head; only the first has none."""

_COUNTED = "\n".join(
    f"""
.contents-list book-page.{kind}::before {{
  content: leader("\\2002.") "\\2002" target-counter(attr(data-href), {counter}) }}
book-page.{kind}::before {{
  content: attr(data-before) target-counter(attr(data-href), {counter}) attr(data-after) }}"""
    for kind, counter in (("arabic", "page"), ("roman", "page, lower-roman"))
)


class StyleSheet(msgspec.Struct, frozen=True):
    """One sheet of the cascade; `file` is where its author finds it, `None` for rules made from settings."""

    css: str
    file: str | None = None


def stylesheets(
    edition: PdfEdition, page: Page, styles: Styles, faces: tuple[FontFace, ...], *, counted: bool = False
) -> tuple[StyleSheet, ...]:
    """Return the sheets that set `edition` on `page`. `print.css` of a book replaces the house's whole.

    With `counted` page references are counted by the layout engine, else the markup brings them.
    """
    return (
        StyleSheet("\n".join([*map(_face, faces), _geometry(edition, page, faces)])),
        StyleSheet(styles.text("print.css"), "styles/print.css"),
        StyleSheet(_settings(edition) + (_COUNTED if counted else "")),
    )


def font_files(faces: tuple[FontFace, ...]) -> dict[str, str]:
    """Return the font files by the name under which the style sheet asks for them."""
    return {Path(face.path).name: face.path for face in faces}


def _face(face: FontFace) -> str:
    name = Path(face.path).name
    return f'@font-face {{ font-family: {_family(face)}; font-style: {face.style}; src: url("font:{name}") }}'


def _family(face: FontFace) -> str:
    """Return what the sheet calls a face: the house's one name for its own, their own for those in reserve."""
    return FAMILY if face in house_faces() else f'"{face.family}"'


def _geometry(edition: PdfEdition, page: Page, faces: tuple[FontFace, ...]) -> str:
    trim = f"{page.trim.width.css} {page.trim.height.css}"
    families = ", ".join(dict.fromkeys(map(_family, faces)))
    head, inner, outer, foot = page.head.css, page.inner.css, page.outer.css, page.foot.css
    return f"""
:root {{ --black: {_BLACK[edition.profile]}; --lines: {page.lines} }}
@page {{ size: {trim} }}
@page :left {{ margin: {head} {inner} {foot} {outer} }}
@page :right {{ margin: {head} {outer} {foot} {inner} }}
html {{ font-family: {families}; font-size: {page.font_size.css}; line-height: {page.leading.css} }}
"""


def _settings(edition: PdfEdition) -> str:
    """Return the rules that the settings decide and a style sheet could not know."""
    rules = [f"section.episode {{ break-before: {_BREAKS[edition.openings]} }}"]
    if edition.openings == "run-on":
        strings = {"left": "book", "right": "running"}
        rules += [_RUNNING.format(side=side, string=string) for side, string in strings.items()]
    if edition.contents in {"plain", "parts"}:
        rules.append(".contents-list .entry-detail { display: none }")
    if edition.contents == "parts":
        rules.append(".contents-list li.part > ol { display: none }")
    return "\n".join(rules)
