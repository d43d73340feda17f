"""Edits across the pieces of a paragraph: where each piece begins afterwards."""

from __future__ import annotations

import pytest

from make_book.text.edits import SHIELD, Edit, move, rewrite, shield


@pytest.mark.parametrize(
    ("edits", "closed", "pieces"),
    [
        ([], False, ["abc", "def"]),
        ([Edit(0, 1, "XX")], False, ["XXbc", "def"]),
        ([Edit(4, 6, "")], False, ["abc", "d"]),
        ([Edit(2, 4, "X")], False, ["abX", "ef"]),
        ([Edit(2, 3, "")], False, ["ab", "def"]),
        ([Edit(3, 3, "X")], False, ["abc", "Xdef"]),
        ([Edit(3, 3, "X")], True, ["abcX", "def"]),
        ([Edit(1, 1, "X"), Edit(3, 4, "YY"), Edit(6, 6, "Z")], False, ["aXbc", "YYefZ"]),
    ],
)
def test_every_change_lands_in_its_piece(edits: list[Edit], closed: bool, pieces: list[str]) -> None:
    text = rewrite("abcdef", edits)
    (cut,) = move([3], edits, [closed])
    assert [text[:cut], text[cut:]] == pieces


def test_a_shielded_text_keeps_its_length_and_letters_and_shows_no_marks() -> None:
    assert shield('a"b -c…') == f"a{SHIELD}b\u2002{SHIELD}c{SHIELD}"
