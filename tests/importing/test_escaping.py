from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.importing.escaping import markdown, scalar
from make_book.importing.text_paragraphs import words
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.frontmatter import split_frontmatter
from make_book.text.markdown import render
from make_book.xml_text import legal

TRICKY = [
    "# no heading",
    "1. no list",
    "1986. A year.",
    "- no list",
    "+ no list",
    "* no list",
    "> no quotation",
    "*not* _emphasis_",
    "[no](link)",
    "[no]{.span}",
    "text {#no .attribute}",
    "::: verse",
    ":::",
    ": no meaning",
    "a | b",
    "~~~",
    "`no code`",
    "<b>no tag</b>",
    "&amp; stays",
    "&copy; stays",
    "no[^1] note",
    "[^1]: no note",
    "*[OSCE]: no abbreviation",
    "!!! no",
    "![no](x.png)",
    "back\\slash \\* star",
    "---",
    "===",
    "5 < 6 > 4",
    "https://example.org/a_b_c",
    "a_b_c",
    "2*3*4",
    "AT&T",
    "a &copy b",
    "&#1",
    "$5 {x}",
    "\\",
    "a\\",
    "| a | b |",
    "- - x",
    "#hash",
    "12.5 metres",
    "1) no list",
]


def shown(text: str) -> str:
    rendered = render(markdown(text), file="x.md", language="en", prefix="x")
    assert not re.search(r"<(?!/?(p|span|bdi|a)\b)", rendered.text.xhtml), rendered.text.xhtml
    return html.unescape(re.sub(r"<[^>]+>", "", rendered.text.xhtml))


@pytest.mark.parametrize("text", TRICKY)
def test_markdown_shows_the_same_words_and_signs(text: str) -> None:
    signs = r"[#*_<>\\|{}\[\]`&~+=]"
    assert re.findall(signs, shown(text)) == re.findall(signs, text)
    assert words([shown(text)]) == words([text])


@given(st.text(st.sampled_from("ab1 .-#*_[]{}()<>&;|~`:\\+!=^$\"'"), max_size=30).map(str.strip).filter(bool))
def test_markdown_shows_the_words_of_any_text(text: str) -> None:
    text = " ".join(text.split())
    assert words([shown(text)]) == words([text])


VALUES = [
    "no",
    "Yes",
    "null",
    "A: b",
    "# x",
    "- x",
    "“Mole”",
    "„Mole“",
    'say "x"',
    "it's",
    "x ",
    "1984",
    "2020-10-13",
    "a #b",
    "[x]",
    "*a",
    "&a",
    "%x",
    "@x",
    "`x`",
    "\\x",
    "x\u2028y",
    "x\u0085y",
    "~",
    "О тумане",
    "x:",
    "x, y",
    "?",
    "? x",
]


@pytest.mark.parametrize("text", VALUES)
def test_yaml_reads_back_the_same_text(text: str) -> None:
    assert read_back(text) == text


@given(st.text(min_size=1, max_size=30))
def test_yaml_reads_back_any_text_that_a_book_can_hold(text: str) -> None:
    text = legal(text)
    assert read_back(text) == text


def read_back(text: str) -> object:
    parted = split_frontmatter(
        f"---\ntitle: {scalar(text)}\npeople:\n  - {{name: {scalar(text)}, from: ru}}\n---\n", FindingCollector("x.md")
    )
    people = parted.values["people"]
    assert isinstance(people, list)
    assert people == [{"name": parted.values["title"], "from": "ru"}]
    return parted.values["title"]
