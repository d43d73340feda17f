"""Names made of text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.slugs import anchor_slug, ascii_slug, file_slug, unique_slug

TEXT = st.text(st.characters(codec=None), max_size=40)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Tide Clerk", "the-tide-clerk"),
        ("Café au Lait", "cafe-au-lait"),
        ("Straße", "strasse"),
        ("  No. 7: what?  ", "no-7-what"),
        ("aжb", "a-b"),
        ("Прилив", ""),
    ],
)
def test_a_slug_is_small_letters_digits_and_hyphens(text: str, slug: str) -> None:
    assert ascii_slug(text) == slug


def test_a_slug_may_keep_more() -> None:
    assert ascii_slug("two_words.and-more", also="_.") == "two_words.and-more"


@given(TEXT)
def test_a_unique_slug_is_never_empty_and_always_plain(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", unique_slug(text))


def test_texts_of_another_script_have_different_unique_slugs() -> None:
    assert unique_slug("Прилив") != unique_slug("Отлив")
    assert unique_slug("Café au Lait") == "cafe-au-lait"


@given(TEXT)
def test_a_file_slug_is_short_and_has_no_sign_that_a_file_system_heeds(text: str) -> None:
    assert re.fullmatch(r"[\w-]{0,60}", file_slug(text))
    assert not file_slug(text).startswith("-")


def test_a_file_slug_keeps_its_script() -> None:
    assert file_slug("Время прилива: второе") == "время-прилива-второе"


def test_an_anchor_is_the_words_of_its_heading() -> None:
    assert anchor_slug(" What she saw, & when? ") == "what-she-saw-when"
    assert anchor_slug("Второй  день") == "второй-день"
