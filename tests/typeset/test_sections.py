"""The edge book's sections as XHTML, held against golden files; `UPDATE_GOLDEN=1` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from make_book import xhtml
from make_book.findings import BookError
from make_book.model import (
    Book,
    Division,
    Episode,
    GeneratedSection,
    Imprint,
    Matter,
    Note,
    Part,
    PartialDate,
    Section,
    Text,
)
from make_book.style_files import read_styles
from make_book.typeset.generated import entries
from make_book.typeset.localizer import Localizer
from make_book.typeset.section_filling import episode_number
from make_book.typeset.sections import typeset
from pdf.edge import edge_book

GOLDEN = Path(__file__).with_name("golden")
IDS = [section.id for section in edge_book().sections]


def section(name: str) -> Section:
    return next(section for section in edge_book().sections if section.id == name)


@pytest.mark.parametrize("name", IDS)
def test_the_xhtml_of_the_edge_book_is_as_it_was(name: str) -> None:
    path, found = GOLDEN / f"{name}.xhtml", section(name).xhtml + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.xhtml")} == set(IDS)


@pytest.mark.parametrize("name", IDS)
def test_a_section_is_one_element_with_its_id_and_its_language(name: str) -> None:
    root = xhtml.parse_one(section(name).xhtml)
    assert (root.tag, root.get("id")) == ("section", name)
    assert root.get("lang") == root.get(xhtml.XML_LANG) == section(name).language


def test_ids_are_unique_in_the_book_and_every_link_inside_it_leads_somewhere() -> None:
    ids, targets = [], []
    for part in edge_book().sections:
        for element in xhtml.elements(xhtml.parse_one(part.xhtml)):
            if element.get("id"):
                ids.append(str(element.get("id")))
            if (element.get("href") or "").startswith("#"):
                targets.append(str(element.get("href"))[1:])
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)
    assert len(targets) > 30


def test_levels_make_the_outline() -> None:
    levels = {part.id: part.level for part in edge_book().sections}
    assert (levels["part-the-coast"], levels["episode-001"], levels["foreword"], levels["contents"]) == (1, 2, 1, 0)
    assert section("episode-001").part == "part-the-coast"


def test_a_note_leads_back_to_its_first_call_whatever_it_begins_with() -> None:
    for body in ("<p>A note.</p>", "<blockquote><p>Said.</p></blockquote>", "<ul><li>One</li></ul>"):
        made = typeset(one_episode(notes=(Note("n1", "1", body),)), read_styles())
        aside = next(xhtml.elements(xhtml.parse_one(made[0].xhtml), "aside"))
        assert aside[0].tag == "p"
        assert (aside[0][0].get("role"), aside[0][0].get("href")) == ("doc-backlink", "#n1-ref")
        assert xhtml.text_content(aside).split()[0] == "1"


def one_episode(language: str = "en", **text: object) -> Book:
    episode = Episode(
        id="episode-007",
        title="The <Seventh> & last",
        language=language,
        text=Text("<p>Text.</p>", **text),  # type: ignore[arg-type]
        source="manuscript/episodes/007.md",
        number=7,
        date=PartialDate(2020, 10, 13),
        kicker="“K”",
        place="Vell",
        authors=("Rosa", "Jan"),
    )
    return Book(Imprint("A & B", "en", "urn:x:1"), (), (Part("part-1", None, (episode,)),), ())


def test_data_is_escaped_and_text_is_not() -> None:
    (made,) = typeset(one_episode(), read_styles())
    assert "<h1" in made.xhtml
    assert "The &lt;Seventh&gt; &amp; last" in made.xhtml
    assert "<p>Text.</p>" in made.xhtml
    assert made.title == "7. The <Seventh> & last"


@pytest.mark.parametrize(
    ("language", "number", "date"),
    [("en", "Episode 7", "October 13, 2020"), ("de", "Folge 7", "13. Oktober 2020"), ("ru", "7", "13 октября 2020")],
)
def test_an_episode_speaks_its_own_language(language: str, number: str, date: str) -> None:
    words = xhtml.text_content(xhtml.parse_one(typeset(one_episode(language), read_styles())[0].xhtml))
    assert number in words
    assert date in words.replace("\u00a0", " ")


def test_the_book_may_say_what_an_episode_is_called() -> None:
    book = one_episode()
    named = msgspec.structs.replace(book, imprint=msgspec.structs.replace(book.imprint, episode_label="Letter"))
    assert episode_number(named, named.episodes[0]) == "Letter 7"


def test_an_entry_called_by_its_date_says_the_date_once() -> None:
    book = one_episode()
    dated = msgspec.structs.replace(book.episodes[0], title="2020-10-13")
    (made,) = typeset(msgspec.structs.replace(book, parts=(Part("part-1", None, (dated,)),)), read_styles())
    words = xhtml.text_content(xhtml.parse_one(made.xhtml)).replace("\u00a0", " ")
    assert words.count("October 13, 2020") == 1
    assert made.title == "7. October 13, 2020"


def test_an_episode_called_by_its_number_says_the_number_once() -> None:
    book = one_episode()
    untitled = msgspec.structs.replace(book.episodes[0], title="Episode 7")
    untitled_book = msgspec.structs.replace(book, parts=(Part("part-1", None, (untitled,)),))
    (made,) = typeset(untitled_book, read_styles())
    assert xhtml.text_content(xhtml.parse_one(made.xhtml)).count("Episode 7") == 1
    assert made.title == "Episode 7"
    (entry,) = (one for one in entries(untitled_book, Localizer("en")) if one.kind == "episode")
    assert (entry.number, entry.title) == (None, "Episode 7")


@pytest.mark.parametrize(
    ("isbn", "print_isbn", "said"),
    [
        (None, None, []),
        ("978-3-16-148410-0", None, ["ISBN 978-3-16-148410-0"]),
        (None, "978-0-306-40615-7", ["ISBN 978-0-306-40615-7"]),
        (
            "978-3-16-148410-0",
            "978-0-306-40615-7",
            ["ISBN (print) 978-0-306-40615-7 ISBN (EPUB) 978-3-16-148410-0"],
        ),
    ],
)
def test_two_isbns_are_told_apart_on_the_copyright_page(
    isbn: str | None, print_isbn: str | None, said: list[str]
) -> None:
    book = one_episode()
    imprint = msgspec.structs.replace(book.imprint, isbn=isbn, print_isbn=print_isbn)
    made = typeset(
        msgspec.structs.replace(book, imprint=imprint, front=(GeneratedSection("copyright"),)), read_styles()
    )
    lines = [node for node in xhtml.elements(xhtml.parse_one(made[0].xhtml), "p") if node.get("class") == "isbn"]
    assert [" ".join(xhtml.text_content(line).split()) for line in lines] == said


def test_a_dedication_has_no_heading_and_a_foreword_has_one() -> None:
    matters = tuple(
        Matter(kind, kind.title(), "en", Text("<p>Words.</p>"), f"manuscript/{kind}.md")
        for kind in ("dedication", "foreword")
    )
    book = msgspec.structs.replace(one_episode(), front=matters)
    dedication, foreword, _ = typeset(book, read_styles())
    assert "<h1" not in dedication.xhtml
    assert "<h1" in foreword.xhtml
    assert (dedication.level, foreword.level, foreword.place) == (0, 1, Division.FRONT)


def test_text_that_is_not_well_formed_is_a_finding_not_a_crash() -> None:
    book = one_episode()
    broken = msgspec.structs.replace(book.episodes[0], text=Text("<p>Text"))
    with pytest.raises(BookError) as caught:
        typeset(msgspec.structs.replace(book, parts=(Part("part-1", None, (broken,)),)), read_styles())
    assert [finding.code for finding in caught.value.findings] == ["TYP-002"]
