"""The geometry of a page: every trim size gives readable lines and margins that printers accept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.editions import PdfEdition
from make_book.measure import TRIMS, Length
from make_book.pdf.geometry import OUTER_LEAST, draw_page, gutter

INCH = Length.of(1, "in").pt
ADVANCE = 0.402
"""Mean advance of a character of EB Garamond in ems, measured."""


@pytest.mark.parametrize("trim", TRIMS)
def test_every_preset_gives_a_measure_and_lines_that_read_well(trim: str) -> None:
    page = draw_page(PdfEdition(trim=trim), 200)
    characters = page.measure.pt / (page.font_size.pt * ADVANCE)
    assert 58 <= characters <= 68
    widest = page.trim.width - OUTER_LEAST - gutter(200)
    if widest.pt / (page.font_size.pt * ADVANCE) >= 66 and page.trim.width.pt >= 5.5 * INCH:
        assert characters >= 60
    assert 31 <= page.lines <= 36 or page.trim.height.pt > 9 * INCH - 1e-6


@pytest.mark.parametrize(
    ("pages", "least"),
    [(24, 0.375), (150, 0.375), (151, 0.5), (300, 0.5), (301, 0.625), (501, 0.75), (701, 0.875), (900, 0.875)],
)
def test_the_gutter_grows_with_the_book_as_kdp_asks(pages: int, least: float) -> None:
    assert gutter(pages).pt == pytest.approx((least + 0.15) * INCH)


@given(
    trim=st.sampled_from(sorted(TRIMS)),
    pages=st.integers(1, 1000),
    size=st.sampled_from(["9pt", "10.5pt", "11pt", "12pt", "14pt"]),
    leading=st.sampled_from(["12pt", "14pt", "17pt"]),
)
def test_the_parts_of_a_page_make_up_the_page(trim: str, pages: int, size: str, leading: str) -> None:
    page = draw_page(PdfEdition(trim=trim, font_size=size, leading=leading), pages)
    assert (page.inner + page.outer + page.measure).pt == pytest.approx(page.trim.width.pt)
    assert page.head.pt + page.foot.pt + page.lines * page.leading.pt == pytest.approx(page.trim.height.pt)
    assert page.inner >= gutter(pages)
    assert page.outer >= OUTER_LEAST
    assert page.foot > page.head
    assert page.head.pt > 0.5 * INCH


def test_the_margins_of_a_thin_book_are_wider_outside() -> None:
    page = draw_page(PdfEdition(), 100)
    assert page.outer > page.inner


def test_an_inner_margin_can_be_asked_for() -> None:
    assert draw_page(PdfEdition(inner_margin="1in"), 100).inner == Length.of(1, "in")


@pytest.mark.parametrize("edition", [PdfEdition(trim="huge"), PdfEdition(font_size="big"), PdfEdition(leading="")])
def test_what_cannot_be_read_is_a_value_error(edition: PdfEdition) -> None:
    with pytest.raises(ValueError, match="not a"):
        draw_page(edition, 100)


@pytest.mark.parametrize(
    "edition",
    [
        PdfEdition(font_size="0"),
        PdfEdition(leading="0pt"),
        PdfEdition(inner_margin="400mm"),
        PdfEdition(leading="80pt"),
        PdfEdition(font_size="60pt"),
    ],
)
def test_a_page_without_room_for_text_is_a_value_error(edition: PdfEdition) -> None:
    with pytest.raises(ValueError, match=r"no room|no size"):
        draw_page(edition, 100)
