"""Lines arranged before layout: titles in balance, last lines held together, no word lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book import xhtml
from make_book.editions import PdfEdition
from make_book.pdf.display_lines import LAST_LINE, balance_display, keep_last_words
from make_book.pdf.geometry import draw_page
from make_book.typeset.linebreak import lines_of

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=14), min_size=1, max_size=20)


@given(WORDS, st.integers(1, 60))
def test_balanced_lines_hold_every_word_in_order_and_fit(words: list[str], paginator: int) -> None:
    lines = lines_of(words, paginator)
    assert " ".join(lines).split(" ") == words
    assert all(len(line) <= paginator or " " not in line for line in lines)


@given(WORDS, st.integers(14, 60))
def test_balancing_takes_no_more_lines_than_filling(words: list[str], paginator: int) -> None:
    filled, length = 1, len(words[0])
    for word in words[1:]:
        length += 1 + len(word)
        if length > paginator:
            filled, length = filled + 1, len(word)
    assert len(lines_of(words, paginator)) == filled


def test_a_title_is_broken_into_lines_of_about_one_length() -> None:
    title = "The Man Who Had Counted Every Boat in the Harbour"
    assert lines_of(title.split(), 40) == ("The Man Who Had Counted", "Every Boat in the Harbour")


def test_no_line_of_a_title_ends_with_a_little_word_if_it_need_not() -> None:
    assert lines_of("The Long and Unremarkable History of a Tide Table".split(), 30) == (
        "The Long and Unremarkable",
        "History of a Tide Table",
    )


def held(text: str) -> tuple[str, str | None]:
    root = xhtml.parse_one(f"<div><p>{text}</p></div>")
    keep_last_words(root)
    spans = [span for span in xhtml.elements(root, "span") if span.get("class") == "whole"]
    return xhtml.text_content(root), xhtml.text_content(spans[0]) if spans else None


@given(
    st.lists(st.text("abcdefg,.", min_size=1, max_size=12), min_size=1, max_size=14),
    st.sampled_from(["", "<em>he said</em> "]),
)
def test_holding_the_last_line_keeps_the_words(words: list[str], before: str) -> None:
    text = before + " ".join(words)
    plain, whole = held(text)
    assert plain.replace("\u00a0", " ").rstrip() == re.sub("<[^>]*>", "", text).rstrip()
    if whole is not None:
        assert len(whole) >= LAST_LINE or whole.replace("\u00a0", " ") == " ".join(words)
        assert not set(whole) & {" ", "\n"}


def test_short_words_at_the_end_are_held_together() -> None:
    assert held("A sentence that is long enough to turn over and so to it.")[1] == "so\u00a0to\u00a0it."


def test_a_paragraph_of_one_line_is_left_alone() -> None:
    assert held("Short enough.")[1] is None


def test_a_paragraph_that_ends_in_an_element_is_left_alone() -> None:
    assert held("A sentence that is long enough to turn over, <em>so to say</em>")[1] is None


def test_words_parted_by_line_feeds_are_words() -> None:
    assert held("A sentence that is long enough to turn over\nand so\nto it.")[1] == "so\u00a0to\u00a0it."


@pytest.mark.parametrize("length", [20, 60, 130, 200])
def test_a_title_of_any_length_fits_its_page(length: int) -> None:
    words = ("The Lowering of the Sea and What Came After It " * 5)[:length].strip()
    heading = xhtml.parse_one(f"<section><h1>{words}</h1></section>")
    page = draw_page(PdfEdition(), 100)
    balance_display(heading, "title-page", page)
    [title] = xhtml.elements(heading, "h1")
    leading = float(str(title.get("style")).rpartition("line-height: ")[2].removesuffix("rlh"))
    lines = 1 + sum(1 for _ in xhtml.elements(title, "br"))
    assert " ".join(xhtml.text_content(title).split()) == words
    assert lines * leading <= 12
