"""A text in chunks is the same as at once, whatever is at their boundaries and in a book's own style sheet."""

from __future__ import annotations

import io

import pikepdf
import pytest

from make_book.checks.equality import check_pdf
from pdf.alike import differences, maps_differ
from pdf.seams import seams, seams_book
from pdf.small import SMALL
from pdf.tagged import said, tree

SHEETS = {
    "make-book's": "",
    "floats": ".x { float: left; width: 45%; margin: 0 1em 0 0 }",
    "out of flow": ".x { position: relative } .x p:first-child { position: absolute; right: 0 }",
    "named pages": ".x { page: wide } @page wide { margin: 2cm }",
    "generated": ".text::before { content: 'Begin'; display: block } section.episode::before { content: 'S' }",
}
LENGTHS = (4_000, 6_000, 9_000)


@pytest.mark.parametrize("css", SHEETS.values(), ids=list(SHEETS))
@pytest.mark.parametrize("length", LENGTHS)
def test_pages_links_and_places_are_those_of_the_text_laid_out_at_once(css: str, length: int) -> None:
    cut, whole = seams(css, length=length), seams(css)
    assert differences(cut.data, whole.data) == []
    assert maps_differ(cut.page_map, whole.page_map) == []
    assert cut.findings == whole.findings


@pytest.mark.parametrize("css", SHEETS.values(), ids=list(SHEETS))
def test_it_is_laid_out_in_chunks_where_pages_allow_it(css: str) -> None:
    assert any(seams(css, length=length).data != seams(css).data for length in LENGTHS)


def test_a_note_in_a_note_stands_on_the_page_of_its_call() -> None:
    where = seams().page_map.anchors
    inner = [where[f"episode-001-note-{number}"] for number in range(31, 46)]
    outer = [where[f"episode-001-note-{number}"] for number in range(2, 31, 2)]
    assert inner == outer


@pytest.mark.parametrize("length", LENGTHS)
def test_tags_are_those_of_the_text_laid_out_at_once(length: int) -> None:
    cut, whole = tree(seams(length=length).data), tree(seams().data)
    assert said(cut) == said(whole)
    assert cut.shape == whole.shape


@pytest.mark.parametrize("length", LENGTHS)
def test_no_two_elements_have_one_id(length: int) -> None:
    with pikepdf.open(io.BytesIO(seams(length=length).data)) as pdf:
        page_entries = pdf.Root.StructTreeRoot.IDTree.Kids
        names = [bytes(name) for page_entry in page_entries for name in list(page_entry.Names)[::2]]
    assert len(names) > 20
    assert names == sorted(set(names))


def test_every_word_is_printed_once_and_in_order() -> None:
    assert check_pdf(seams_book().sections, seams(length=LENGTHS[0]).data, SMALL) == ()
