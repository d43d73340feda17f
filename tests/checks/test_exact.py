"""Texts that are set already are compared letter by letter; what a printed line hides, the expected text decides."""

from __future__ import annotations

import pytest

from make_book.checks.difference import Difference
from make_book.checks.exact import Text, compare, text_of
from make_book.checks.list_numbers import numbered, opened, same_number
from make_book.checks.wording import BREAK, CALL, END, GAP, HYPHEN, ITEM, LINE, LIST, OPTIONAL, PAGE, VISUAL, Passage


def text(*passages: str, cased: bool = True) -> Text:
    return text_of((Passage(one, f"page {at}") for at, one in enumerate(passages, start=1)), cased=cased)


def difference(expected: str, *actual: str) -> Difference | None:
    return compare(text(expected), text(*actual))


def call(number: str) -> str:
    return f"{CALL}{number}{END}"


def item(number: str, name: str = "") -> str:
    return f"{ITEM}{number}{LIST + name if name else ''}{END} "


SAME = {
    "words over lines": ("two words", f"two{LINE}words"),
    "a divided word": ("considerations", f"considera{HYPHEN}tions"),
    "the author's hyphen at a line's end": ("a well-kept ledger", f"a well{HYPHEN}kept ledger"),
    "a lone hyphen at a line's end": ("less - £20m", f"less {HYPHEN}£20m"),
    "a dash at a line's end": ("so—he said", f"so—{LINE}he said"),
    "an address broken behind a stroke": ("see example.org/tides now", f"see example.org/{LINE}tides now"),
    "a word too long for its line": ("a Aaaaaaaaargh, he", f"a{LINE}Aaaaa{LINE}aaaargh, he"),
    "a word broken where the author says": (f"a very long{BREAK}word", f"a very long{LINE}word"),
    "a place to break that was not used": (f"a very long{BREAK}word", "a very longword"),
    "a word hyphenated where the author says": (f"a very long{BREAK}word", f"a very long{HYPHEN}word"),
    "Chinese over lines": ("水位上升 every day", f"水{LINE}位上升{LINE}every day"),
    "Thai over lines": ("น้ำขึ้น", f"น้ำ{LINE}ขึ้น"),
    "white without a space": ("1 One", f"1{GAP}One"),
    "a word over pages": ("considerations", f"considera{HYPHEN}", "tions"),
    "words over pages": ("two words", f"two{LINE}", "words"),
    "ligatures and spaces": ("ﬁne\u00a0words…", "fine words..."),
    "flags and faces": ("🇩🇪 👩‍🚀 ❤️", "🇩🇪 👩🚀 ❤"),
    "a note's number": (f"end.{call('1')} Next", f"end.{call('1')}{GAP} Next"),
    "a page's number": (f"Episode 22{PAGE} says", f"Episode 22{call('p. 9')} says"),
    "no page's number": (f"Episode 22{PAGE} says", f"Episode 22{LINE}says"),
    "items": (f"a {item('1')}b {item('2')}c", f"a {item('1')}b {item('2')}c"),
    "items in a style of their own": (f"{item('3')}b {item('4')}c", f"{item('iii')}b {item('d')}c"),
    "a list without its numbers": (f"{item('1', 'l')}b {item('2', 'l')}c", "b c"),
    "a list that the style sheet numbers": ("b c", f"{item('1')}b {item('2')}c"),
    "marks that the style sheet sets": (f"say {OPTIONAL}'{END}no{OPTIONAL}'{END}.", "say “no”."),
    "marks that it does not": (f"say {OPTIONAL}'{END}no{OPTIONAL}'{END}.", "say no."),
    "a line from right to left": ("אמר (1976) word סוף.", f"{LINE}{VISUAL}.ףוס word (1976) רמא{END}{LINE}"),
    "Hebrew in an English line": ("said שלום לך, and", f"said {LINE}{VISUAL}ךל םולש{END}{LINE}, and"),
    "points in any order": ("בְּרֵא", f"{LINE}{VISUAL}אֵרּבְ{END}{LINE}"),
    "Arabic with a joined letter": ("السلام عليكم", f"{LINE}{VISUAL}مكيلع مالسلا{END}{LINE}"),
}
OTHER = {
    "a word dropped": ("one two three", "one three", "two", "three"),
    "a word doubled": ("one two three", "one two two three", "three", "two"),
    "words swapped": ("one two three", "one three two", "two", "three"),
    "words joined": ("one two three", "onetwo three", "one", "onetwo"),
    "a word split": ("one lighthouse", "one light house", "lighthouse", "light"),
    "a word split over lines": ("a lighthouse", f"a light{LINE}house", "lighthouse", "light"),
    "a word joined over lines": ("the light house", f"the light{HYPHEN}house", "light", "lighthouse"),
    "a hyphen lost": ("two-and-twenty", "two-andtwenty", "two-and-twenty", "two-andtwenty"),
    "the end lost": ("one two", "one", "two", ""),
    "the beginning lost": ("one two", "two", "one", "two"),
    "something at the end": ("one", "one two", "", "two"),
    "another letter": ("lantern", "lamp", "lantern", "lamp"),
    "a number of a note": (f"end.{call('1')} Next", f"end.{call('2')} Next", "1", "2"),
    "a note's number lost": (f"end.{call('1')} Next", "end. Next", "1", "Next"),
    "a note's number too many": ("end. Next", f"end.{call('1')} Next", "Next", "1"),
    "an item's number": (f"{item('3')}b {item('4')}c", f"{item('1')}b {item('2')}c", "3", "1"),
    "an item's number lost": (f"{item('1', 'l')}b {item('2', 'l')}c", f"{item('1')}b c", "2", "c"),
    "a Hebrew word dropped": ("שלום לך ים", f"{LINE}{VISUAL}םי םולש{END}{LINE}", "שלום", "םי"),
    "Hebrew words swapped": ("שלום לך ים", f"{LINE}{VISUAL}ךל םי םולש{END}{LINE}", "שלום", "ךל"),
    "a point lost": ("בְּרֵא", f"{LINE}{VISUAL}ארּבְ{END}{LINE}", "בְּרֵא", "ארּבְ"),
}


