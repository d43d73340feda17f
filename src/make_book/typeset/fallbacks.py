"""Where to find a character that make-book's fonts lack: a free font for every script and for most signs.

The fonts are listed in `fallbacks.toml` beside this file; none of them comes with make-book.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

import msgspec

_TABLE = Path(__file__).with_name("fallbacks.toml")
_SPECIMEN = "https://fonts.google.com/noto/specimen/"


class Fallback(msgspec.Struct, frozen=True):
    """A free font that has a character; `note` says when another suits better."""

    name: str
    note: str = ""

    @property
    def address(self) -> str:
        """The page from which the font can be had."""
        return _SPECIMEN + quote_plus(self.name)


def fallback_for(character: str) -> Fallback | None:
    """Return a free font that has `character`, `None` if none is known."""
    code = ord(character)
    return next((font for first, last, font in _ranges() if first <= code <= last), None)


@functools.lru_cache(maxsize=1)
def _ranges() -> tuple[tuple[int, int, Fallback], ...]:
    return tuple(_read(_TABLE.read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[tuple[int, int, Fallback]]:
    for row in tomllib.loads(text)["font"]:
        font = Fallback(row["name"], row.get("note", ""))
        for piece in row["characters"].split():
            first, _, last = piece.partition("-")
            yield int(first, 16), int(last or first, 16), font
