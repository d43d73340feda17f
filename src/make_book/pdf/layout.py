"""Pages laid out. The only importer of WeasyPrint, whose internals it uses are named here.

WeasyPrint 70 (pinned) is given a tree, not a string: its HTML parser is written in Python and takes
longer than ours by an order. It fetches nothing: pictures and fonts come from memory. What it logs
becomes findings. Internals: `HTML` without its constructor, `pdf.tags._get_pdf_tag`,
`pydyf.PDF.page_references`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import cssselect2
import msgspec
import pydyf
import weasyprint
from weasyprint.pdf import tags as weasyprint_tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from make_book.findings import Finding
from make_book.model import Image

_TAGS = {
    "book-note": "Note",
    "book-note::footnote-call": "Reference",
    "book-note::footnote-marker": "Lbl",
    "book-call": "Reference",
    "book-page": "Reference",
    "book-page::before": "Span",
    "figure": "Div",
    "cite": "Span",
    "em": "Span",
    "strong": "Span",
    "dt": "LI",
}
"""What our elements are in the PDF's structure (ISO 32000-1 §14.8.4)."""


class Laid(msgspec.Struct, frozen=True):
    """Pages: the PDF as the engine writes it, anchors by page (from 0), blank pages, what it said."""

    data: bytes
    anchors: tuple[tuple[str, ...], ...]
    blanks: tuple[bool, ...]
    findings: tuple[Finding, ...]


def lay_out(
    body: str, css: str, *, language: str, title: str, images: Mapping[str, Image], fonts: Mapping[str, str]
) -> Laid:
    """Lay out the XHTML blocks `body` with the style sheet `css`.

    `images` are found by `book:PATH` and a bare `images/…`, `fonts` (name to file) by `font:NAME`.
    """
    fetcher = _Memory(images, fonts)
    with _listening() as findings:
        fonts_known = FontConfiguration()
        sheet = weasyprint.CSS(string=css, font_config=fonts_known, url_fetcher=fetcher, base_url="book:")
        document = _tree(body, language, title, fetcher).render(stylesheets=[sheet], font_config=fonts_known)
        data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, finisher=_name_notes)
    return Laid(
        data=data,
        anchors=tuple(tuple(sorted(page.anchors)) for page in document.pages),
        blanks=tuple(page._page_box.page_type.blank for page in document.pages),
        findings=tuple(findings),
    )


def _tree(body: str, language: str, title: str, fetcher: URLFetcher) -> weasyprint.HTML:
    root = ElementTree.fromstring(f'<html lang="{language}"><head><title/></head><body>{body}</body></html>')
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
        image = self._images.get(name.lstrip("/"))
        if scheme != "book" or image is None:
            raise ValueError(f"not a part of this book: {url}")
        return URLFetcherResponse(url, image.data, {"Content-Type": image.media_type})


def _name_notes(document: Any, pdf: pydyf.PDF) -> None:  # noqa: ARG001 - WeasyPrint's signature
    """Give every Note the ID that PDF/UA-1 §7.9 asks for."""
    count = 0
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Dictionary) and entry.get("S") == "/Note":
            count += 1
            entry["ID"] = pydyf.String(f"note-{count}")


_own_tag = weasyprint_tags._get_pdf_tag


def _tag(name: str | None) -> str:
    return _TAGS.get(name or "") or str(_own_tag(name))


weasyprint_tags._get_pdf_tag = _tag


_own_page_references = pydyf.PDF.page_references.fget


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """Count the pages once: pydyf lists them anew for every tag, which is quadratic in a long book."""
    kept: tuple[int, tuple[bytes, ...]] = getattr(pdf, "_make_book_pages", (-1, ()))
    count = len(pdf.pages["Kids"])
    if kept[0] != count:
        kept = (count, tuple(_own_page_references(pdf)))
        pdf._make_book_pages = kept
    return kept[1]


pydyf.PDF.page_references = property(_page_references)


@contextmanager
def _listening() -> Iterator[list[Finding]]:
    """Turn what WeasyPrint logs into findings: its errors are ours, its warnings too."""
    findings: list[Finding] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg.startswith("Anchor defined twice"):
                return  # notes are built twice; ids are unique in the book by their making
            code = "PDF-001" if record.levelno >= logging.ERROR else "PDF-002"
            findings.append(Finding(code, record.getMessage()))

    logger, listener = logging.getLogger("weasyprint"), Listener(logging.WARNING)
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield findings
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagates
