"""Page numbers: roman, arabic, and where each section lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.pdf.page_map import PageMap, number_pages, roman

VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (88, "lxxxviii"), (444, "cdxliv"), (1999, "mcmxcix")],
)
def test_roman_numerals(number: int, numeral: str) -> None:
    assert roman(number) == numeral


@given(st.integers(1, 3999))
def test_a_roman_numeral_reads_back(number: int) -> None:
    values = [VALUES[letter] for letter in roman(number)]
    after = [*values[1:], 0]
    assert sum(-one if one < two else one for one, two in zip(values, after, strict=True)) == number


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(0, 39))
def test_labels_are_roman_up_to_the_body_and_arabic_from_one(blanks: list[bool], body: int) -> None:
    body = min(body, len(blanks) - 1)
    page_entries = number_pages((("front", 0), ("body", body)), tuple(blanks), "body")
    assert [page_entry.label for page_entry in page_entries] == [
        *(roman(n + 1) for n in range(body)),
        *(str(n + 1) for n in range(len(blanks) - body)),
    ]
    assert [page_entry.blank for page_entry in page_entries] == blanks


def test_a_page_on_which_several_sections_begin_is_the_first_ones_and_the_next_page_the_last_ones() -> None:
    page_entries = number_pages((("one", 0), ("two", 1), ("three", 1)), (False,) * 3, "one")
    assert [page_entry.section for page_entry in page_entries] == ["one", "two", "three"]


def test_a_book_without_a_body_is_numbered_in_arabic() -> None:
    assert [page_entry.label for page_entry in number_pages((("front", 0),), (False, False), None)] == ["1", "2"]


def test_a_book_without_sections_has_pages_all_the_same() -> None:
    assert [page_entry.label for page_entry in number_pages((), (False,), None)] == ["1"]


def test_an_anchor_nobody_set_has_no_label() -> None:
    page_map = PageMap(number_pages((("one", 0),), (False,), "one"), {"one": 0}, 0)
    assert page_map.label("one") == "1"
    with pytest.raises(KeyError):
        page_map.label("two")
