"""The whole book laid out as one document (`--plain`): slow, and what the layout in sections is compared with."""

from __future__ import annotations

import msgspec

from make_book.findings import Finding
from make_book.model import Division
from make_book.pdf.binding.document_info import DocumentInfo, finish
from make_book.pdf.binding.pdf_file import PdfFile, spread
from make_book.pdf.extent import estimate_pages
from make_book.pdf.footnote_places import astray
from make_book.pdf.fragment import WholeDocument
from make_book.pdf.geometry import draw_page, gutter
from make_book.pdf.layout.fragment_extraction import extract_whole
from make_book.pdf.layout.layout_documents import as_pdf, collecting_messages, make_tree, prepare_environment, render
from make_book.pdf.layout.table_fitting import judge_tables
from make_book.pdf.layout_units import PrintJob, book_context, make_layout_style
from make_book.pdf.page_map import PageMap, number_pages
from make_book.pdf.print_markup import for_paper

ROUNDS = 4
"""Layouts at most. The estimated extent and a note at the end of an episode rarely need a third."""


class WholeLayout(msgspec.Struct, frozen=True):
    """A book laid out as one document: its objects, the anchors of every page, whether it is blank, the findings."""

    whole: WholeDocument
    anchors: tuple[tuple[str, ...], ...]
    blanks: tuple[bool, ...]
    findings: tuple[Finding, ...]


def lay_out_whole(job: PrintJob) -> tuple[WholeLayout, PageMap]:
    """Lay the book out until its inner margin, its notes and its index are right, or `ROUNDS` times."""
    pages, held = estimate_pages(job.sections, job.edition), frozenset[str]()
    known: PageMap | None = None
    lists_pages = any(section.kind == "index" for section in job.sections)
    for _ in range(ROUNDS):
        laid_out = _lay_out(job, pages, held, known)
        extent, last = len(laid_out.blanks), known
        known = _map(job, laid_out)
        strayed = astray(job.sections, known, job.edition.openings) - held
        settled = job.edition.inner_margin or gutter(extent) == gutter(pages)
        if settled and not strayed and (known == last or not lists_pages):
            break
        pages, held = extent, held | strayed
    return laid_out, _map(job, laid_out)


def bind_whole(whole: WholeDocument, page_map: PageMap, info: DocumentInfo) -> bytes:
    """Return the document `whole` as a finished file."""
    file, places = PdfFile(), spread(whole.size)
    file.add_all(whole.objects, places)
    return finish(file, whole.catalog.resolve(places), page_map, info)


def _lay_out(job: PrintJob, pages: int, held: frozenset[str], known: PageMap | None) -> WholeLayout:
    """Lay the book out once, for so many `pages`, with the page numbers that are `known`."""
    page = draw_page(job.edition, pages)
    context = msgspec.structs.replace(
        book_context(job, page),
        held=tuple(sorted(held)),
        fronts=tuple(section.id for section in job.sections if section.place is Division.FRONT),
        pages=known.anchors if known else {},
        page_labels=tuple(page_entry.label for page_entry in known.page_entries) if known else (),
    )
    layout_style = make_layout_style(job, page, "whole")
    environment = prepare_environment(layout_style)
    findings = [*environment.findings]
    with collecting_messages(findings):
        body = "\n".join(for_paper(section, context).xhtml for section in job.sections)
        tree = make_tree(body, layout_style, context.images)
        rendered = render(tree, environment)
        document = rendered.document
        for laid_out in document.pages:
            # WeasyPrint links every box inside a link once more; the link's own box is enough.
            laid_out.links[:] = [link for link in laid_out.links if layout_style.links and link[3].link]
        whole = extract_whole(as_pdf(document))
    findings += judge_tables(tree.etree_element, rendered.wide, {})
    return WholeLayout(
        whole=whole,
        anchors=tuple(tuple(sorted(laid_out.anchors)) for laid_out in document.pages),
        blanks=tuple(laid_out._page_box.page_type.blank for laid_out in document.pages),
        findings=tuple(dict.fromkeys(findings)),  # each attempt to set a table smaller reports the same again
    )


def _map(job: PrintJob, laid_out: WholeLayout) -> PageMap:
    anchors = {anchor: index for index, names in reversed(list(enumerate(laid_out.anchors))) for anchor in names}
    starts = tuple((section.id, anchors[section.id]) for section in job.sections if section.id in anchors)
    page_entries = number_pages(starts, laid_out.blanks, job.opener)
    first = next((anchors[section] for section, _ in starts if section == job.opener), 0)
    return PageMap(page_entries, anchors, first)
