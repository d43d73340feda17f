"""Casting off: a guess good enough to choose the gutter."""

from __future__ import annotations

import pytest

from make_book.editions import PdfEdition
from make_book.pdf.extent import estimate_pages
from pdf.edge import EDITIONS, edge_book, printed


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=list(EDITIONS))
def test_the_guess_is_near_the_extent(edition: PdfEdition) -> None:
    extent = len(printed(edition).page_map.page_entries)
    assert extent * 0.6 < estimate_pages(edge_book().sections, edition) < extent * 1.4


def test_larger_type_takes_more_pages() -> None:
    sections = edge_book().sections
    assert estimate_pages(sections, PdfEdition(font_size="13pt", leading="17pt")) > estimate_pages(
        sections, PdfEdition()
    )


def test_a_book_of_nothing_has_no_pages() -> None:
    assert estimate_pages((), PdfEdition()) == 0
