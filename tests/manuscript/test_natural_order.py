"""Names sort as people count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.manuscript.natural_order import path_keys
from make_book.text.numerals import number_in_title, roman_value


def in_order(*names: str) -> list[str]:
    keys = path_keys(names)
    return sorted(names, key=lambda name: (keys[name], name))


@pytest.mark.parametrize(
    "names",
    [
        ("chapter-1.md", "chapter-2.md", "chapter-9.md", "chapter-10.md", "chapter-100.md"),
        ("1.md", "02.md", "3.md", "10.md"),
        ("part-2/1.md", "part-2/9.md", "part-10/2.md"),
        ("ch-i.md", "ch-ii.md", "ch-iv.md", "ch-v.md", "ch-ix.md", "ch-x.md"),
        ("Chapter I The Sea.md", "Chapter II A Storm.md", "Chapter V Home.md", "Chapter IX End.md", "prologue.md"),
        ("第1章.md", "第2章.md", "第10章.md"),
        ("глава-٢.md", "глава-١٠.md"),
        ("a.md", "b.md", "c.md", "d.md"),
        ("m.md", "mix.md", "mule.md"),
        ("tide", "tide-2", "tide-10"),
    ],
)
def test_names_sort_as_people_count(names: tuple[str, ...]) -> None:
    assert in_order(*reversed(names)) == list(names)


@given(
    st.lists(st.integers(0, 5000), unique=True, max_size=20),
    st.sampled_from(["{}", "issue-{}", "{} of many", "a/{}-b"]),
)
def test_numbers_anywhere_in_a_name_sort_by_their_value(numbers: list[int], pattern: str) -> None:
    names = [f"{pattern.format(number)}.md" for number in numbers]
    assert in_order(*names) == [f"{pattern.format(number)}.md" for number in sorted(numbers)]


@given(st.lists(st.text(max_size=12).filter(lambda text: "/" not in text and "\0" not in text), max_size=8))
def test_any_names_have_one_order(names: list[str]) -> None:
    assert in_order(*names) == in_order(*reversed(names))


@pytest.mark.parametrize(
    ("text", "value"), [("I", 1), ("iv", 4), ("XC", 90), ("MMXX", 2020), ("iiii", None), ("", None)]
)
def test_roman_numerals(text: str, value: int | None) -> None:
    assert roman_value(text) == value


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Chapter 3. The harbour", 3),
        ("Chapter 12: Home", 12),
        ("Kapitel 4", 4),
        ("Глава IV. Море", 4),
        ("#5 Fifth", 5),
        ("№ 7", 7),
        ("第12章 海", 12),
        ("Episode\N{NO-BREAK SPACE}22", 22),
        ("Chapter 1.5: Between", "1.5"),
        ("Letter from 1921", None),
        ("9 January 2021", None),
        ("1984", None),
        ("Basics, part 2", None),
        ("Chapter and verse", None),
        ("Part of 3", None),
    ],
)
def test_a_title_says_a_number_only_after_a_word_for_a_piece(title: str, number: int | str | None) -> None:
    assert number_in_title(title) == number


def test_the_books_own_word_counts_too() -> None:
    assert number_in_title("Dispatch 4: Home", "Dispatch") == 4
    assert number_in_title("Dispatch 4: Home") is None
