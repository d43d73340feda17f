"""What every document that WeasyPrint lays out needs: a tree, a fetcher, type and sheets, an ear for what it says.

WeasyPrint is given a tree, not a string: its HTML parser is written in Python and takes longer than ours by
an order. It fetches nothing: pictures and fonts come from memory. What it logs becomes findings.
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
from make_book.pdf.layout.font_subsetting import make_font
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
"""How WeasyPrint says where in a style sheet it stumbles: line and column."""


class LayoutEnvironment(msgspec.Struct, frozen=True):
    """A compositor's desk: fonts configured and sheets read, once in a process for every layout style."""

    layout_style: LayoutStyle
    sheets: tuple[Any, ...]
    fonts: Any
    findings: tuple[Finding, ...]


_ENVIRONMENTS: dict[bytes, LayoutEnvironment] = {}


def prepare_environment(layout_style: LayoutStyle) -> LayoutEnvironment:
    """Return the desk for `layout_style`; what it says about the sheets is the same every time.

    Raise `BookError` (`PDF-008`) for a font of the book that was changed meanwhile.
    """
    key = msgspec.msgpack.encode(layout_style)
    if key not in _ENVIRONMENTS:
        install()
        fonts, findings = FontConfiguration(), list[Finding]()
        sheets, fetcher = [], _Memory({}, load_fonts(layout_style.fonts))
        for sheet in layout_style.sheets:
            with listening(findings, sheet.file):
                sheets.append(
                    weasyprint.CSS(string=sheet.css, font_config=fonts, url_fetcher=fetcher, base_url="book:")
                )
        _ENVIRONMENTS[key] = LayoutEnvironment(layout_style, tuple(sheets), fonts, tuple(findings))
    return _ENVIRONMENTS[key]


def subset_font(font: FontUse, layout_style: LayoutStyle) -> FontFragment:
    """Return `font`, as documents in `layout_style` use it, finished."""
    return make_font(font, prepare_environment(layout_style).fonts)


def make_tree(
    body: str, layout_style: LayoutStyle, images: Mapping[str, Image], *, verso: bool = False
) -> weasyprint.HTML:
    """Return the document that holds `body` (XHTML blocks); it begins on a recto, or on a `verso`."""
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
    """A document laid out: WeasyPrint's own document, and what it was made from."""

    document: Any
    context: Any
    root_box: Any
    wide: Mapping[ET.Element, float]
    """Tables that are wider than the text, and by how many CSS pixels."""


def build(html: weasyprint.HTML, environment: LayoutEnvironment) -> tuple[Any, Any]:
    """Return the layout context and the boxes of `html`, not laid out yet."""
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
    """Lay out `html`, as `weasyprint.HTML.render` does, and keep what it throws away; again for tables too wide."""
    has_tables = next(html.etree_element.iter("table"), None) is not None
    while True:
        context, root_box = build(html, environment)
        pages = list(weasyprint.document.layout_document(html, root_box, context))
        wide = wide_tables(pages) if has_tables else {}
        if not tighten(wide):
            return RenderedDocument(as_document(pages, html, environment), context, root_box, wide)


def as_document(pages: Iterable[Any], html: weasyprint.HTML, environment: LayoutEnvironment) -> Any:
    """Return laid out page boxes as a document that can be written."""
    metadata = DocumentMetadata(**get_html_metadata(html))
    document = Document([Page(page) for page in pages], metadata, html.url_fetcher, environment.fonts, {}, None)
    document._html = html
    return document


def as_pdf(document: Any) -> Any:
    """Return the tagged PDF of `document`, as objects."""
    return generate_pdf(document, None, 1, **{**weasyprint.DEFAULT_OPTIONS, "pdf_tags": True, "pdf_version": "1.7"})


class _Memory(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Serve pictures and fonts of the book; refuse everything else."""

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
def listening(findings: list[Finding], file: str | None = None) -> Iterator[None]:
    """Add what WeasyPrint logs to `findings`; while it reads a style sheet, `file` is where that lies."""

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg.startswith("Anchor defined twice"):
                return  # notes are built twice; ids are unique in the book by their making
            code = "PDF-001" if record.levelno >= logging.ERROR else "PDF-002"
            findings.append(_finding(code, record.getMessage(), file))

    logger, listener = logging.getLogger("weasyprint"), Listener(logging.WARNING)
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagates


def _finding(code: str, message: str, file: str | None) -> Finding:
    """Return `message` as a finding; of the place in a style sheet that it names, its span."""
    if file is None:
        return Finding(code, message)
    place = _PLACE.search(message)
    span = Span(file, int(place[1]), int(place[2])) if place else Span(file)
    return Finding(code, _PLACE.sub("", message, count=1), span)
