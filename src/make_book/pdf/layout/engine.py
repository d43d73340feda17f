"""The whole book laid out by WeasyPrint as one document: slow, and what the galleys are measured by."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from make_book.findings import Finding
from make_book.model import Image
from make_book.pdf.layout.documents import lay_desk, listening, make_tree, render
from make_book.pdf.layout.tagging import shape_tags
from make_book.pdf.work import Dress


class Laid(msgspec.Struct, frozen=True):
    """Pages: the PDF as the engine writes it, anchors by page (from 0), blank pages, what it said."""

    data: bytes
    anchors: tuple[tuple[str, ...], ...]
    blanks: tuple[bool, ...]
    findings: tuple[Finding, ...]


def lay_out(body: str, dress: Dress, images: Mapping[str, Image]) -> Laid:
    """Lay out the XHTML blocks `body` in `dress`; `images` are found at `book:PATH`."""
    desk = lay_desk(dress)
    findings = [*desk.findings]
    with listening(findings):
        document = render(make_tree(body, dress, images), desk).document
        for page in document.pages:
            # WeasyPrint links every box inside a link once more; the link's own box is enough.
            page.links[:] = [link for link in page.links if dress.links and link[3].link]
        data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, finisher=shape_tags)
    return Laid(
        data=data,
        anchors=tuple(tuple(sorted(page.anchors)) for page in document.pages),
        blanks=tuple(page._page_box.page_type.blank for page in document.pages),
        findings=tuple(findings),
    )
