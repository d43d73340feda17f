"""Generated sections say what the data says, or are not there."""

from __future__ import annotations

import msgspec
import pytest

from make_book.manuscript.section_names import GENERATED
from make_book.model import Book, Episode, ImageUse, Imprint, IndexMark, Matter, Part, Person, Text
from make_book.typeset.generated import values
from make_book.typeset.section_semantics import UNLISTED, UNTITLED, semantics

BARE = Book(Imprint("T", "en", "urn:x:1"), (), (), ())
MARKED = Text("<p/>", marks=(IndexMark("e1-index-1", ("Ferry",)),))
QUAY = ImageUse("a", "x", "Photo: F.", "The quay", anchor="foreword-figure-1")
FULL = Book(
    Imprint("T", "en", "urn:x:1", people=(Person("Rosa", "aut"),)),
    (
        Matter(
            "foreword",
            "Before",
            "en",
            Text("<p/>", images=(QUAY,)),
            "f.md",
        ),
    ),
    (
        Part(
            "p",
            None,
            (
                Episode("e1", "One", "en", MARKED, "1.md", number=1, source_url="https://www.example.org/1/"),
                Episode("e2", "Two", "en", Text("<p/>", images=(ImageUse("b", "y", "Photo: E."),)), "2.md"),
            ),
        ),
    ),
    (),
)


@pytest.mark.parametrize("kind", sorted(GENERATED))
def test_every_section_the_house_promises_can_be_made(kind: str) -> None:
    assert values(FULL, kind) is not None


@pytest.mark.parametrize("kind", ["contributors", "index", "sources", "image-credits"])
def test_a_section_without_anything_to_say_is_not_made(kind: str) -> None:
    assert values(BARE, kind) is None


def test_sources_name_only_episodes_that_stood_elsewhere_first() -> None:
    (line,) = (values(FULL, "sources") or {})["sources"]
    assert (line.id, line.name, line.shown, line.original) == ("e1", "1. One", "example.org/1", None)


def test_credits_of_pictures_come_in_the_order_of_the_book() -> None:
    lines = (values(FULL, "image-credits") or {})["image_credits"]
    assert [(line.id, line.credit) for line in lines] == [("foreword", "Photo: F."), ("e2", "Photo: E.")]


@pytest.mark.parametrize(
    ("fonts", "said"),
    [((None,), "EB Garamond"), (("Vollkorn",), "Vollkorn"), ((None, "Vollkorn"), "EB Garamond, Vollkorn")],
)
def test_the_colophon_names_what_the_print_editions_are_set_in(fonts: tuple[str | None, ...], said: str) -> None:
    book = msgspec.structs.replace(FULL, imprint=msgspec.structs.replace(FULL.imprint, text_fonts=fonts))
    assert (values(book, "colophon") or {})["lines"][0] == f"The print edition is set in {said}."


def test_kinds_that_mean_nothing_to_a_reading_system_have_no_semantics() -> None:
    assert semantics("half-title") == (None, None)
    assert semantics("foreword") == ("foreword", "doc-foreword")
    assert UNTITLED <= UNLISTED
