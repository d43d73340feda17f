"""What make-book knows of each language: its words, its marks, its spaces. Values read from the files beside this one.

One file per language (`de.toml`); a table `[regions.CH]` in it lists what differs there. Another
language adds a file; no code changes. An index in it may need an alphabet (`cldr/alphabets.toml`), `import` its
phrases (`importing/phrases/`).
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

_FOLDER = Path(__file__).parent
_MARKS = _FOLDER / "cldr" / "quotation-marks.toml"
_ALPHABETS = _FOLDER / "cldr" / "alphabets.toml"


class Quotes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Quotation marks as (opening, closing)."""

    primary: tuple[str, str]
    secondary: tuple[str, str]


class Conventions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How a language is set. Words are listed without their spaces; see docs/typography.md."""

    quotes: Quotes
    quote_space: str = ""
    """What stands inside the primary marks (French: U+202F)."""
    dash: str = " – "
    """The sentence dash with its spaces."""
    dash_spaces_as_typed: bool = False
    """The author's spaces around a dash mean something (Spanish: the raya of an aside)."""
    speech_dash: str = "–"
    """The dash that opens a paragraph."""
    before_stops: str | None = None
    """What stands before ; ! ? (French: U+202F); `None`: nothing, and nothing is touched."""
    before_colon: str | None = None
    thousands: str | None = None
    """What a space between groups of three digits becomes."""
    short_words: tuple[str, ...] = ()
    """Words that do not end a line."""
    particles: tuple[str, ...] = ()
    """Words that do not begin a line."""
    before_name: tuple[str, ...] = ()
    """Titles and the like that stay with the capitalised word after them."""
    before_number: tuple[str, ...] = ()
    """Words that stay with the number after them."""
    units: tuple[str, ...] = ()
    """Words that stay with the number before them, besides the international units."""
    abbreviations: tuple[str, ...] = ()
    """Abbreviations of several letters, with their spaces ("z. B.")."""
    elisions: tuple[str, ...] = ()
    """Words that begin with an apostrophe, without it ("tis")."""


class Locale(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """One file: labels, conventions, and the language names in the forms a credit needs."""

    labels: Mapping[str, str]
    conventions: Conventions
    month_title: str = "LLLL y"
    """CLDR date pattern of a month as a title (UTS 35, Dates §4)."""
    source_pattern: str | None = None
    """`{language}` in the form "from the Russian", where that needs no grammar."""
    target_pattern: str | None = None
    languages_from: Mapping[str, str] = {}
    languages_into: Mapping[str, str] = {}


@functools.cache
def names() -> tuple[str, ...]:
    """Return the languages there is a file for, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@functools.cache
def read(language: str, region: str | None = None) -> Locale:
    """Return the locale of `language` (in `names()`) as it is in `region`. Raise `KeyError` for no file."""
    if language not in names():
        raise KeyError(language)
    data = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    regions = data.pop("regions", {})
    return msgspec.convert(_over(data, regions.get(region, {})), Locale)


@functools.cache
def cldr_quotes() -> Mapping[str, Quotes]:
    """Return the quotation marks CLDR gives for the other languages, by BCP 47 tag."""
    rows = tomllib.loads(_MARKS.read_text(encoding="utf-8"))
    return {tag: Quotes((row[0], row[1]), (row[2], row[3])) for tag, row in rows.items()}


@functools.cache
def alphabet(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the letters of `language` in the order of its lists, then those of the other scripts.

    Each is given with what is filed as the same letter, itself first. See the file on what is not listed.
    """
    rows = tomllib.loads(_ALPHABETS.read_text(encoding="utf-8"))
    letters = [tuple(letter.split("/")) for letter in rows.get(language, rows["und"]).split()]
    own = {form for letter in letters for form in letter}
    return (*letters, *((letter,) for letter in rows["und"].split() if letter not in own))


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return `base` with the values of `own` over it, tables merged."""
    merged = dict(base)
    for key, value in own.items():
        merged[key] = _over(base.get(key, {}), value) if isinstance(value, dict) else value
    return merged
