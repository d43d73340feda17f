"""The manuscript read by another parser: the words, and nothing but the words."""

import re
from pathlib import Path

import pytest

from checks.second_reading import unlike
from make_book.checks.second_reader import read_manuscript
from make_book.checks.tolerant import words
from make_book.checks.wording import CALL, END, GENERATED, ITEM, OPTIONAL

DIALECT = {
    "The *tide* was **high** and ***rising***.": "The tide was high and rising.",
    "un*believ*able, snake_case_word": "unbelievable, snake_case_word",
    "5 * 3 is not emphasis": "5 * 3 is not emphasis",
    "## A heading {#anchor .big}": "A heading",
    "# Twice #": "Twice",
    "Title\n=====\n\nText": "Title Text",
    "Title\n---\nText": "Title Text",
    "* * *": "",
    "- one\n- two\n\n1. three\n2. four": "one two <1> three <2> four",
    "3) three\n4) four": "<3> three <4> four",
    '<ol start="7" type="i"><li>seven</li><li value="9">nine</li></ol>': "<vii> seven <ix> nine",
    "<ol reversed><li>b</li><li>a</li></ol>": "<2> b <1> a",
    "A line that is\n1914. not a list": "A line that is 1914. not a list",
    "> A quotation\n> > nested": "A quotation nested",
    "| a | b |\n|---|:-:|\n| c \\| d | e |": "a b c | d e",
    "| a |\n|---|\n| b | more than the head has |": "a b more than the head has",
    "either | or": "either | or",
    "Term\n:   Its meaning": "Term Its meaning",
    "One\nTwo\n: Their meaning": "One Two Their meaning",
    "*[OSCE]: Organization\n\nThe OSCE": "The OSCE",
    '[words](https://example.org "title")': "words",
    "[words][ref]\n\n[ref]: https://example.org": "words",
    "[sic]: yes": "[sic]: yes",
    "[[Draft] The pier](https://example.org)": "[Draft] The pier",
    "<https://example.org/%C3%BC>": "https://example.org/%C3%BC",
    "Salt &amp; water&nbsp;here": "Salt & water here",
    'a<br/>b <i lang="la">c</i>d': "a b cd",
    "<!-- not\nthis --> but that": "but that",
    "<I know where she lives> <K, V> <right> <<REBORN>>": "<I know where she lives> <K, V> <right> <<REBORN>>",
    "<script>not this</script>\n\nbut <button>nor this</button>that": "but that",
    "<div>\n*stars* stay\n\n</div>\n\n*not* here": "*stars* stay not here",
    "::: verse\nOne line\n- another\n:::": "One line - another",
    "| One line\n| and another": "One line and another",
    "::: {.any lang=fr}\nBonjour\n:::": "Bonjour",
    "::: letter\n```\n:::\n```\n:::\n\nText": "::: Text",
    "A signature {.signature}": "A signature",
    "Braces {sic} stay {.so{": "Braces {sic} stay {.so{",
    "[лодка]{lang=ru} and [sic]{.editor}": "лодка and [sic]",
    '[tide clerk]{.index term="Clerk, tide"} spoke []{.index term="Floods"}': "tide clerk spoke",
    '![What it shows](images/quay.png "The *quay*"){credit="Photo: A. N."}': "The quay Photo: A. N.",
    '[![Quay](images/q.png "The quay"){credit="A. N."}](https://example.org)': "The quay A. N.",
    'Words ![ornament](images/o.png "perhaps") more': "Words (perhaps) more",
    "![elsewhere](https://example.org/a.png)": "(elsewhere)",
    "[the flood](episode:22), []()": "the flood, ?",
    "`*code* &amp;` stays": "*code* &amp; stays",
    "~~~python\n*x* = {y}\n~~~": "*x* = {y}",
    "\\*not\\* emphasis": "*not* emphasis",
    "one  \ntwo\\\nthree": "one two three",
    "- A couplet:\n\n    > The sea went,  \n    none came in.\n\n- End.": "A couplet: The sea went, none came in. End.",
    "-\n\n#": "(-) (#)",
}
SHOWN = {CALL: "^", ITEM: "<", OPTIONAL: "(", GENERATED: "?"}


