"""Pages laid out by WeasyPrint.

It is given a tree, not a string: its HTML parser is written in Python and takes longer than ours by
an order. It fetches nothing: pictures and fonts come from memory. What it logs becomes findings.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import cssselect2
import msgspec
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from make_book.findings import Finding, Span
from make_book.model import Image
from make_book.pdf.layout.mending import mend
from make_book.pdf.layout.tagging import retag, shape_tags
from make_book.pdf.stylesheet import StyleSheet

_PLACE = re.compile(r" at (\d+):(\d+)\b")
"""How WeasyPrint says where in a style sheet it stumbles: line and column."""


class Laid(msgspec.Struct, frozen=True):
    """Pages: the PDF as the engine writes it, anchors by page (from 0), blank pages, what it said."""

    data: bytes
    anchors: tuple[tuple[str, ...], ...]
    blanks: tuple[bool, ...]
    findings: tuple[Finding, ...]


def lay_out(
    body: str,
    sheets: tuple[StyleSheet, ...],
    *,
    language: str,
    title: str,
    images: Mapping[str, Image],
    fonts: Mapping[str, str],
    links: bool,
) -> Laid:
    """Lay out the XHTML blocks `body` with the style `sheets`, in the order of the cascade.

    `images` are found at `book:PATH`, `fonts` (name to file) at `font:NAME`.
    Without `links` no page gets an annotation.
    """
    fetcher = _Memory(images, fonts)
    mend()
    retag()
    fonts_known = FontConfiguration()
    findings: list[Finding] = []
    css = []
    for sheet in sheets:
        with _listening(findings, sheet.file):
            css.append(weasyprint.CSS(string=sheet.css, font_config=fonts_known, url_fetcher=fetcher, base_url="book:"))
    with _listening(findings):
        document = _tree(body, language, title, fetcher).render(stylesheets=css, font_config=fonts_known)
        for page in document.pages:
            # WeasyPrint links every box inside a link once more; the link's own box is enough.
            page.links[:] = [link for link in page.links if links and link[3].link]
        data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, finisher=shape_tags)
    return Laid(
        data=data,
        anchors=tuple(tuple(sorted(page.anchors)) for page in document.pages),
        blanks=tuple(page._page_box.page_type.blank for page in document.pages),
        findings=tuple(findings),
    )


def _tree(body: str, language: str, title: str, fetcher: URLFetcher) -> weasyprint.HTML:
    root = ET.fromstring(f'<html lang="{language}"><head><title/></head><body>{body}</body></html>')
    name = root.find("head/title")
    if name is not None:
        name.text = title
    html = weasyprint.HTML.__new__(weasyprint.HTML)
    html.base_url, html.url_fetcher, html.media_type = "book:", fetcher, "print"
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


class _Memory(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Serve pictures and fonts of the book; refuse everything else."""

    def __init__(self, images: Mapping[str, Image], fonts: Mapping[str, str]) -> None:
        super().__init__(allowed_protocols=("book", "font"))
        self._images, self._fonts = images, fonts

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        scheme, _, name = url.partition(":")
        if scheme == "font" and name in self._fonts:
            return URLFetcherResponse(url, Path(self._fonts[name]).read_bytes(), {"Content-Type": "font/ttf"})
        image = self._images.get(unquote(name.lstrip("/")))
        if scheme != "book" or image is None:
            raise ValueError(f"not a part of this book: {url}")
        return URLFetcherResponse(url, image.data, {"Content-Type": image.media_type})


@contextmanager
def _listening(findings: list[Finding], file: str | None = None) -> Iterator[None]:
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
