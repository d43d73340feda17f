"""Laws of typography: what holds for every text in every language."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book import locales, xhtml
from make_book.text.typography import refine, refine_tree

LANGUAGES = (*locales.names(), "en-GB", "de-CH", "fr-CA", "fr-CH", "es-MX", "sv", "he", "ja", "xx")
MARKS = "\"'\"'\"' \n  -.-,;:!?()…–—“”„‘’«»x5a\u00a0\u202f\u200f"
RUNS = (
    "--|---|...| -- |word|Слово|שלום|10|1914-18|5 km|z.B.|т. е.|J. R. |Mr. |'tis|n'|№ |10 000|5'10\"|a@b.org|и |p. "
).split("|")
TOKENS = st.sampled_from([*MARKS, *RUNS])
TEXTS = st.lists(TOKENS, max_size=14).map("".join) | st.text(max_size=30)
TAGS = st.sampled_from(LANGUAGES)
INLINE = st.sampled_from(["em", "b", "code", 'span lang="ru"', 'a epub:type="noteref"', 'a href="#x"', "br"])


def substance(text: str) -> str:
    """The letters and digits of a text, an x between numbers written as its sign."""
    return "".join(char for char in text.replace("×", "x").replace("X", "x") if char.isalnum())


@given(TEXTS, TAGS)
def test_a_second_time_changes_nothing(text: str, language: str) -> None:
    once = refine(text, language)
    assert refine(once, language) == once


@given(TEXTS, TAGS)
def test_letters_and_digits_stay_as_they_are(text: str, language: str) -> None:
    assert substance(refine(text, language)) == substance(text)


@given(st.text(st.characters(blacklist_characters="\x00", whitelist_categories=["L", "M", "N"]), max_size=40), TAGS)
def test_words_alone_pass_unchanged(text: str, language: str) -> None:
    assert refine(text, language).replace("×", "x").lower() == text.replace("×", "x").lower()


@given(TEXTS.map(lambda text: re.sub("[^\t\n -\ud7ff]", "", text)), TAGS)
def test_a_tree_of_one_text_node_is_set_like_its_text(text: str, language: str) -> None:
    root = xhtml.make("p", text)
    refine_tree(root, language)
    assert (root.text or "") == refine(text, language)


@given(st.lists(st.tuples(INLINE, TEXTS, TEXTS), min_size=1, max_size=5), TAGS)
def test_trees_keep_their_shape_and_their_letters_and_are_set_once(
    parts: list[tuple[str, str, str]], language: str
) -> None:
    root = xhtml.parse("".join(f"<{start}{_close(start, inner)}{_clean(tail)}" for start, inner, tail in parts))
    before, shape = substance(xhtml.text_content(root)), [(e.tag, dict(e.attrib)) for e in root.iter()]
    spared = [xhtml.text_content(e) for e in xhtml.elements(root, "code")]
    refine_tree(root, language)
    assert substance(xhtml.text_content(root)) == before
    assert [(e.tag, dict(e.attrib)) for e in root.iter()] == shape
    assert [xhtml.text_content(e) for e in xhtml.elements(root, "code")] == spared
    once = xhtml.inner(root)
    refine_tree(root, language)
    assert xhtml.inner(root) == once


@given(TEXTS, TAGS)
def test_code_is_never_touched(text: str, language: str) -> None:
    root = xhtml.parse(f"<pre>{_clean(text)}</pre><p><code>{_clean(text)}</code></p>")
    before = xhtml.inner(root)
    refine_tree(root, language)
    assert xhtml.inner(root) == before


def test_a_long_serial_is_set_in_well_under_a_second(shared: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "corpus/pepys-1660").glob("*.md"))]
    if not texts:
        pytest.skip("the serial for measuring is not here")
    refine("x", "en-GB")
    begin = time.process_time()
    for text in texts:
        for paragraph in text.split("\n\n"):
            refine(paragraph, "en-GB")
    assert time.process_time() - begin < 0.6


@pytest.mark.parametrize("run", ["\"'", "'a ", "dogs' ", "1-", "1x", "--", "a.", "100 ", "A. "])
def test_hostile_runs_take_time_by_their_length_only(run: str) -> None:
    refine(run, "ru")
    begin = time.process_time()
    refine(run * 10_000 + "@:", "ru")
    assert time.process_time() - begin < 1


def _clean(text: str) -> str:
    return "".join(char for char in text if char in "\t\n" or " " <= char <= "\ud7ff").translate(
        {ord("<"): None, ord("&"): None, ord(">"): None}
    )


def _close(start: str, inner: str) -> str:
    return "/>" if start == "br" else f">{_clean(inner)}</{start.partition(' ')[0]}>"
