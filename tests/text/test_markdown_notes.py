"""Footnotes: taken out, numbered in order of first reference, linked both ways."""

from __future__ import annotations

from make_book import xhtml
from make_book.model import Text
from make_book.text.markdown import render


def made(source: str) -> Text:
    rendered = render(source, file="f.md", language="en", prefix="e")
    assert rendered.findings == ()
    return rendered.text


def reference(number: int, again: str = "") -> str:
    return (
        f'<a class="noteref" epub:type="noteref" role="doc-noteref" id="e-note-{number}-ref{again}"'
        f' href="#e-note-{number}">{number}</a>'
    )


def test_notes_are_numbered_in_order_of_first_reference() -> None:
    text = made("a[^z] b[^y] c[^z]\n\n[^y]: Why.\n\n[^z]: Zed.")
    assert text.xhtml == f"<p>a{reference(1)} b{reference(2)} c{reference(1, '-2')}</p>"
    notes = [(note.id, note.label, note.xhtml) for note in text.notes]
    assert notes == [("e-note-1", "1", "<p>Zed.</p>"), ("e-note-2", "2", "<p>Why.</p>")]


def test_a_note_holds_paragraphs_quotations_and_verse() -> None:
    text = made("a[^1]\n\n[^1]: One.\n\n    > Two.\n\n    ::: verse\n    Three\n    four\n    :::\n\nb")
    (note,) = text.notes
    assert [block.tag for block in xhtml.parse(note.xhtml)] == ["p", "blockquote", "div"]
    assert text.xhtml.endswith("<p>b</p>")


def test_a_note_within_a_note_comes_after_those_of_the_text() -> None:
    text = made("a[^1] b[^2]\n\n[^1]: One[^3].\n\n[^2]: Two.\n\n[^3]: Three.")
    assert [note.xhtml for note in text.notes] == [f"<p>One{reference(3)}.</p>", "<p>Two.</p>", "<p>Three.</p>"]


def test_a_note_is_defined_anywhere() -> None:
    text = made("::: verse\na[^1]\n[^1]: One.\n\nb[^2]\n:::\n\n- c[^3]\n\n    [^3]: Three.\n\n> d\n>\n> [^2]: Two.")
    assert [note.xhtml for note in text.notes] == ["<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>"]


def test_a_reference_within_a_link_stands_behind_it() -> None:
    html = made("[words[^1]](https://example.org)\n\n[^1]: One.").xhtml
    assert html == f'<p><a href="https://example.org">words</a>{reference(1)}</p>'


def test_a_caption_has_notes_and_the_value_does_not_count_them() -> None:
    text = made('![x](images/a.png "The quay[^1]")\n\n[^1]: One.')
    assert reference(1) in text.xhtml
    assert text.images[0].caption == "The quay"


def test_anchors_in_notes_are_links_of_the_same_text() -> None:
    text = made("[go](#there)[^1]\n\n[^1]: [Here]{#there}.")
    assert text.notes[0].xhtml == '<p><span id="e--there">Here</span>.</p>'
    assert '<a href="#e--there">go</a>' in text.xhtml
