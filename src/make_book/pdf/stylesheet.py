"""The style sheets of a print edition: its fonts and geometry as CSS, `print.css`, and rules from its settings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from make_book.editions import PdfEdition
from make_book.findings import BookError, Finding, Span
from make_book.pdf.chunk_source import CONTINUES
from make_book.pdf.geometry import PageGeometry
from make_book.slugs import ascii_slug
from make_book.style_files import Styles
from make_book.typeset.fonts import FontFace, text_faces

FAMILY = "Book"
"""The name of the text font in `print.css`, whichever font it is."""
_DIGEST = re.compile(r"-([0-9a-f]{64})\.\w+\Z")
_BREAKS = {"recto": "right", "page": "page", "run-on": "auto"}
_BLACK = {"screen": "#000", "press": "device-cmyk(0 0 0 1)"}

_RUNNING = """@page episode:{side}, start-episode:{side} {{ @top-center {{ content: string({string}, first) }} }}
@page episode:nth(1 of episode), start-episode:nth(1 of start-episode) {{ @top-center {{ content: none }} }}"""
"""If episodes run on, a page on which one begins keeps its running head; only the first page has none."""

_CONTINUED = f"[{CONTINUES}]::before {{ content: none !important }}"
"""An element that continues from the chunk before had its `::before` there."""

_COUNTED = "\n".join(
    f"""
.contents-list book-page.{kind}::before {{
  content: leader("\\2002.") "\\2002" target-counter(attr(data-href), {counter}) }}
book-page.{kind}::before {{
  content: attr(data-before) target-counter(attr(data-href), {counter}) attr(data-after) }}"""
    for kind, counter in (("arabic", "page"), ("roman", "page, lower-roman"))
)


class StyleSheet(msgspec.Struct, frozen=True):
    """A style sheet; `file` is its path for findings, `None` if it is made from settings."""

    css: str
    file: str | None = None


def stylesheets(
    edition: PdfEdition,
    page: PageGeometry,
    styles: Styles,
    faces: tuple[FontFace, ...],
    *,
    own: tuple[FontFace, ...] = (),
    counted: bool = False,
) -> tuple[StyleSheet, ...]:
    """Return the style sheets of `edition` on `page`.

    A book's `print.css` replaces make-book's as a whole; its `print-extra.css` is added after all others.

    Each character of the text is set in the first of the `faces` that has it. The book's `own` fonts can be used by
    their names. If page references are `counted`, WeasyPrint counts them; else their labels are in the markup.
    """
    main, *extra = (StyleSheet(css, f"styles/{name}") for name, css in styles.sheets("print.css"))
    return (
        StyleSheet("\n".join([*map(_face, dict.fromkeys((*faces, *own))), _geometry(edition, page, faces)])),
        main,
        StyleSheet(_settings(edition) + (_COUNTED if counted else "")),
        *extra,
    )


def font_files(faces: Iterable[FontFace]) -> dict[str, str]:
    """Return the paths of the font files by the names that the style sheet uses.

    The name of a book's own font holds the digest of its file, so a layout with another file has another cache key.
    """
    return {_file_name(face): face.path for face in faces}


def load_fonts(files: Mapping[str, str]) -> dict[str, bytes]:
    """Return the bytes of the font `files`. Raise `BookError` (`PDF-008`) if a digest is not the one in the name."""
    fonts = {}
    for name, path in files.items():
        try:
            fonts[name] = Path(path).read_bytes()
        except OSError:
            fonts[name] = b""
        said = _DIGEST.search(name)
        if said and said[1] != hashlib.sha256(fonts[name]).hexdigest():
            message = "the font was changed while the book was made"
            raise BookError([Finding("PDF-008", message, Span(f"styles/fonts/{Path(path).name}"), ("build again",))])
    return fonts


def _file_name(face: FontFace) -> str:
    path = Path(face.path)
    if not face.digest:
        return path.name
    return f"{ascii_slug(path.stem)}-{face.digest}{path.suffix.lower()}"


def _face(face: FontFace) -> str:
    name = _file_name(face)
    return f'@font-face {{ font-family: {_family(face)}; font-style: {face.style}; src: url("font:{name}") }}'


def _family(face: FontFace) -> str:
    """Return the font family of a face in the style sheet: `FAMILY` for make-book's text font, else its own name."""
    return FAMILY if face in text_faces() else f'"{face.family}"'


def families(faces: Iterable[FontFace]) -> str:
    """Return `faces` as the value of `font-family`, in their order."""
    return ", ".join(dict.fromkeys(map(_family, faces)))


def _geometry(edition: PdfEdition, page: PageGeometry, faces: tuple[FontFace, ...]) -> str:
    trim = f"{page.trim.width.css} {page.trim.height.css}"
    head, inner, outer, foot = page.head.css, page.inner.css, page.outer.css, page.foot.css
    return f"""
:root {{ --black: {_BLACK[edition.profile]}; --lines: {page.lines} }}
@page {{ size: {trim} }}
@page :left {{ margin: {head} {inner} {foot} {outer} }}
@page :right {{ margin: {head} {outer} {foot} {inner} }}
html {{ font-family: {families(faces)}; font-size: {page.font_size.css}; line-height: {page.leading.css} }}
"""


def _settings(edition: PdfEdition) -> str:
    """Return the rules that depend on settings of the edition."""
    rules = [f"section.episode {{ break-before: {_BREAKS[edition.openings]} }}", _CONTINUED]
    if edition.openings == "run-on":
        strings = {"left": "book", "right": "running"}
        rules += [_RUNNING.format(side=side, string=string) for side, string in strings.items()]
    if edition.contents in {"plain", "parts"}:
        rules.append(".contents-list .entry-detail { display: none }")
    if edition.contents == "parts":
        rules.append(".contents-list li.part > ol { display: none }")
    return "\n".join(rules)
