"""The same words, whatever typography did to them; and the first that differs, named with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.text.faithfulness import compare, contained
from make_book.text.words import ANYTHING, BROKEN, END, LOOSE, MAYBE, Passage, Words, words

ONE = f"{MAYBE}1{END}"

SAME = [
    ('He said "no" -- well-known...', "He said “no” — well-known…"),
    ("mot ! « oui »", "mot\u202f! «\u00a0oui\u00a0»"),
    ("10 km, J. R. Hale", "10\u00a0km, J.\u2009R. Hale"),
    ("one word", "ONE wo\u00ad\u200brd"),
    ("affluent office", "aﬄuent oﬃce"),
    ("hyphenate it", f"hyphe{BROKEN}nate it"),
    ("well-known it", f"well{BROKEN}known it"),
    ("a well-worn well-known path", f"a well-{LOOSE}worn well{BROKEN}known path"),
    ("see https://example.org/a/b then", f"see https://example.{LOOSE}org/a/b then"),
    ("The opening", f"T{LOOSE}he opening"),
    ("A man", f"A{LOOSE}man"),
    ("a note and more", f"a note{ONE} and more"),
    (f"a note{ONE} and more", "a note1 and more"),
    (f"a note,{ONE} and more", "a note,1 and more"),
    ("x2 and b2O", f"x{MAYBE}2{END} and b{MAYBE}2{END}O"),
    (f"see Episode 22{ANYTHING} for it", "see Episode 22 (page 45) for it"),
    (f"see {ANYTHING} for it", "see Episode 22 for it"),
    (f"as in {ANYTHING}. That is it. The end", "as in Episode 5. That is it. The end"),
    (f"the last {ANYTHING}", "the last . . . 7"),
    ("שלום עולם and on", "עולם שלום and on"),
]

DIFFERENT = [
    ("one two three", "one three", "two", "three"),
    ("one two three", "one two", "three", ""),
    ("one two", "one two three", "", "three"),
    ("two words here", "twowords here", "two", "twowords"),
    ("the end. Next one", "the end.Next one", "next", "next"),
    ("one word here", "one wo rd here", "word", "wo"),
    ("well-known it", "wellknown it", "well", "wellknown"),
    ("a note and", "a note1 and", "note", "note1"),
    ("one. Two", "one, Two", ".", ","),
    ("שלום עולם and", "שלום and", "עולם", "and"),
]


def stream(text: str, place: str = "here") -> Words:
    return words([Passage(text, place)])


@pytest.mark.parametrize(("wanted", "found"), SAME)
def test_what_typography_and_paper_change_is_no_difference(wanted: str, found: str) -> None:
    assert compare(stream(wanted), stream(found)) is None


@pytest.mark.parametrize(("wanted", "found", "expected", "actual"), DIFFERENT)
def test_every_other_change_is_one(wanted: str, found: str, expected: str, actual: str) -> None:
    difference = compare(stream(wanted), stream(found))
    assert difference is not None
    assert (difference.expected, difference.actual) == (expected, actual)


def test_a_difference_names_its_places_and_shows_what_is_around() -> None:
    source = words([Passage("It was the first day.\n", "a.md:7"), Passage("Then came the second.\n", "a.md:9")])
    page = words([Passage("It was the first day. ", "page i"), Passage("Then the second.", "page ii")])
    difference = compare(source, page)
    assert difference is not None
    assert (difference.expected_place, difference.actual_place) == ("a.md:9", "page ii")
    assert "day. then came the second" in difference.expected_context
    assert "“came” (a.md:9)" in str(difference)


def test_a_body_is_found_between_the_words_of_its_header_and_its_end() -> None:
    section = stream("4th Early he came. 4th. Early came the clerk to me. Translated by nobody")
    assert contained(stream("4th. Early came the clerk to me."), section) is None


def test_a_body_with_a_gap_is_not_contained() -> None:
    difference = contained(stream("Early came the clerk to me."), stream("Early Early came the to me. End"))
    assert difference is not None
    assert difference.expected == "clerk"


def test_a_body_that_lost_its_beginning_is_not_contained() -> None:
    assert contained(stream("Early came the clerk"), stream("A title came the clerk")) is not None


WORD = st.text("abcdeé", min_size=1, max_size=4)


@given(st.lists(WORD, min_size=1, max_size=30), st.data())
def test_taking_any_word_away_is_found(text: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(text) - 1))
    found = compare(stream(" ".join(text)), stream(" ".join(text[:gone] + text[gone + 1 :])))
    assert found is not None
    assert found.at <= len(text)


@given(st.lists(WORD, min_size=2, max_size=30), st.data())
def test_joining_any_two_words_is_found(text: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 2))
    joined = [*text[:at], text[at] + text[at + 1], *text[at + 2 :]]
    assert compare(stream(" ".join(text)), stream(" ".join(joined))) is not None


@given(st.lists(WORD, min_size=1, max_size=30), st.data())
def test_any_line_breaks_are_no_difference(text: list[str], data: st.DataObject) -> None:
    lines = "".join(
        word[:cut] + (BROKEN if 0 < cut < len(word) else "") + word[cut:] + data.draw(st.sampled_from([" ", LOOSE]))
        for word in text
        for cut in [data.draw(st.integers(0, len(word)))]
    )
    assert compare(stream(" ".join(text)), stream(lines)) is None


@given(st.lists(WORD, max_size=20))
def test_folding_twice_changes_nothing(text: list[str]) -> None:
    once = stream(" ".join(text))
    assert stream(" ".join(once.tokens)).tokens == once.tokens
