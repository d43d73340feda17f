"""Every glyph stands for its own characters, so that letters are found again wherever they stand."""

from __future__ import annotations

import pytest

from make_book.checks.equality import check_pdf
from make_book.pdf.layout.weasyprint_fixes import texts_of_cluster
from pdf.small import SMALL, print_small, small_book

ARABIC = """السلام عليكم، هذا نص طويل قليلا لكي يمتد على أكثر من سطر واحد في الكتاب المطبوع ونرى ما يحدث. انتهى (1976).

لكي نرى الحروف مرة أخرى: السلام."""


@pytest.mark.parametrize(
    ("text", "glyphs", "nominal", "turned", "shares"),
    [
        ("ل", [5477, 1843], {51: "ل"}, True, ["", "ل"]),
        ("שָ", [7, 3], {3: "ש", 7: "ָ"}, True, ["ָ", "ש"]),
        ("e\u0301", [4, 9], {4: "e", 9: "\u0301"}, False, ["e", "\u0301"]),
        ("ffi", [80, 81], {}, False, ["ffi", ""]),
        ("بَ", [9, 30], {9: "\u064e", 8: "ب"}, True, ["\u064e", "ب"]),
    ],
)
def test_a_cluster_is_texts_of_cluster(
    text: str, glyphs: list[int], nominal: dict[int, str], turned: bool, shares: list[str]
) -> None:
    assert texts_of_cluster(text, glyphs, nominal, right_to_left=turned) == shares


@pytest.mark.parametrize("plain", [False, True])
def test_arabic_is_read_again_though_letters_have_several_forms(plain: bool) -> None:
    book = small_book(f"::: {{lang=ar dir=rtl}}\n{ARABIC}\n:::\n\nAnd [{ARABIC[:6]}]{{lang=ar}} so.")
    assert check_pdf(book.sections, print_small(book, plain=plain).data, SMALL) == ()
