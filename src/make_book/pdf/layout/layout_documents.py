"""Documents for WeasyPrint: their tree, style sheets and fonts, and what WeasyPrint logs about them.

WeasyPrint gets a tree, not a string: its HTML parser is written in Python and takes ten times as long. It fetches
nothing: pictures and fonts come from memory. What it logs becomes findings.
"""

from __future__ import annotations

import logging
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import cssselect2
import msgspec
import weasyprint
import weasyprint.document
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.pdf import generate_pdf
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from make_book.findings import Finding, Span
from make_book.model import Image
from make_book.pdf.fragment import FontFragment
from make_book.pdf.layout.font_subsetting import finish_font
from make_book.pdf.layout.patch_installation import install
from make_book.pdf.layout.table_fitting import tighten, wide_tables
from make_book.pdf.layout_inputs import LayoutStyle
from make_book.pdf.section_layout import FontUse
from make_book.pdf.stylesheet import load_fonts
from make_book.xml_text import escape

POINT = 0.75
"""Points in a CSS pixel."""
_INSIDE = re.compile(r"(image/(?:png|jpeg|gif));base64,\s*(.*)", re.DOTALL | re.IGNORECASE)
"""An address that is a picture itself (RFC 2397), as drawings may hold."""
_PLACE = re.compile(r" at (\d+):(\d+)\b")
"""The line and column of a style sheet in WeasyPrint's messages."""


class LayoutEnvironment(msgspec.Struct, frozen=True):
    """Configured fonts and parsed style sheets, made once in a process for each layout style."""

    layout_style: LayoutStyle
    sheets: tuple[Any, ...]
    fonts: Any
    findings: tuple[Finding, ...]


_ENVIRONMENTS: dict[bytes, LayoutEnvironment] = {}


def prepare_environment(layout_style: LayoutStyle) -> LayoutEnvironment:
    """Return the environment of `layout_style`. Its findings about the style sheets are the same every time.

    Raise `BookError` (`PDF-008`) for a font of the book that was changed during the build.
    """
    key = msgspec.msgpack.encode(layout_style)
    if key not in _ENVIRONMENTS:
        install()
        fonts, findings = FontConfiguration(), list[Finding]()
        sheets, fetcher = [], _Memory({}, load_fonts(layout_style.fonts))
        for sheet in layout_style.sheets:
            with collecting_messages(findings, sheet.file):
                sheets.append(
                    weasyprint.CSS(string=sheet.css, font_config=fonts, url_fetcher=fetcher, base_url="book:")
                )
        _ENVIRONMENTS[key] = LayoutEnvironment(layout_style, tuple(sheets), fonts, tuple(findings))
    return _ENVIRONMENTS[key]


def subset_font(font: FontUse, layout_style: LayoutStyle) -> FontFragment:
    """Return the finished subset of `font`, as documents in `layout_style` use it."""
    return finish_font(font, prepare_environment(layout_style).fonts)


def make_tree(
    body: str, layout_style: LayoutStyle, images: Mapping[str, Image], *, verso: bool = False
) -> weasyprint.HTML:
    """Return a document with `body` (XHTML blocks). It begins on a recto, or on a `verso`."""
    side = ' style="break-before: left"' if verso else ""
    root = ET.fromstring(
        f'<html lang="{escape(layout_style.language)}"{side}><head><title/></head><body>{body}</body></html>'
    )
    name = root.find("head/title")
    if name is not None:
        name.text = layout_style.title
    html = weasyprint.HTML.__new__(weasyprint.HTML)
    html.base_url, html.url_fetcher, html.media_type = (
        "book:",
        _Memory({**layout_style.images, **images}, {}),
        "print",
    )
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


class RenderedDocument(msgspec.Struct, frozen=True):
    """A laid out document: WeasyPrint's own, and the context and boxes that it was made from."""

    document: Any
    context: Any
    root_box: Any
    wide: Mapping[ET.Element, float]
    """Tables that are wider than the text, and by how many CSS pixels."""


def build(html: weasyprint.HTML, environment: LayoutEnvironment) -> tuple[Any, Any]:
    """Return the layout context and the box tree of `html`, which is not laid out yet."""
    options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": list(environment.sheets)}
    styles = CounterStyle()
    context = Document._build_layout_context(html, environment.fonts, styles, {}, options)
    root_box = build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        styles,
        context.footnotes,
    )
    return context, root_box


def render(html: weasyprint.HTML, environment: LayoutEnvironment) -> RenderedDocument:
    """Lay out `html`, and again while a table that is too wide can be made smaller.

    These are the steps of `weasyprint.HTML.render`, which keeps neither context nor boxes (see `patches.COPIED`).
    """
    has_tables = next(html.etree_element.iter("table"), None) is not None
    while True:
        context, root_box = build(html, environment)
        pages = list(weasyprint.document.layout_document(html, root_box, context))
        wide = wide_tables(pages) if has_tables else {}
        if not tighten(wide):
            return RenderedDocument(as_document(pages, html, environment), context, root_box, wide)


def as_document(pages: Iterable[Any], html: weasyprint.HTML, environment: LayoutEnvironment) -> Any:
    """Return a document of the page boxes `pages`."""
    metadata = DocumentMetadata(**get_html_metadata(html))
    document = Document([Page(page) for page in pages], metadata, html.url_fetcher, environment.fonts, {}, None)
    document._html = html
    return document


def as_pdf(document: Any) -> Any:
    """Return the tagged PDF of `document` as pydyf objects."""
    return generate_pdf(document, None, 1, **{**weasyprint.DEFAULT_OPTIONS, "pdf_tags": True, "pdf_version": "1.7"})


class _Memory(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Serves pictures and fonts of the book, and refuses everything else."""

    def __init__(self, images: Mapping[str, Image], fonts: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("book", "font", "data"))
        self._images, self._fonts = images, fonts

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        scheme, _, name = url.partition(":")
        if scheme == "font" and name in self._fonts:
            return URLFetcherResponse(url, self._fonts[name], {"Content-Type": "font/ttf"})
        if scheme == "data" and (found := _INSIDE.match(name)):  # a picture inside a drawing; texts have none
            return URLFetcherResponse("book:", b64decode(found[2]), {"Content-Type": found[1]})
        image = self._images.get(unquote(name.lstrip("/")))
        if scheme != "book" or image is None:
            raise ValueError(f"not a part of this book: {url[:80]}")
        return URLFetcherResponse(url, image.data, {"Content-Type": image.media_type})


@contextmanager
def collecting_messages(findings: list[Finding], file: str | None = None) -> Iterator[None]:
    """Add what WeasyPrint logs to `findings`. While it parses a style sheet, `file` is the path of that."""

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg.startswith("Anchor defined twice"):
                return  # WeasyPrint builds the boxes of a note twice; ids are unique in the book
            code = "PDF-001" if record.levelno >= logging.ERROR else "PDF-002"
            findings.append(_finding(code, record.getMessage(), file))

    logger, handler = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates


def _finding(code: str, message: str, file: str | None) -> Finding:
    """Return `message` as a finding. If it names a place in the style sheet `file`, that becomes its span."""
    if file is None:
        return Finding(code, message)
    place = _PLACE.search(message)
    span = Span(file, int(place[1]), int(place[2])) if place else Span(file)
    return Finding(code, _PLACE.sub("", message, count=1), span)
