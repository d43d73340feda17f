"""Every glyph stands for its own characters, so that letters are found again wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from make_book.checks.equality import check_pdf
from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.pdf.edition import make_pdf
from make_book.pdf.layout.clusters import shared_out
from make_book.pdf.press import Press
from make_book.pipeline import Options, set_book

_BOOK = """[book]
title = "Clusters"
language = "en"
identifier = "urn:uuid:5f0c7b0e-2f0e-5e0f-9f53-0d8a5e2e7b14"
date = "1933"

[sections]
front = []
back = []
"""
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
def test_a_cluster_is_shared_out(
    text: str, glyphs: list[int], nominal: dict[int, str], turned: bool, shares: list[str]
) -> None:
    assert shared_out(text, glyphs, nominal, turned=turned) == shares


@pytest.mark.parametrize("plain", [False, True])
def test_arabic_is_read_again_though_letters_have_several_forms(plain: bool, tmp_path: Path) -> None:
    episodes = tmp_path / "manuscript" / "episodes"
    episodes.mkdir(parents=True)
    (tmp_path / "manuscript" / "book.toml").write_text(_BOOK, "utf-8")
    text = f"::: {{lang=ar dir=rtl}}\n{ARABIC}\n:::\n\nAnd [{ARABIC[:6]}]{{lang=ar}} so.\n"
    (episodes / "001.md").write_text(f"---\nnumber: 1\ntitle: One\n---\n\n{text}", "utf-8")
    book = set_book(tmp_path, Options(), lambda stage: None)
    edition, moment = PdfEdition(), book_time(book.book.imprint.date, {})
    printed = make_pdf(book.book, book.sections, edition, book.styles, moment, press=Press(jobs=1, plain=plain))
    assert check_pdf(book.sections, printed.data, edition) == ()
