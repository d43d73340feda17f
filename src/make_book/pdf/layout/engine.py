"""The whole book laid out by WeasyPrint as one document: slow, and what the galleys are measured by."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from make_book.findings import Finding
from make_book.model import Image
from make_book.pdf.layout.documents import as_pdf, lay_desk, listening, make_tree, render
from make_book.pdf.layout.plating import take_whole
from make_book.pdf.layout.tables import judge_tables
from make_book.pdf.plate import Whole
from make_book.pdf.work import Dress


class Laid(msgspec.Struct, frozen=True):
    """Pages: their objects, anchors by page (from 0), blank pages, what the engine said."""

    whole: Whole
    anchors: tuple[tuple[str, ...], ...]
    blanks: tuple[bool, ...]
    findings: tuple[Finding, ...]


def lay_out(body: str, dress: Dress, images: Mapping[str, Image]) -> Laid:
    """Lay out the XHTML blocks `body` in `dress`; `images` are found at `book:PATH`."""
    desk = lay_desk(dress)
    findings = [*desk.findings]
    with listening(findings):
        tree = make_tree(body, dress, images)
        rendered = render(tree, desk)
        document = rendered.document
        for page in document.pages:
            # WeasyPrint links every box inside a link once more; the link's own box is enough.
            page.links[:] = [link for link in page.links if dress.links and link[3].link]
        whole = take_whole(as_pdf(document))
    findings += judge_tables(tree.etree_element, rendered.wide, {})
    return Laid(
        whole=whole,
        anchors=tuple(tuple(sorted(page.anchors)) for page in document.pages),
        blanks=tuple(page._page_box.page_type.blank for page in document.pages),
        findings=tuple(dict.fromkeys(findings)),  # said again with every step by which a table was tightened
    )
