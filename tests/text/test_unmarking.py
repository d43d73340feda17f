"""A second reading of the dialect: the words and nothing but the words."""

import re
from pathlib import Path

import pytest

from make_book import xhtml
from make_book.text import markdown
from make_book.text.faithfulness import compare, contained
from make_book.text.unmarking import unmark
from make_book.text.words import Passage, words

DIALECT = {
    "The *tide* was **high** and ***rising***.": "The tide was high and rising .",
    "un*believ*able, snake_case_word": "un" + "believ" + "able , snake_case_word",
    "5 * 3 is not emphasis": "5 * 3 is not emphasis",
    "## A heading {#anchor .big}": "A heading",
    "# Twice #": "Twice",
    "Title\n=====\n\nText": "Title Text",
    "* * *": "",
    "---": "",
    "- one\n- two\n\n1. three\n2. four": "one two 1 . three 2 . four",
    "A line that is\n1914. not a list": "a line that is 1914 . not a list",
    "> A quotation\n> > nested": "a quotation nested",
    "| a | b |\n|---|:-:|\n| c \\| d | e |": "a b c | d e",
    "Term\n:   Its meaning": "term its meaning",
    "*[OSCE]: Organization\n\nThe OSCE": "the osce",
    '[words](https://example.org "title")': "words",
    "[words][ref]\n\n[ref]: https://example.org": "words",
    "[only brackets] stay": "[ only brackets ] stay",
    "<https://example.org/a>": "https : / / example.org / a",
    "Salt &amp; water&nbsp;here": "salt & water here",
    'a<br/>b <i lang="la">c</i>d': "a b cd",
    "<!-- not\nthis --> but that": "but that",
    "::: verse\nOne line\nanother\n:::": "one line another",
    "::: {.any lang=fr}\nBonjour\n:::": "bonjour",
    "::: epigraph\nWater keeps no books.\n\n— The clerk\n:::": "water keeps no books . the clerk",
    "A signature {.signature}": "a signature",
    "[лодка]{lang=ru} and [sic]{.editor}": "лодка and [sic]",
    '[tide clerk]{.index term="Clerk, tide"} spoke []{.index term="Floods"}': "tide clerk spoke",
    '![What it shows](images/quay.png "The quay"){credit="Photo: A. N."}': "the quay photo : a . n .",
    '[![Quay](images/q.png "The quay"){credit="A. N."}](https://example.org)': "the quay a . n .",
    'Words ![ornament](images/o.png "not shown") more': "words more",
    "[the flood](episode:22)": "the flood",
    "`*code* &amp;` stays": "* code * & amp ; stays",
    "`\U00020000*`, \\\U00020001, \U0001f600": "\U00020000* , \\\U00020001 , \U0001f600",
    "~~~python\n*x* = {y}\n~~~": "* x * = { y }",
    "\\*not\\* emphasis": "* not * emphasis",
    "  \n---\n": "",
}


def spoken(text: str) -> str:
    return " ".join(token.strip("\x0e\x0f\x1d") for token in words(unmark(text, "a.md").main).tokens)


@pytest.mark.parametrize("source", DIALECT)
def test_every_construct_leaves_its_words(source: str) -> None:
    wanted = re.sub(r"\s", "", DIALECT[source].lower())
    assert re.sub(r"\s", "", spoken(source)).replace("-the", "the") == wanted


def test_front_matter_has_no_words_but_keeps_the_lines() -> None:
    read = unmark("---\ntitle: No\n---\n\nFirst\nsecond.\n", "a.md")
    assert [(p.text.strip(), p.place) for p in read.main] == [("First", "a.md:5"), ("second.", "a.md:6")]


def test_notes_come_apart_in_the_order_of_their_references() -> None:
    read = unmark("One[^b] two[^a].\n\n[^a]: Alpha[^c]\n\n    more\n\n[^b]: Beta\n\n[^c]: Gamma\n\nThree.", "a.md")
    assert words(read.main).tokens == ("one", "two", ".", "three", ".")
    assert words(read.notes).tokens == ("beta", "alpha", "more", "gamma")


def test_a_note_nobody_refers_to_is_not_among_the_words() -> None:
    assert unmark("Text.\n\n[^x]: lost", "a.md").notes == ()


def test_words_that_the_program_makes_match_anything_short() -> None:
    assert compare(words(unmark("see [](episode:22).", "a").main), words(unmark("see Episode 22.", "b").main)) is None


def test_the_whole_of_a_real_serial_leaves_no_markup(shared: Path) -> None:
    files = sorted((shared / "corpus" / "pepys-1660").glob("*.md"))
    read = [unmark(file.read_text(encoding="utf-8"), file.name) for file in files]
    text = "".join(passage.text for one in read for passage in one.main + one.notes)
    assert not set(text) & set("<>^\\|{}`")
    assert len(text.split()) > 130_000


def test_a_number_at_the_head_of_a_paragraph_may_stand_in_the_book() -> None:
    source = "14. Oktober war es kalt.\n\nDann kam Schnee.\n"
    rendered = markdown.render(source, file="a.md", language="de", prefix="e")
    written = unmark(source, "a.md")
    assert (
        contained(words(written.main), words([Passage(xhtml.text_content(xhtml.parse(rendered.text.xhtml)), "a")]))
        is None
    )
