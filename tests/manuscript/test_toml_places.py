"""Keys of a TOML text are found where they stand."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from make_book.manuscript.toml_places import KeyPath, key_places

BOOK = '''# a comment with [brackets] and = signs
[book]
title = "A = [b] # c"
description = """
isbn = "not a key"
"""
authors = [
  "Rosa Anker", # one
  {name = "Jan Lee", role = "ill"},
]
"odd key".inner = 1

[[part]]
title = 'One'
[[part]]
title = "Two"
[part.more]
deep = 1
'''


def test_every_key_has_its_line_and_column() -> None:
    places = key_places(BOOK)
    assert places["book",] == (2, 1)
    assert places["book", "title"] == (3, 1)
    assert places["book", "description"] == (4, 1)
    assert places["book", "authors", 0] == (8, 3)
    assert places["book", "authors", 1, "role"] == (9, 22)
    assert places["book", "odd key", "inner"] == (11, 1)
    assert places["part", 0, "title"] == (14, 1)
    assert places["part", 1, "title"] == (16, 1)
    assert places["part", 1, "more", "deep"] == (18, 1)
    assert ("book", "isbn") not in places


def paths(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return {p for key, one in inner for p in ({(*path, key)} | paths(one, (*path, key)))}


def test_no_key_is_forgotten_and_none_invented() -> None:
    assert set(key_places(BOOK)) == paths(tomllib.loads(BOOK))


@given(st.text(alphabet="ab=\"'[]{}.,#\n \\1", max_size=60))
def test_any_valid_text_has_all_its_keys_and_any_other_is_survived(text: str) -> None:
    places = key_places(text)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(places) == paths(tables)
