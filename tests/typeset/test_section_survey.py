"""A section's survey says what stands in its XHTML: no more, no less, each once, in order."""

from __future__ import annotations

import pytest
from lxml import etree

from make_book import xhtml
from make_book.model import Section, Survey
from make_book.typeset.section_survey import survey
from pdf.edge import edge_book

SECTIONS = {section.id: section for section in edge_book().sections}
sections = pytest.mark.parametrize("section", SECTIONS.values(), ids=list(SECTIONS))


def found(section: Section, path: str) -> tuple[str, ...]:
    """Return what the XPath expression `path` selects in the section's XHTML, each value once."""
    selected = etree.XPath(path)(xhtml.parse_one(section.xhtml))
    assert isinstance(selected, list)
    return tuple(dict.fromkeys(map(str, selected)))


@sections
def test_every_field_holds_what_an_xpath_finds(section: Section) -> None:
    seen = section.survey
    assert seen.ids == found(section, "//@id")
    assert seen.links == found(section, "//a/@href")
    assert seen.images == found(section, "//img/@src")
    assert seen.languages == found(section, "//@lang")
    assert seen.notes == found(section, '//aside[@role="doc-footnote"]/@id')
    assert seen.passage_ends == tuple(value.removeprefix("#") for value in found(section, "//@data-until"))
    citing = found(section, '//a[contains(concat(" ", @class, " "), " cross-reference ")]/@href')
    assert seen.cross_references == tuple(value[1:] for value in citing)
    assert seen.list_items == sum(1 for _ in xhtml.elements(xhtml.parse_one(section.xhtml), "li"))


@sections
def test_its_characters_are_those_of_the_text(section: Section) -> None:
    assert section.survey.characters == "".join(sorted(set(xhtml.text_content(xhtml.parse_one(section.xhtml)))))


def test_the_edge_book_has_something_of_everything_but_passages() -> None:
    fields = {name for name in Survey.__struct_fields__ if any(getattr(one.survey, name) for one in SECTIONS.values())}
    assert fields == {*Survey.__struct_fields__} - {"passage_ends"}


def surveyed(text: str) -> Survey:
    return survey(xhtml.parse_one(text))


def test_the_length_of_the_text_and_of_the_notes_are_told_apart() -> None:
    seen = surveyed(
        "<section><p>One two</p>\n<p>three &amp;</p>"
        '<section class="footnotes"><aside><p>A note</p></aside></section></section>'
    )
    assert (seen.text_length, seen.note_length) == (len("One two\nthree &"), len("A note"))


def test_markup_in_the_words_is_no_markup() -> None:
    seen = surveyed(
        '<section><p title="é">src="images/x.png" &lt;a class="cross-reference" href="#x"&gt;</p></section>'
    )
    assert (seen.images, seen.links, seen.cross_references) == ((), (), ())
    assert "é" not in seen.characters
    assert "<" in seen.characters


def test_a_comment_is_no_text_and_hides_none() -> None:
    seen = surveyed("<section><p>a<!-- x -->b</p><!-- y -->c</section>")
    assert (seen.characters, seen.text_length) == ("abc", 3)


def test_a_passage_of_an_index_has_an_end() -> None:
    seen = surveyed('<section><a href="#a" data-until="#b">1</a><a href="#c" data-until="#b">2</a></section>')
    assert (seen.links, seen.passage_ends) == (("#a", "#c"), ("b",))


def test_an_address_outside_the_book_is_a_link_but_no_cross_reference() -> None:
    seen = surveyed('<section><a class="cross-reference" href="https://example.org/#x">x</a></section>')
    assert (seen.links, seen.cross_references) == (("https://example.org/#x",), ())
