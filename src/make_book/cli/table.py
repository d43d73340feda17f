"""Columns of text on a terminal, by the room that letters take there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def columns(rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> tuple[str, ...]:
    """Return `rows` as lines whose cells stand under each other; the columns `right` end there."""
    rows = [list(row) for row in rows]
    widths = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    return tuple(
        "  ".join(_pad(cell, widths[at], right=at in right) for at, cell in enumerate(row) if widths[at]).rstrip()
        for row in rows
    )


def fit(rows: Iterable[Sequence[str]], room: int, gives: Sequence[int], least: int = 10) -> list[list[str]]:
    """Return `rows` with the columns `gives` shortened, the widest first, until a line has `room`."""
    rows = [list(row) for row in rows]
    widths = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > room:
        widest = max(gives, key=lambda at: widths[at])
        if widths[widest] <= least:
            break
        widths[widest] -= 1
    return [[shorten(cell, widths[at]) for at, cell in enumerate(row)] for row in rows]


def shorten(text: str, room: int) -> str:
    """Return `text`, cut off with an ellipsis if it is wider than `room`."""
    if width(text) <= room:
        return text
    while text and width(text) >= room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def width(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    return sum(_cells(letter) for letter in text)


def _cells(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _pad(text: str, room: int, *, right: bool) -> str:
    gap = " " * (room - width(text))
    return gap + text if right else text + gap


def size(count: int) -> str:
    """Return `count` bytes as "812 B", "58 kB", "1.0 MB"."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 999_500 else f"{count / 1_000_000:.1f} MB"
