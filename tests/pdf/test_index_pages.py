"""The index on paper: the pages it names, the links on them, its columns, in both ways of layout."""

from __future__ import annotations

import re

import pytest

from make_book.checks.equality import check_pdf
from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.pdf.geometry import draw_page
from make_book.pdf.pdf_edition import Printed, make_pdf
from make_book.pdf.print_options import PrintOptions
from make_book.pipeline import Options, TypesetBook, typeset_book
from make_book.resources import BuildResources
from pdf.paper import PrintedPage, destinations, objects, page_entries

ENDS = "acre borough cliff down end".split()
TERMS = [f"{first}{last}" for first in "Ab Bel Cor Dun El Fen".split() for last in ENDS]
LINE = "The keeper of the light wrote down what he saw, and what he did not see he left to the one who came after. "
EDITION = PdfEdition()


def episode(number: int) -> str:
    marked = [
        f"At [{term}]{{.index}} the boat was late. []{{.index term={term} sub='its boat'}}{LINE * number}"
        for term in TERMS
    ]
    passage = f"[The storm]{{.index term=Storms to=calm}} began.\n\n{LINE * 60}\n\nThen it was calm.[]{{#calm}}"
    return f"---\nnumber: {number}\ntitle: Crossing {number}\n---\n\n" + "\n\n".join([*marked, passage])


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> TypesetBook:
    root = tmp_path_factory.mktemp("book")
    (root / "manuscript" / "episodes").mkdir(parents=True)
    (root / "manuscript" / "book.toml").write_text('[book]\ntitle = "The Ferry"\nlanguage = "en"\nidentifier = "f"\n')
    (root / "manuscript" / "foreword.md").write_text("Of [Abacre]{.index} one hears much.\n")
    for number in range(1, 5):
        (root / "manuscript" / "episodes" / f"{number:03d}.md").write_text(episode(number))
    return typeset_book(root, Options())


@pytest.fixture(scope="module", params=[False, True], ids=["sections", "whole"])
def printed(book: TypesetBook, request: pytest.FixtureRequest) -> Printed:
    moment = book_time(book.book.imprint.date, {})
    options = PrintOptions(bool(request.param))
    resources = BuildResources(jobs=1)
    return make_pdf(book.book, book.sections, EDITION, book.styles, moment, resources=resources, options=options)


def index_of(printed: Printed) -> list[PrintedPage]:
    pages = zip(page_entries(printed.data), printed.page_map.page_entries, strict=True)
    return [page_entry for page_entry, mapped in pages if mapped.section == "index"]


def said(printed: Printed, term: str) -> list[str]:
    """Return the pages that the index names for `term`."""
    text = " ".join(page_entry.text for page_entry in index_of(printed))
    found = re.search(rf"\b{term} ?, ((?:[ivx0-9–]+(?: ?, )?)+)", text)
    assert found is not None, text
    return re.findall(r"[^, ]+", found[1])


def test_the_index_names_the_pages_on_which_its_terms_stand(book: TypesetBook, printed: Printed) -> None:
    labels, anchors = [page_entry.label for page_entry in printed.page_map.page_entries], printed.page_map.anchors
    texts = [piece.text for piece in book.book.written]
    marks = [mark for text in texts for mark in text.marks]
    for term in TERMS:
        pages = sorted({anchors[mark.anchor] for mark in marks if mark.terms == (term,)})
        assert said(printed, term) == [labels[page] for page in pages]


def test_a_passage_is_a_range_of_pages(book: TypesetBook, printed: Printed) -> None:
    at = printed.page_map
    ranges = [
        f"{at.label(mark.anchor)}–{at.label(mark.until)}"
        for piece in book.book.episodes
        for mark in piece.text.marks
        if mark.until
    ]
    assert said(printed, "Storms") == ranges


def test_roman_pages_stand_before_arabic_ones(printed: Printed) -> None:
    first, second, *_ = said(printed, "Abacre")
    assert (set(first) <= set("ivx"), second.isdecimal()) == (True, True)


def test_every_number_is_a_link_to_a_place_in_the_book(printed: Printed) -> None:
    known = destinations(printed.data)
    pages = [objects(printed.data).pages[page_entry.number] for page_entry in index_of(printed)]
    linked = [str(note.Dest) for page in pages for note in page.obj.Annots]
    assert len(linked) > 2 * len(TERMS)
    assert {name for name in linked if name not in known} == set()


def test_the_words_of_the_index_are_those_of_the_book(book: TypesetBook, printed: Printed) -> None:
    assert [finding for finding in check_pdf(book.sections, printed.data, EDITION) if finding.code == "FTH-003"] == []


def test_both_columns_stand_on_the_grid(printed: Printed) -> None:
    leading = draw_page(EDITION, len(printed.page_map.page_entries)).leading.pt
    for page_entry in index_of(printed):
        inks = [ink for ink in page_entry.inks if not ink.artifact and ink.size < 12 and ink.text.strip()]
        highest = max(ink.baseline for ink in inks)
        for ink in inks:
            off = (highest - ink.baseline) % leading
            assert min(off, leading - off) < 0.1, ink.text
        assert len({ink.left < page_entry.width / 2 for ink in inks}) == 2


def test_no_column_begins_with_a_sub_entry(printed: Printed) -> None:
    for page_entry in index_of(printed):
        inks = [ink for ink in page_entry.inks if not ink.artifact and ink.size < 12 and ink.text.strip()]
        for column in ([ink for ink in inks if (ink.left < page_entry.width / 2) == side] for side in (True, False)):
            assert not max(column, key=lambda ink: (ink.baseline, -ink.left)).text.startswith("its")
