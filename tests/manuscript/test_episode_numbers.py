"""Which number an episode has: what the front matter says, else what headings or names say together."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from make_book.manuscript.episode_numbers import number_order, parse_number
from make_book.manuscript.file_names import are_sequence, parse_file_name
from make_book.manuscript.sources import Read, read
from make_book.model import EpisodeNumber

TOML = '[book]\ntitle = "The Ferry"\nlanguage = "en"\n'


def book(root: Path, files: dict[str, str], toml: str = "") -> Read:
    for name, text in {"book.toml": TOML + toml, **{f"episodes/{name}": text for name, text in files.items()}}.items():
        path = root / "manuscript" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read(root)


def numbers(result: Read) -> list[tuple[EpisodeNumber | None, str | None]]:
    return [(one.head.number, one.head.title) for one in result.manuscript.episodes]


def codes(result: Read) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    ("names", "sequence"),
    [
        (("1", "2", "3"), True),
        (("001-a", "022-b"), True),
        (("7",), True),
        (("007-the-tide",), True),
        (("12-angry-men",), False),
        (("1984-a-year", "2016-summary"), False),
        (("0504", "0505"), False),
        (("0001", "0101"), True),
        (("1-a", "2-b", "c"), False),
        (("3-men", "39-steps"), False),
        (("1", "1-b"), False),
        (("1-a", "1.5-b", "2-c"), True),
        (("22", "23", "25"), True),
        (("20200101", "20200102"), False),
        (("1st-day", "2nd-day"), False),
    ],
)
def test_leading_digits_are_numbers_only_as_a_sequence_of_all_names(names: tuple[str, ...], sequence: bool) -> None:
    assert are_sequence([parse_file_name(name) for name in names]) is sequence


@pytest.mark.parametrize(
    ("name", "date", "title"),
    [
        ("2020-10-13-the-tide", "2020-10-13", "The tide"),
        ("2020_1_2 the tide", "2020-01-02", "The tide"),
        ("20201013-the-tide", "2020-10-13", "The tide"),
        ("0001-1660-01-10", "1660-01-10", None),
        ("the_tide", None, "The tide"),
        ("12-angry-men", None, "12 angry men"),
        ("007", None, None),
    ],
)
def test_a_name_has_a_date_and_words(name: str, date: str | None, title: str | None) -> None:
    parsed = parse_file_name(name)
    assert (parsed.date, parsed.title(numbered=False)) == (date, title)


def test_the_digits_of_a_sequence_are_no_part_of_the_titles(tmp_path: Path) -> None:
    result = book(tmp_path, {"01-the-tide.md": "A", "02-the-ebb.md": "B"})
    assert numbers(result) == [(1, "The tide"), (2, "The ebb")]
    assert codes(result) == []


def test_one_name_without_digits_and_nothing_is_numbered_by_names(tmp_path: Path) -> None:
    result = book(tmp_path, {"1-the-tide.md": "A", "2-the-ebb.md": "B", "twelve.md": "C"})
    assert [number for number, _ in numbers(result)] == [None, None, None]


def test_dated_posts_stay_in_the_order_of_their_dates_whatever_their_slugs_begin_with(tmp_path: Path) -> None:
    posts = {"2016-summary": "2016-12-31", "first-snow": "2015-01-05", "last-snow": "2018-03-05"}
    result = book(tmp_path, {f"{name}.md": f"---\ndate: {date}\n---\nText\n" for name, date in posts.items()})
    assert numbers(result) == [(None, "First snow"), (None, "2016 summary"), (None, "Last snow")]
    assert codes(result) == []


def test_headings_that_count_give_numbers_and_what_does_not_count_stands_where_its_file_stands(tmp_path: Path) -> None:
    files = {"01.md": "# Before\n\nA", "02.md": "## Chapter 1. One\n\nB", "03.md": "## Chapter 2. Two\n\nC"}
    result = book(tmp_path, files)
    assert numbers(result) == [(None, "Before"), (1, "Chapter 1. One"), (2, "Chapter 2. Two")]
    assert codes(result) == []


def test_a_number_that_two_headings_say_is_none(tmp_path: Path) -> None:
    result = book(tmp_path, {"a.md": "# Chapter 1\n\nA", "b.md": "# Chapter 1\n\nB"})
    assert [number for number, _ in numbers(result)] == [None, None]
    assert codes(result) == []


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("007", 7), ("1.5", "1.5"), ("2.0", 2), ("12B", "12b"), ("22", 22)]
)
def test_what_may_be_a_number(text: str, number: EpisodeNumber) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "IV", "-1", "1,5", "1234567", "1.2.3", "x"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        parse_number(text)


def test_numbers_between_and_with_letters_have_their_places() -> None:
    numbers = [parse_number(text) for text in ("0", "1", "1.5", "1.10", "2", "12", "12a", "12b", "13")]
    assert all(number_order(one) < number_order(after) for one, after in itertools.pairwise(numbers))


def test_an_unnumbered_episode_stands_where_its_file_stands(tmp_path: Path) -> None:
    numbered = "---\nnumber: {}\n---\nText\n".format
    files = {"a.md": numbered(1), "b.md": "---\nnumber: none\n---\nText\n", "c.md": numbered(2)}
    result = book(tmp_path, files)
    assert [one.name for one in result.manuscript.episodes] == ["a", "b", "c"]
    assert codes(result) == []


@pytest.mark.parametrize("by", ["number", "name"])
def test_prologue_and_epilogue_stand_at_the_ends(tmp_path: Path, by: str) -> None:
    files = {"001.md": "A", "002.md": "B", "prologue.md": "P", "epilogue.md": "E"}
    result = book(tmp_path, files, f'[order]\nby = "{by}"\n')
    assert [one.name for one in result.manuscript.episodes] == ["prologue", "001", "002", "epilogue"]
    assert [number for number, _ in numbers(result)] == [None, 1, 2, None]
    assert codes(result) == []


def test_a_prologue_whose_name_has_a_number_stands_by_it(tmp_path: Path) -> None:
    result = book(tmp_path, {"00-prologue.md": "P", "01-a.md": "A", "02-interlude.md": "I", "03-b.md": "B"})
    assert numbers(result) == [(None, "Prologue"), (1, "A"), (None, "Interlude"), (3, "B")]


def test_an_episode_that_lacks_its_number_comes_last_where_names_say_nothing_of_the_order(tmp_path: Path) -> None:
    numbered = "---\nnumber: {}\n---\nText\n".format
    result = book(tmp_path, {"a.md": numbered(2), "b.md": "Text", "c.md": numbered(1)})
    assert [one.name for one in result.manuscript.episodes] == ["c", "a", "b"]
    assert codes(result) == ["MAN-063"]


def test_weights_order_where_all_have_one_and_nothing_has_a_number(tmp_path: Path) -> None:
    files = {f"{name}.md": f"---\nweight: {weight}\n---\nText\n" for name, weight in (("a", 30), ("b", 10), ("c", 20))}
    assert [one.name for one in book(tmp_path, files).manuscript.episodes] == ["b", "c", "a"]


def test_one_number_in_two_files_is_told_of_and_both_are_kept(tmp_path: Path) -> None:
    result = book(tmp_path, {"a/1.md": "---\nnumber: 1\n---\nA", "b/1.md": "---\nnumber: 1\n---\nB"})
    assert len(result.manuscript.episodes) == 2
    assert codes(result) == ["MAN-060"]
