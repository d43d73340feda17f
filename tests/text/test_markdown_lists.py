"""Lists as CommonMark reads them: after a paragraph, and nested by the width of the marker."""

from __future__ import annotations

import re

import pytest

from checks.second_reading import unlike
from make_book.text.markdown import render

LISTS = {
    "a:\n- b\n- c": "<p>a:</p><ul><li>b</li><li>c</li></ul>",
    "a:\n1. b\n2. c": "<p>a:</p><ol><li>b</li><li>c</li></ol>",
    "a:\n1) b\n2) c": "<p>a:</p><ol><li>b</li><li>c</li></ol>",
    "a\n1986. A year": "<p>a 1986. A year</p>",
    "- a\n  - b\n  - c\n    - d\n- e": "<ul><li>a<ul><li>b</li><li>c<ul><li>d</li></ul></li></ul></li><li>e</li></ul>",
    "1. a\n   - b\n2. c": "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>",
    "1. a\n   1. b\n2. c": "<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>",
    "- a\n    - b\n- c": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "- a\n\n  b\n- c": "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>",
    "1. a\n- b": "<ol><li>a</li></ol><ul><li>b</li></ul>",
    "- a\nb\n- c": "<ul><li>a b</li><li>c</li></ul>",
    "- a\n  - b\n    - c\n\n      d\n- e": (
        "<ul><li>a<ul><li>b<ul><li><p>c</p><p>d</p></li></ul></li></ul></li><li>e</li></ul>"
    ),
    "::: letter\na\n- b\n:::": '<div class="letter"><p>a</p><ul><li>b</li></ul></div>',
    "- a\n* * *\nb": '<ul><li>a</li></ul><hr class="scene-break"/><p>b</p>',
    "1. a\n\n   - b\n2. c": "<ol><li><p>a</p><ul><li>b</li></ul></li><li><p>c</p></li></ol>",
    "> a\n- b": "<blockquote><p>a</p></blockquote><ul><li>b</li></ul>",
    "## a\n- b": "<h2>a</h2><ul><li>b</li></ul>",
}
NO_LISTS = ["a\n* * *\nb", "`a\n-b`", "a\n-b", "```\na\n- b\n```", "<div>\na\n- b\n</div>", "    a\n    - b"]


def made(source: str) -> str:
    return render(source, file="f", language="en", prefix="e").text.xhtml


@pytest.mark.parametrize("source", LISTS)
def test_a_list_is_what_commonmark_takes_for_one(source: str) -> None:
    assert re.sub(r"\s*\n\s*(?=<)|(?<=>)\s*\n\s*", "", made(source)).replace("\n", " ") == LISTS[source]


@pytest.mark.parametrize("source", NO_LISTS)
def test_no_list_is_made_of_rules_code_and_html(source: str) -> None:
    assert "<li>" not in made(source)


def test_a_dash_in_verse_is_a_dash() -> None:
    assert '<span class="line">- b</span>' in made("::: verse\na\n- b\n:::\n\nc")


def test_a_list_follows_the_first_line_of_a_note() -> None:
    rendered = render("a[^1]\n\n[^1]: b\n    - c", file="f", language="en", prefix="e")
    assert rendered.text.notes[0].xhtml == "<p>b</p>\n<ul>\n<li>c</li>\n</ul>"


@pytest.mark.parametrize("source", [*LISTS, "> a\n> - b\n>   - c", "- a\n\n> b\n> - c", "::: verse\na\n- b\n:::\n\nc"])
def test_a_second_reader_reads_the_same_words(source: str) -> None:
    assert unlike(source) == ()
