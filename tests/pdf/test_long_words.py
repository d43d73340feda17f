"""A word longer than a line is marked, alone, wherever it stands; nothing of the text changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from make_book import xhtml
from make_book.editions import PdfEdition
from make_book.pdf.geometry import draw_page
from make_book.pdf.long_words import mark_long_words

PAGE = draw_page(PdfEdition(), 100)
LONG = "N" * 60


def marked(markup: str) -> str:
    root = xhtml.parse_one(f"<div>{markup}</div>")
    mark_long_words(root, PAGE)
    return xhtml.inner(root)


def test_only_the_long_word_is_marked() -> None:
    span = f'<span class="long-word">{LONG}</span>'
    assert marked(f"<p>a {LONG} b <em>c {LONG}</em> d {LONG} e</p>") == (
        f"<p>a {span} b <em>c {span}</em> d {span} e</p>"
    )


def test_code_and_short_words_stay() -> None:
    text = f"<p>short words only</p><pre>{LONG}</pre>"
    assert marked(text) == text


@given(st.lists(st.sampled_from(["a", " ", LONG, "<em>", "<br/>", f"<em>{LONG} b</em>", "\u00ad"]), max_size=8))
def test_the_text_stays_as_it_is(parts: list[str]) -> None:
    markup = "".join(part for part in parts if part != "<em>")
    root = xhtml.parse_one(f"<div><p>{markup}</p></div>")
    before = xhtml.text_content(root)
    mark_long_words(root, PAGE)
    assert xhtml.text_content(root) == before
