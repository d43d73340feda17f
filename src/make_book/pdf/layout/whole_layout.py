"""The whole book laid out by WeasyPrint as one document: slow, and what the section layouts are measured by."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from make_book.findings import Finding
from make_book.model import Image
from make_book.pdf.fragment import WholeDocument
from make_book.pdf.layout.fragment_extraction import extract_whole
from make_book.pdf.layout.layout_documents import as_pdf, listening, make_tree, prepare_environment, render
from make_book.pdf.layout.table_fitting import judge_tables
from make_book.pdf.layout_inputs import LayoutStyle


class Laid(msgspec.Struct, frozen=True):
    """Pages: their objects, anchors by page (from 0), blank pages, what the engine said."""

    whole: WholeDocument
    anchors: tuple[tuple[str, ...], ...]
    blanks: tuple[bool, ...]
    findings: tuple[Finding, ...]


def lay_out(body: str, layout_style: LayoutStyle, images: Mapping[str, Image]) -> Laid:
    """Lay out the XHTML blocks `body` in `layout_style`; `images` are found at `book:PATH`."""
    environment = prepare_environment(layout_style)
    findings = [*environment.findings]
    with listening(findings):
        tree = make_tree(body, layout_style, images)
        rendered = render(tree, environment)
        document = rendered.document
        for page in document.pages:
            # WeasyPrint links every box inside a link once more; the link's own box is enough.
            page.links[:] = [link for link in page.links if layout_style.links and link[3].link]
        whole = extract_whole(as_pdf(document))
    findings += judge_tables(tree.etree_element, rendered.wide, {})
    return Laid(
        whole=whole,
        anchors=tuple(tuple(sorted(page.anchors)) for page in document.pages),
        blanks=tuple(page._page_box.page_type.blank for page in document.pages),
        findings=tuple(dict.fromkeys(findings)),  # said again with every step by which a table was tightened
    )
