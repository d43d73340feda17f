"""The tags of whole books: the outside readers of PDF/UA pass them, and the words are read from them in order."""

from __future__ import annotations

from pathlib import Path

import pytest

import gates
from make_book.checks.equality import check_pdf
from make_book.editions import PdfEdition
from pdf.edge import EDITIONS, edge_book, printed
from pdf.tagged import Element, tree

END = PdfEdition(notes="end")
ALL = {**EDITIONS, "end": END}


@pytest.fixture(params=ALL.values(), ids=list(ALL))
def edition(request: pytest.FixtureRequest) -> PdfEdition:
    chosen: PdfEdition = request.param
    return chosen


@pytest.fixture
def document(edition: PdfEdition) -> Element:
    return tree(printed(edition).data)


@pytest.mark.gate
def test_no_reader_of_pdf_ua_finds_an_error(edition: PdfEdition, tmp_path: Path) -> None:
    path = tmp_path / "edge.pdf"
    path.write_bytes(printed(edition).data)
    assert gates.verapdf(path) == ()
    assert gates.page(path) == ()
    assert [finding for finding in gates.outloud(path) if finding.code == "CHK-032"] == []


def test_with_notes_at_the_end_the_words_are_those_of_the_book() -> None:
    assert check_pdf(edge_book().sections, printed(END).data, END) == ()


def test_every_note_is_its_number_and_its_paragraphs(document: Element, edition: PdfEdition) -> None:
    notes = document.all("Note")
    assert len({note.says("ID") for note in notes}) == len(notes) == 16
    for note in notes:
        assert [child.kind for child in note.children][:2] == ["Lbl", "P"]
        assert note.words == ()
    if edition == END:
        assert all(note.children[0].children[0].kind == "Link" for note in notes)


def test_paragraphs_go_on_over_pages(document: Element) -> None:
    assert sum(len(paragraph.pages) == 2 for paragraph in document.all("P")) > 5


def test_no_element_is_there_for_nothing(document: Element) -> None:
    held = {"TD", "TH"}
    for element in document:
        assert element.words or element.children or element.kind in held, element.kind
        assert element.kind != "NonStruct"
        if element.kind in {"Document", "Sect", "Div", "BlockQuote", "L", "LI", "Table", "TR", "TOC", "TOCI"}:
            assert not element.words, element.kind


def test_the_tree_is_small(document: Element) -> None:
    """WeasyPrint writes an element for every line."""
    assert sum(1 for _ in document) < 500
