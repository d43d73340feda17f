"""Lettering stays in its box, breaks where a designer would, and never loses a letter."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from make_book.typeset.fonts import text_faces
from make_book.typeset.lettering import LetteredBlock, LetteringStyle, fit, has_small_capitals, set_line, stack
from make_book.typeset.linebreak import word_parts

UPRIGHT = LetteringStyle(text_faces()[0])
TITLES = st.text(
    alphabet=st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGXYZÄÖÜßéÅщяДЖψΩ   -–’.:,!?1234567890"), max_size=140
)


def texts(block: LetteredBlock) -> list[str]:
    return [line.text for line in block.lines]


def set_in(text: str, width: float = 1300, height: float = 900, smallest: float = 0) -> LetteredBlock:
    return fit(
        text, UPRIGHT, width, height, largest=300, smallest=smallest, hyphenate=partial(word_parts, language="de")
    )


@given(TITLES, st.integers(60, 2000), st.integers(30, 1500))
def test_ink_never_leaves_the_box(text: str, width: int, height: int) -> None:
    block = set_in(text, width, height, smallest=100)
    assert block.width <= width + 0.01
    assert block.over + block.height + block.under <= height + 0.01
    assert block.size <= 300


@given(TITLES)
@settings(max_examples=40)
def test_no_letter_is_lost(text: str) -> None:
    block = set_in(text, 500, 900, smallest=100)
    letters = re.sub(r"[\s-]", "", text)
    assert re.sub(r"[\s-]", "", "".join(texts(block))) == letters


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("X", ["X"]),
        ("A Company of Four", ["A Company", "of Four"]),
        ("Письма с того берега", ["Письма", "с того", "берега"]),
        ("Half-light in the Autumn of the Long Water: A Chronicle", None),
    ],
)
def test_lines_are_balanced_and_do_not_end_with_little_words(title: str, lines: list[str] | None) -> None:
    found = texts(set_in(title))
    assert lines is None or found == lines
    assert not [line for line in found[:-1] if re.search(r"(?:^|\s)(?:a|of|the|с|in)$", line, re.IGNORECASE)]


def test_words_are_parted_only_when_they_must() -> None:
    assert "-" not in "".join(texts(set_in("Gesellschaftsordnung", smallest=80)))
    parted = texts(set_in("Donaudampfschifffahrtsgesellschaftskapitänswitwe", smallest=120))
    assert len(parted) > 1
    assert all(line.endswith("-") for line in parted[:-1])


def test_an_author_s_soft_hyphen_is_obeyed_and_otherwise_unseen() -> None:
    word = "Nebelhornschleifsteinbuch\u00adhandlungsanzeigerverband"
    assert texts(set_in(word, smallest=120)) == ["Nebelhornschleifsteinbuch-", "handlungsanzeigerverband"]
    assert texts(set_in("Nebel\u00adhorn", smallest=50)) == ["Nebelhorn"]


def test_a_line_s_width_grows_with_tracking_between_letters_only() -> None:
    plain = set_line("HH", LetteringStyle(text_faces()[0], features=()), 100)
    wide = set_line("HH", LetteringStyle(text_faces()[0], features=(), tracking=0.1), 100)
    assert wide.width - plain.width == pytest.approx(10)


def test_ink_and_outline_agree() -> None:
    line = set_line("To", UPRIGHT, 100)
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", line.path)]
    assert min(numbers[::2]) == pytest.approx(line.left, abs=1)
    assert line.top == pytest.approx(-65, abs=8)
    assert set(re.findall(r"[A-Za-z]", re.sub(r"e-?\d+", "", line.path))) <= set("MLQCZ")


def test_blanks_have_no_ink() -> None:
    assert set_line(" ", UPRIGHT, 100).path == ""
    assert set_in("").lines == ()


def test_a_heavier_weight_is_wider() -> None:
    assert set_line("Tide", LetteringStyle(text_faces()[0], 800), 100).width > set_line("Tide", UPRIGHT, 100).width


def test_small_capitals_are_known_where_the_face_has_them() -> None:
    assert has_small_capitals("fünf brücken", LetteringStyle(text_faces()[0], language="de"))
    assert not has_small_capitals("волга", UPRIGHT)


@given(st.lists(st.text(st.sampled_from("abc ÅgД"), min_size=1, max_size=30), min_size=1, max_size=5))
@settings(max_examples=30)
def test_stacked_lines_stay_in_their_box(lines: list[str]) -> None:
    block = stack(tuple(lines), UPRIGHT, 400, 300, largest=120)
    assert texts(block) == lines
    assert block.width <= 400.01
    assert block.over + block.height + block.under <= 300.01


@pytest.mark.parametrize(
    ("word", "language", "pieces"),
    [
        ("Hafenbehörde", "de-DE", ("Hafen", "be", "hörde")),
        ("half-light", "en", ("half-", "light")),
        ("xyzzyxyzzy", "tlh", ("xyzzyxyzzy",)),
    ],
)
def test_words_part_by_hyphens_then_by_the_dictionary(word: str, language: str, pieces: tuple[str, ...]) -> None:
    assert word_parts(word, language) == pieces
