"""Names in the order in which people count: 1, 2, 10; i, ii, ix; not by their characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from make_book.text.numerals import roman_value

_PIECES = re.compile(r"(\d+)")
_WORDS = re.compile(r"[^\W\d_]+", re.UNICODE)

TEXT_SUFFIXES = frozenset(".md .markdown .mdown .mkd .mkdn .mdwn .mdtxt .mdtext .mdx .qmd .rmd .txt .text".split())
"""What the names of text files end in; all of them are read as Markdown."""

Key = tuple[tuple[int, int, str], ...]


def path_keys(paths: Iterable[str]) -> dict[str, Key]:
    """Return a sort key for each of `paths` (POSIX, with or without suffix), folder by folder.

    Digits count as numbers in every script. Roman numerals count where the names of one folder have
    one in the same place and differ there.
    """
    paths = list(paths)
    parts = {path: PurePosixPath(path).parts for path in paths}
    siblings: dict[tuple[str, ...], set[str]] = {}
    for names in parts.values():
        for depth, name in enumerate(names):
            siblings.setdefault(names[:depth], set()).add(name)
    romans = {folder: _roman_names(sorted(names)) for folder, names in siblings.items()}
    return {
        path: tuple(
            piece
            for depth, name in enumerate(names)
            for piece in (*_name_key(name, romans[names[:depth]].get(name)), (-1, 0, ""))
        )
        for path, names in parts.items()
    }


def _name_key(name: str, roman: tuple[int, int, int] | None) -> Key:
    if roman is None:
        return tuple(_piece(piece) for piece in _PIECES.split(_without_suffix(name)) if piece)
    start, end, value = roman
    stem = _without_suffix(name)
    return (*_name_key(stem[:start], None), (0, value, ""), *_name_key(stem[end:], None))


def _without_suffix(name: str) -> str:
    return PurePosixPath(name).stem if PurePosixPath(name).suffix.lower() in TEXT_SUFFIXES else name


def _piece(piece: str) -> tuple[int, int, str]:
    if piece[0].isdecimal():
        return (0, int(piece), "")
    return (1, 0, piece.casefold())


def _roman_names(names: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """Return where in each of the `names` its Roman numeral stands, and its value.

    Names that begin with the same words are looked at together, in the first word in which they differ.
    Most of these words must be numerals, all of them different; a single letter that is a numeral too
    (the `c` of a, b, c) proves nothing.
    """
    words = {name: list(_WORDS.finditer(_without_suffix(name))) for name in names}
    found: dict[str, tuple[int, int, int]] = {}
    groups = [(list(names), 0)]
    while groups:
        group, at = groups.pop()
        group = [name for name in group if len(words[name]) > at]
        values = {name: value for name in group if (value := roman_value(words[name][at][0])) is not None}
        longer = any(len(words[name][at][0]) > 1 for name in values)
        distinct = len(set(values.values())) == len(values)
        if len(values) > 1 and len(values) * 3 >= len(group) * 2 and longer and distinct:
            found |= {name: (*words[name][at].span(), value) for name, value in values.items()}
            continue
        for word in {words[name][at][0].casefold() for name in group}:
            alike = [name for name in group if words[name][at][0].casefold() == word]
            groups += [(alike, at + 1)] if len(alike) > 1 else []
    return found
