"""The lines of the contents."""

from __future__ import annotations

import msgspec
import pytest

from make_book.model import Book, Episode, Imprint, Matter, Part, PartialDate, Text
from make_book.typeset.contents import dated_only, episode_entry, heading_of, narrator_of
from make_book.typeset.generated import entries
from make_book.typeset.localizer import Localizer

EN = Localizer("en")
DAY = PartialDate(2020, 10, 13)


def episode(number: int, title: str = "T", **values: object) -> Episode:
    return Episode(f"e{number}", title, "en", Text("<p/>"), "e.md", number=number, **values)  # type: ignore[arg-type]


def book(*episodes: Episode, part: str | None = None) -> Book:
    foreword = Matter("foreword", "Before", "en", Text("<p/>"), "f.md")
    return Book(Imprint("T", "en", "urn:x:1"), (foreword,), (Part("p", part, episodes),), ())


@pytest.mark.parametrize("title", ["2020-10-13", " 2020-10-13 ", "2020.10.13", "2020/10/13", "2020–10–13"])
def test_a_title_that_is_only_the_date_is_said_in_words(title: str) -> None:
    assert dated_only(episode(1, title, date=DAY))
    assert heading_of(episode(1, title, date=DAY), EN) == EN.date(DAY)


def test_another_date_or_no_date_is_a_title() -> None:
    assert heading_of(episode(1, "2020-10-14", date=DAY), EN) == "2020-10-14"
    assert heading_of(episode(1, "2020-10-13"), EN) == "2020-10-13"


def test_the_narrator_shown_is_the_narrator_else_the_authors() -> None:
    assert narrator_of(episode(1, narrator="Rosa", authors=("Jan",)), EN) == "Rosa"
    assert narrator_of(episode(1, authors=("Jan", "Ida")), EN) == "Jan and Ida"
    assert narrator_of(episode(1), EN) is None


def test_an_entry_says_the_date_unless_it_is_the_title() -> None:
    assert episode_entry(episode(1, date=DAY), EN, show_narrator=True).date == EN.date(DAY)
    assert episode_entry(episode(1, DAY.iso, date=DAY), EN, show_narrator=True).date is None


def test_narrators_are_named_only_where_there_are_several() -> None:
    one = book(episode(1, narrator="Rosa"), episode(2, narrator="Rosa"))
    two = book(episode(1, narrator="Rosa"), episode(2, narrator="Jan"))
    assert [entry.narrator for entry in entries(one, EN) if entry.kind == "episode"] == [None, None]
    assert [entry.narrator for entry in entries(two, EN) if entry.kind == "episode"] == ["Rosa", "Jan"]


def test_episodes_stand_under_their_part() -> None:
    with_part = entries(book(episode(1), part="Autumn"), EN)
    assert [(entry.kind, entry.place) for entry in with_part] == [("matter", "front"), ("part", "body")]
    assert [entry.id for entry in with_part[1].entries] == ["e1"]
    assert [entry.id for entry in entries(book(episode(1)), EN)] == ["foreword", "e1"]


def test_the_order_of_the_book_is_the_order_of_the_contents() -> None:
    made = book(episode(1))
    preface = Matter("preface", "First", "en", Text("<p/>"), "p.md")
    turned = msgspec.structs.replace(made, front=(preface, *made.front))
    assert [entry.id for entry in entries(turned, EN)] == ["preface", "foreword", "e1"]
