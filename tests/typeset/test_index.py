"""The index: what the marks of a book become, and that each of its links leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book import xhtml
from make_book.model import Book, Episode, GeneratedSection, Imprint, IndexMark, Matter, Part, Text
from make_book.style_files import read_styles
from make_book.typeset.index import LETTERED, Index, IndexEntry, make_index
from make_book.typeset.localizer import Localizer
from make_book.typeset.sections import typeset

NBSP = "\N{NO-BREAK SPACE}"
Marks = tuple[IndexMark, ...]


def book(*episodes: Marks, foreword: Marks = (), index: str = "", **imprint: str) -> Book:
    return Book(
        Imprint("T", imprint.pop("language", "en"), "urn:x:1", **imprint),  # type: ignore[arg-type]
        (Matter("foreword", "Before we begin", "en", Text(anchors(foreword), marks=foreword), "f.md"),),
        (
            Part(
                "p",
                None,
                tuple(
                    Episode(f"e{number}", "A title", "en", Text(anchors(marks), marks=marks), "e.md", number=number)
                    for number, marks in enumerate(episodes, 1)
                ),
            ),
        ),
        (Matter("index", "Names", "en", Text(index), "manuscript/index.md") if index else GeneratedSection("index"),),
    )


def anchors(marks: Marks) -> str:
    return f"<p>{''.join(f'<span id={chr(34)}{mark.anchor}{chr(34)}></span>' for mark in marks)}</p>"


def mark(anchor: str, *terms: str, see: str | None = None, also: str | None = None) -> IndexMark:
    return IndexMark(anchor, terms, see, also)


def made(*episodes: Marks, foreword: Marks = (), **imprint: str) -> Index:
    whole = book(*episodes, foreword=foreword, **imprint)
    index = make_index(whole, Localizer(whole.imprint.language))
    assert index is not None
    return index


def lines(index: Index) -> list[str]:
    return [line for group in index.groups for entry in group.entries for line in written(entry, "")]


def written(entry: IndexEntry, margin: str) -> list[str]:
    said = ", ".join([entry.term, *(place.shown for place in entry.locators)])
    said += "".join(f" > {other.term}" for other in entry.see) + "".join(
        f" >> {other.term}" for other in entry.see_also
    )
    return [margin + said, *(line for below in entry.entries for line in written(below, margin + "- "))]


def section(whole: Book) -> xhtml.Element:
    sections = typeset(whole, read_styles())
    return xhtml.parse_one(next(one.xhtml for one in sections if one.kind == "index"))


def test_terms_and_sub_terms_stand_in_order_with_their_episodes() -> None:
    index = made(
        (mark("a", "Floods", "of 1976"), mark("b", "Cat")),
        (mark("c", "Floods", "of 1954"), mark("d", "Floods"), mark("e", "Äpfel", "red", "small")),
        foreword=(mark("f", "Cat"),),
    )
    assert lines(index) == [
        "Äpfel",
        "- red",
        "- - small, 2",
        "Cat, Before we begin, 1",
        "Floods, 2",
        "- of 1954, 2",
        "- of 1976, 1",
    ]


def test_spellings_that_differ_in_case_are_one_entry_written_with_a_capital() -> None:
    index = made((mark("a", "tide board"), mark("b", f"Tide{NBSP}board")))
    assert lines(index) == [f"Tide{NBSP}board, 1, 1{NBSP}(2)"]


def test_several_places_in_one_episode_are_told_apart_and_one_place_is_named_once() -> None:
    (entry,) = made((mark("a", "Cat"), mark("b", "Cat"), mark("a", "Cat")), (mark("c", "Cat"),)).groups[0].entries
    assert [(place.anchor, place.shown, place.name) for place in entry.locators] == [
        ("a", "1", "Episode 1"),
        ("b", f"1{NBSP}(2)", f"Episode 1{NBSP}(2)"),
        ("c", "2", "Episode 2"),
    ]


def test_places_are_called_in_the_words_of_the_book() -> None:
    assert made((mark("a", "Cat"),), episode_label="Letter").example == ("1", "Letter 1")
    assert made((mark("a", "Katze"),), language="de").example == ("1", "Folge 1")
    assert made((), foreword=(mark("a", "Cat"),)).example is None


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([mark("a", "Sea", see="Water"), mark("b", "Water")], ["Sea > Water", "Water, 1"]),
        ([mark("a", "Sea", also="Water; Cat"), mark("b", "Water"), mark("c", "Cat")],
         ["Cat, 1", "Sea, 1 >> Cat >> Water", "Water, 1"]),
        ([mark("a", "Sea", see="Water: salt"), mark("b", "Water", "salt")],
         ["Sea > Water: salt", "Water", "- salt, 1"]),
        ([mark("a", "Sea", see="water"), mark("b", "Water"), mark("c", "Sea")], ["Sea, 1 >> Water", "Water, 1"]),
        ([mark("a", "Sea", see="Nowhere"), mark("b", "Cat", also="Nowhere")], ["Cat, 1"]),
        ([mark("a", "Sea", see="Ocean"), mark("b", "Ocean", see="Gone"), mark("c", "Cat")], ["Cat, 1"]),
        ([mark("a", "Sea", also="Sea")], ["Sea, 1"]),
    ],
)  # fmt: skip
def test_references_lead_to_entries_that_are_there(marks: list[IndexMark], said: list[str]) -> None:
    assert lines(made(tuple(marks))) == said


def test_a_passage_keeps_its_end_for_print() -> None:
    passage = IndexMark("a", ("Sea",), until="b")
    (link,) = xhtml.elements(section(book((passage,))), "a")
    assert (link.get("href"), link.get("data-until")) == ("#a", "#b")


def test_a_book_without_places_has_no_index() -> None:
    assert make_index(book((mark("a", "Sea", see="Ocean"),)), Localizer("en")) is None


def test_only_a_long_index_has_letters_over_its_groups() -> None:
    few = made(tuple(mark(f"a{at}", f"{letter}at") for at, letter in enumerate("bcc")))
    many = made(tuple(mark(f"a{at}", f"{'bc'[at % 2]}at {at}") for at in range(LETTERED + 1)))
    assert [group.letter for group in few.groups] == ["", ""]
    assert [group.letter for group in many.groups] == ["B", "C"]


def test_every_link_of_the_index_leads_to_a_place_in_the_book() -> None:
    whole = book((mark("a", "Sea"), mark("b", "Ocean", see="Sea")), (mark("c", "Sea", "salt", also="Sea"),))
    sections = typeset(whole, read_styles())
    known = {node.get("id") for one in sections for node in xhtml.elements(xhtml.parse_one(one.xhtml))}
    links = [link.get("href", "")[1:] for link in xhtml.elements(section(whole), "a")]
    assert len(links) == 4
    assert set(links) <= known


def test_the_index_says_what_it_is() -> None:
    root = section(book((mark("a", "Sea"),), (mark("b", "Sea"), mark("c", "Ocean", see="Sea"))))
    types = [node.get(xhtml.EPUB_TYPE) for node in xhtml.elements(root) if node.get(xhtml.EPUB_TYPE)]
    assert (root.get("role"), types[0]) == ("doc-index", "index")
    assert {"index-entry-list", "index-entry", "index-term", "index-locator", "index-xref-preferred"} <= set(types)
    assert [link.get("aria-label") for link in xhtml.elements(root, "a")] == [None, "Episode 1", "Episode 2"]


def test_what_somebody_wrote_stands_before_the_list() -> None:
    root = section(book((mark("a", "Sea"),), index="<p>Ships are in italics.</p>"))
    assert xhtml.words(root) == "Names Ships are in italics. 1 = Episode 1 Sea, 1"


def test_a_written_index_without_marks_stays_as_it_is() -> None:
    root = section(book((), index="<p>Sea: everywhere.</p>"))
    assert (xhtml.words(root), root.get("role")) == ("Names Sea: everywhere.", "doc-index")


def test_a_language_says_see_in_its_own_words() -> None:
    whole = book((mark("a", "Meer"), mark("b", "Ozean", see="Meer")), language="de")
    assert xhtml.words(section(whole)) == "Register 1 = Folge 1 Meer, 1 Ozean, siehe Meer"


TERM = st.sampled_from(["Sea", "sea", "Öl", "1976", "?", "Sea, salt", "Cat"])
MARK = st.builds(
    IndexMark,
    anchor=st.integers(1, 9).map(lambda number: f"a{number}"),
    terms=st.lists(TERM, min_size=1, max_size=3).map(tuple),
    see=st.none() | TERM | st.just("Cat; Sea: 1976"),
    see_also=st.none() | TERM,
)


@given(st.lists(MARK, min_size=1, max_size=12))
def test_any_marks_give_every_place_and_only_references_that_lead_somewhere(marks: list[IndexMark]) -> None:
    index = make_index(book(tuple(marks)), Localizer("en"))
    entries = [entry for group in index.groups for entry in walk(group.entries)] if index else []
    places = {(entry.term.casefold(), place.anchor) for entry in entries for place in entry.locators}
    assert places == {(mark.terms[-1].casefold(), mark.anchor) for mark in marks if not mark.see}
    ids = [entry.id for entry in entries if entry.id]
    called = {other.id for entry in entries for other in (*entry.see, *entry.see_also)}
    assert called == set(ids)
    assert len(ids) == len(set(ids))
    assert all(entry.locators or entry.entries or entry.see for entry in entries)
    assert not any(entry.see and (entry.locators or entry.entries) for entry in entries)


def walk(entries: tuple[IndexEntry, ...]) -> Iterator[IndexEntry]:
    for entry in entries:
        yield entry
        yield from walk(entry.entries)
