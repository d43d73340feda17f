"""Credits: who made what, from which language, and where it stood first."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from make_book import xhtml
from make_book.model import Episode, Imprint, PartialDate, Person, Text, Translator
from make_book.typeset.acknowledgements import (
    authors,
    contributor_lines,
    contributors,
    end_matter,
    original_line,
)
from make_book.typeset.localizer import Localizer

EN = Localizer("en")
PEOPLE = (
    Person("Rosa", "aut"),
    Person("Jan", "aut"),
    Person("Ilse", "edt", note="Edits."),
    Person("Tom", "trl"),
    Person("Rosa", "ill"),
    Person("Kim", "zzz"),
)
IMPRINT = Imprint("T", "en", "urn:x:1", people=PEOPLE)


def episode(**values: object) -> Episode:
    return Episode("e", "T", "en", Text("<p/>"), "e.md", **values)  # type: ignore[arg-type]


def test_authors_are_one_line_and_nobody_is_none() -> None:
    assert authors(IMPRINT, EN) == "Rosa and Jan"
    assert authors(Imprint("T", "en", "urn:x:1"), EN) == ""


def test_the_title_page_names_every_other_hand_once() -> None:
    lines = contributor_lines(IMPRINT, EN)
    assert [re.sub("^.* by ", "", line) for line in lines] == ["Ilse", "Tom", "Rosa"]


def test_a_contributor_stands_once_with_every_role() -> None:
    people = contributors(PEOPLE, EN)
    assert [person.name for person in people] == ["Rosa", "Jan", "Ilse", "Tom", "Kim"]
    assert people[0].roles == "author and illustrator"
    assert people[2].note == "Edits."
    assert people[4].roles == EN.label("role-other")


def test_the_chain_of_translations_stands_in_its_order() -> None:
    chain = (Translator("Ilse", "ru", "de"), Translator("Tom", "de", "en"))
    lines = [credit.xhtml for credit in end_matter(episode(translators=chain), EN)]
    assert ["Ilse" in lines[0], "Tom" in lines[1]] == [True, True]
    assert "Russian" in lines[0]
    assert "German" in lines[1]


def test_the_original_title_is_in_its_own_language() -> None:
    line = original_line(episode(original_title="Лодка & мы", original_language="ru"), EN)
    root = xhtml.parse(line or "")
    (span,) = xhtml.elements(root, "span")
    assert (span.get("lang"), xhtml.text_content(span)) == ("ru", "Лодка & мы")


def test_without_its_own_language_the_original_takes_the_first_of_the_chain() -> None:
    line = original_line(episode(original_title="Лодка", translators=(Translator("I", "ru", "de"),)), EN)
    assert 'lang="ru"' in (line or "")


def test_an_original_known_by_its_date_only_is_one_sentence() -> None:
    line = original_line(episode(original_date=PartialDate(1997, 8)), EN)
    assert line == "First published August 1997."
    assert original_line(episode(), EN) is None


def test_nothing_to_say_is_nothing() -> None:
    assert end_matter(episode(), EN) == ()


@given(st.text("abcé&<>\"'/?=", max_size=20))
def test_whatever_stands_in_the_data_the_credits_are_well_formed(text: str) -> None:
    made = episode(
        source_url=f"https://example.org/{text}", original_title=text or None, translators=(Translator(text),)
    )
    for credit in end_matter(made, EN):
        xhtml.parse(credit.xhtml)