def spoken(text: str) -> str:
    passages = read_manuscript(text, "a.md").main
    return "".join(SHOWN.get(letter, letter) for passage in passages for letter in passage.text)


def bare(text: str) -> str:
    return re.sub(rf"[\s{END}()<>]", "", text)


@pytest.mark.parametrize("source", DIALECT)
def test_every_construct_leaves_its_words(source: str) -> None:
    assert bare(spoken(source)) == bare(DIALECT[source])


def test_front_matter_has_no_words_but_keeps_the_lines() -> None:
    read = read_manuscript("---\ntitle: No\n---\n\nFirst\nsecond.\n", "a.md")
    assert [(p.text.strip(), p.place) for p in read.main] == [("First", "a.md:5"), ("second.", "a.md:6")]


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert spoken("----\n\nFirst.\n\n----\n\nSecond.").split() == ["First.", "Second."]


def test_words_stand_on_their_lines_behind_html_and_code() -> None:
    read = read_manuscript("<div>\none\ntwo</div>\n\n```\nthree\n```\n\n- four\n  <b\n  class=c>five</b>", "a.md", 11)
    assert [(p.text.split()[0].strip(END), p.place) for p in read.main] == [
        ("one", "a.md:12"),
        ("two", "a.md:13"),
        ("three", "a.md:16"),
        ("four", "a.md:19"),
        ("five", "a.md:21"),
    ]


def test_notes_come_in_the_order_of_their_calls() -> None:
    read = read_manuscript(
        "One[^b] two[^a].\n\n[^a]: Alpha[^c]\n\n    more\n\n[^b]: Beta\n\n[^c]: Gamma\n\nThree.", "a"
    )
    assert words(read.main).tokens == ("One", f"{CALL}1{END}", "two", f"{CALL}2{END}", ".", "Three", ".")
    assert [words(note).tokens for note in read.notes] == [("Beta",), ("Alpha", f"{CALL}3{END}", "more"), ("Gamma",)]


def test_a_note_may_be_called_in_a_caption_and_before_a_bracket() -> None:
    read = read_manuscript('![Q](images/q.png "Quay[^c]")\n\nx[^d](y)\n\n[^d]: D\n\n[^c]: C', "a.md")
    assert [words(note).tokens for note in read.notes] == [("C",), ("D",)]


def test_a_note_nobody_calls_is_not_among_the_words() -> None:
    assert read_manuscript("Text.\n\n[^x]: lost", "a.md").notes == ()


def test_deep_quotations_are_read_to_the_end() -> None:
    assert "bottom" in spoken("> " * 60 + "bottom")


def test_the_whole_of_a_real_serial_leaves_no_markup(shared: Path) -> None:
    files = sorted((shared / "corpus" / "pepys-1660").glob("*.md"))
    read = [read_manuscript(file.read_text(encoding="utf-8"), file.name) for file in files]
    passages = [p for one in read for note in (one.main, *one.notes) for p in note]
    text = "".join(passage.text for passage in passages)
    assert not set(text) & set("<>^\\|{}`")
    assert len(text.split()) > 130_000


BOTH = [
    "14. Oktober war es kalt.\n\nDann kam Schnee.",
    "Spaces ... and \"quotes\" -- and 'more' 4x4.",
    "Yes[^1], no[^2] and yes again[^1].\n\n[^1]: Yes.\n[^2]: No, see[^1].",
    "水位\n上升，人们\n走了。[^1]\n\n[^1]: 注。",
    "| A line of verse\n| and another line",
    "See [](#end).\n\n## The end {#end}",
]


@pytest.mark.parametrize("source", BOTH)
def test_the_book_says_the_same(source: str) -> None:
    assert unlike(source) == ()
