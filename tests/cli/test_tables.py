"""Columns, sizes, words: small things in their right size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.cli.screen import many
from make_book.cli.statistics import count_words
from make_book.cli.table import columns, fit, shorten, size, width

CELLS = st.text(st.characters(categories=["L", "N", "Mn", "Zs"]), max_size=12)


def test_columns_stand_under_each_other() -> None:
    assert columns([("a", "10", "x"), ("long", "5", "")], right=(1,)) == ("a     10  x", "long   5")


def test_an_empty_column_takes_no_room() -> None:
    assert columns([("a", "", "x"), ("b", "", "y")]) == ("a  x", "b  y")


def test_wide_letters_take_two_cells_and_accents_none() -> None:
    assert (width("日本"), width("e\u0301"), width("Ж")) == (4, 1, 1)


@given(CELLS, st.integers(1, 12))
def test_a_shortened_text_fits(text: str, room: int) -> None:
    assert width(shorten(text, room)) <= room


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.integers(24, 40))
def test_a_fitted_table_fits(rows: list[tuple[str, str]], room: int) -> None:
    assert all(width(line) <= room for line in columns(fit(rows, room, (0, 1))))


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 B"), (999, "999 B"), (58_400, "58 kB"), (999_600, "1.0 MB"), (12_345_678, "12.3 MB")]
)
def test_sizes_are_told_as_people_say_them(count: int, told: str) -> None:
    assert size(count) == told


@pytest.mark.parametrize(
    ("xhtml", "words"),
    [
        ("<p>One two.</p><p>Three</p>", 3),
        ("<p>w<em>or</em>d</p>", 1),
        ("<p>It’s the tide-clerk’s 3.5 m – no more.</p>", 7),
        ('<p>here<a href="#n" id="r" role="doc-noteref">1</a> there</p>', 2),
        ("<p>a&amp;b &#160; c</p>", 3),
        ("<p>あいう</p>", 3),
        ("<p>Ещё туман.</p>", 2),
        ("", 0),
    ],
)
def test_words_are_counted_as_a_reader_would(xhtml: str, words: int) -> None:
    assert count_words(xhtml) == words


def test_a_number_takes_the_plural_of_its_noun() -> None:
    assert (many(1, "copy", "copies"), many(1200, "copy", "copies"), many(0, "note")) == (
        "1 copy",
        "1,200 copies",
        "0 notes",
    )