@pytest.mark.parametrize("name", SAME)
def test_what_says_the_same_has_no_difference(name: str) -> None:
    expected, *actual = SAME[name]
    assert difference(expected, *actual) is None


@pytest.mark.parametrize("name", OTHER)
def test_the_first_word_that_differs_is_named(name: str) -> None:
    expected, actual, wanted, found = OTHER[name]
    differs = difference(f"so {expected}", f"so {actual}")
    assert differs is not None
    assert (differs.expected, differs.actual) == (wanted, found)


def test_case_is_told_apart_where_it_is_asked_for() -> None:
    assert difference("The Quay", "THE QUAY") is not None
    assert compare(text("The Quay STRASSE", cased=False), text("THE QUAY straße", cased=False)) is None


def test_both_places_and_the_words_around_are_told() -> None:
    differs = compare(text("one two ", "three four five"), text(f"one{LINE}two ", "three five"))
    assert differs is not None
    assert (differs.expected_place, differs.actual_place) == ("page 2", "page 2")
    shown = "expected “… one two three four five”, found “… one two three five”"
    assert str(differs) == f"expected “four” (page 2), found “five” (page 2); {shown}"


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (3, "1", "3"),
        (1, "a", "a"),
        (27, "a", "aa"),
        (52, "A", "AZ"),
        (14, "i", "xiv"),
        (0, "i", "0"),
        (4000, "I", "4000"),
    ],
)
def test_numbers_of_items_are_set_in_their_style(number: int, style: str, shown: str) -> None:
    assert numbered(number, style) == shown


def test_a_list_counts_as_its_attributes_say() -> None:
    backwards = opened("ol", {"reversed": ""}, 3)
    assert [backwards.label(value) for value in (None, "9", None)] == ["3", "9", "8"]
    assert [opened("ul", {}, 3).label(None), opened("ol", {"start": "x"}, 3).label(None)] == ["", "1"]


def test_a_number_may_be_set_in_another_style_but_not_be_another() -> None:
    assert same_number("4", "iv")
    assert same_number("4", "D")
    assert same_number("4", "04")
    assert not same_number("4", "5")
    assert not same_number("iv", "4")
