"""Numerals in words for readers: Roman numbers, and the number that an episode's title says it has."""

from __future__ import annotations

import re

from make_book.model import EpisodeNumber

_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\Z", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_COUNTED = frozenset(
    # English, German, French, Russian, Ukrainian, Belarusian, Polish, Spanish, Italian, Dutch; Portuguese.
    "chapter ch episode ep part letter issue day week number no instalment installment entry no. ch. ep."
    " kapitel folge teil brief ausgabe tag woche nummer nr nr. chapitre épisode partie lettre numéro jour"
    " глава эпизод часть письмо выпуск серия день розділ глава частина лист випуск раздзел частка ліст"
    " rozdział odcinek część list numer dzień capítulo episodio parte carta número capitolo puntata lettera"
    " numero giorno hoofdstuk aflevering deel nummer dag episódio".split()
)
_NUMERAL = re.compile(r"#?(\d{1,6}(?:\.\d{1,2})?)(?=[.:,)–—-]?(?:\s|\Z)|[.:]\S)|([IVXLC]{1,8})(?=[.:,)–—-]?(?:\s|\Z))")
_EAST_ASIAN = re.compile(r"第\s*(\d{1,6})\s*[章回节節集話话期편화]")


def roman_value(text: str) -> int | None:
    """Return the value of a Roman numeral from I to MMMCMXCIX, `None` for anything else."""
    if not text or not _ROMAN.match(text):
        return None
    values = [_VALUES[letter] for letter in text.lower()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def number_in_title(title: str, label: str | None = None) -> EpisodeNumber | None:
    """Return the number that `title` says it has ("Chapter 3. The harbour", "Глава IV", "#5", "第3章"), else `None`.

    It must follow a word for a piece of a serial, or the book's own `label`, at the very beginning: the 9 of
    "9 January" and the 2 of "Basics, part 2" are no numbers of episodes.
    """
    title = " ".join(title.split())  # typography has put no-break spaces in
    if found := _EAST_ASIAN.match(title):
        return int(found[1])
    folded, own = title.casefold(), (label or "").casefold()
    first = folded.split(" ", 1)[0]
    if own and folded.startswith(f"{own} "):
        start = len(own)
    elif first in _COUNTED:
        start = len(first)
    elif first[:1] in ("#", "№"):
        start = 1
    else:
        return None
    found = _NUMERAL.match(title[start:].lstrip())
    if found is None:
        return None
    if found[2]:
        return roman_value(found[2])
    return found[1] if "." in found[1] else int(found[1])
