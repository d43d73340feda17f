"""A list laid out in chunks is the same as at once: its pages, its tags, its page map."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from make_book.checks.equality import check_pdf
from make_book.editions import PdfEdition
from make_book.pdf import chunks, pagination
from make_book.pdf.chunk_source import ENTRY
from make_book.pdf.geometry import draw_page
from make_book.pdf.layout_inputs import LayoutUnit, SectionContext
from make_book.pdf.section_layout import LaidOutPage, SectionLayout, pack
from pdf.alike import differences, maps_differ
from pdf.lists import ferry, ferry_book
from pdf.tagged import said, tree

EDITIONS = {
    "full": PdfEdition(),
    "plain contents, notes at the end": PdfEdition(contents="plain", notes="end", profile="press"),
    "own margins": PdfEdition(trim="5x8", inner_margin="0.75in"),
}
editions = pytest.mark.parametrize("edition", EDITIONS.values(), ids=list(EDITIONS))
SHORT = 15_000
"""About fifteen lines of a list."""


@editions
def test_pages_links_and_places_are_those_of_the_whole_document(edition: PdfEdition) -> None:
    printed, plain = ferry(edition, length=SHORT), ferry(edition, plain=True)
    assert differences(printed.data, plain.data) == []
    assert maps_differ(printed.page_map, plain.page_map) == []
    assert printed.findings == plain.findings


@editions
def test_tags_are_those_of_the_list_laid_out_at_once(edition: PdfEdition) -> None:
    printed, whole = ferry(edition, length=SHORT), ferry(edition)
    assert printed.data != whole.data  # it was laid out in chunks
    assert said(tree(printed.data)) == said(tree(whole.data))
    assert tree(printed.data).shape == tree(whole.data).shape


def test_the_letters_that_pages_begin_with_are_counted_through_all_chunks() -> None:
    printed, whole = ferry(PdfEdition(), length=SHORT), ferry(PdfEdition())
    assert [page_entry.top for page_entry in printed.page_map.page_entries] == [
        page_entry.top for page_entry in whole.page_map.page_entries
    ]


def test_every_word_is_printed_in_order_by_one_process_and_by_two() -> None:
    printed = ferry(PdfEdition(), length=SHORT)
    assert check_pdf(ferry_book().sections, printed.data, PdfEdition()) == ()
    assert ferry(PdfEdition(), length=SHORT, jobs=2).data == printed.data


def test_a_list_has_several_short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[LayoutUnit] = []
    own = chunks.lay_out_in_chunks

    def noting(unit: LayoutUnit, set_one: Callable[[LayoutUnit], SectionLayout]) -> SectionLayout:
        def note(unit: LayoutUnit) -> SectionLayout:
            asked.append(unit)
            return set_one(unit)

        return own(unit, note)

    monkeypatch.setattr(pagination, "lay_out_in_chunks", noting)
    ferry.__wrapped__(PdfEdition(), length=SHORT)
    assert {unit.sections[0].kind for unit in asked} == {"contents", "index", "sources"}
    lines = [unit.sections[0].xhtml.count(ENTRY) for unit in asked]
    assert min(lines) < 20
    assert len(lines) > 6


def test_a_chunk_that_fills_no_page_is_laid_out_again_with_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_LENGTH", SHORT)
    asked: list[int] = []

    def set_one(unit: LayoutUnit) -> SectionLayout:
        asked.append(unit.sections[0].xhtml.count(ENTRY))
        page = LaidOutPage("", (), blank=False, size=(1, 1), block=(0, 0, 1, 1))
        return SectionLayout((b"",), (page,), pack(()), "any", "any", sided=False)

    contents = next(section for section in ferry_book().sections if section.kind == "contents")
    page = draw_page(PdfEdition(), 100)
    context = SectionContext(page, notes="end", openings="page", links=True, title="The Ferry Bell")
    chunks.lay_out_in_chunks(LayoutUnit((contents,), context), set_one)
    assert asked == sorted(set(asked))
    assert asked[0] < 25
    assert asked[-1] == contents.xhtml.count("<li")


def test_only_long_units_are_laid_out_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_LENGTH", SHORT)
    page = draw_page(PdfEdition(), 100)
    context = SectionContext(page, notes="end", openings="page", links=True, title="The Ferry Bell")
    units = [LayoutUnit((section,), context) for section in ferry_book().sections]
    long = {unit.sections[0].kind for unit in units if chunks.is_set_in_chunks(unit)}
    assert long == {"contents", "index", "sources"}
