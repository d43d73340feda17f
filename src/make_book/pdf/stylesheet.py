"""The print style sheet of one edition: its geometry as CSS, then the house's `print.css`, then the book's own."""

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
"""What `print.css` calls the text face, whichever it is."""
_DIGEST = re.compile(r"-([0-9a-f]{64})\.\w+\Z")
_BREAKS = {"recto": "right", "page": "page", "run-on": "auto"}
_BLACK = {"screen": "#000", "press": "device-cmyk(0 0 0 1)"}

_RUNNING = """@page episode:{side}, start-episode:{side} {{ @top-center {{ content: string({string}, first) }} }}
@page episode:nth(1 of episode), start-episode:nth(1 of start-episode) {{ @top-center {{ content: none }} }}"""
"""Where episodes run on, a page on which one begins keeps its running head; only the first has none."""

_GOES_ON = f"[{CONTINUES}]::before {{ content: none !important }}"
"""What only goes on from the run before has begun there."""

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
    edition: PdfEdition,
    page: PageGeometry,
    styles: Styles,
    faces: tuple[FontFace, ...],
    *,
    own: tuple[FontFace, ...] = (),
    counted: bool = False,
) -> tuple[StyleSheet, ...]:
    """Return the sheets that set `edition` on `page`.

    A book's `print.css` replaces make-book's; its `print-extra.css` is added after all others.

    The text is set in `faces`, the first that has a character; the book's `own` can be called by their names.
    With `counted` page references are counted by the layout engine, else the markup brings them.
    """
    main, *extra = (StyleSheet(css, f"styles/{name}") for name, css in styles.sheets("print.css"))
    return (
        StyleSheet("\n".join([*map(_face, dict.fromkeys((*faces, *own))), _geometry(edition, page, faces)])),
        main,
        StyleSheet(_settings(edition) + (_COUNTED if counted else "")),
        *extra,
    )


def font_files(faces: Iterable[FontFace]) -> dict[str, str]:
    """Return the font files by the name under which the style sheet asks for them.

    The name of a book's own says what is in the file: whatever is set with another file has another key.
    """
    return {_file_name(face): face.path for face in faces}


def load_fonts(files: Mapping[str, str]) -> dict[str, bytes]:
    """Return what is in the font `files`. Raise `BookError` (`PDF-008`) if it is not what their names say."""
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
    """Return what the sheet calls a face: the house's one name for its own, their own for those in reserve."""
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
    """Return the rules that the settings decide and a style sheet could not know."""
    rules = [f"section.episode {{ break-before: {_BREAKS[edition.openings]} }}", _GOES_ON]
    if edition.openings == "run-on":
        strings = {"left": "book", "right": "running"}
        rules += [_RUNNING.format(side=side, string=string) for side, string in strings.items()]
    if edition.contents in {"plain", "parts"}:
        rules.append(".contents-list .entry-detail { display: none }")
    if edition.contents == "parts":
        rules.append(".contents-list li.part > ol { display: none }")
    return "\n".join(rules)
