"""Numbers that titles say: `Chapter 3 – The harbour`, `CHAPTER IX`, `#5`, `Folge 41`, `No. 12 — …`, `第 100 期`.

Learned from all titles together: a number is believed where at least two titles say one after the same
word, and no two of them the same. A date or a year makes no number.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import msgspec

from make_book.importing.import_values import EpisodeDraft, Field, LeftOut
from make_book.importing.phrases import every, one_of

_MORE_LABELS = tuple(
    (
        "Chapter Episode Part Day Week Issue Number No. No Nr. Nr Vol. Volume Book Letter Entry Instalment Installment"
        " Act Scene Section Kapitel Folge Teil Tag Brief Ausgabe Chapitre Épisode Partie Jour Lettre Numéro Глава Часть"
        " День Выпуск Письмо Серия Розділ Частина Раздзел Rozdział Część Dzień Odcinek Capítulo Parte Día Capitolo"
        " Puntata Giorno Hoofdstuk Deel Aflevering Dag Kapitola Bölüm Luku Kapittel"
    ).split()
)
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_CJK_INSIDE = re.compile(r"第\s*(\d{1,5})\s*[期话話章回集节節]")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}


class NumberInTitle(msgspec.Struct, frozen=True):
    """The word before the number, the number, what the title says beside them, and their own words."""

    label: str
    number: int
    rest: str
    words: str


def number_in_title(title: str) -> NumberInTitle | None:
    """Return the number that `title` says at its beginning, after a word for a part of a serial or a sign."""
    found = _pattern().match(title)
    if not found:
        inside = _CJK_INSIDE.search(title)
        return NumberInTitle("第", int(inside[1]), "", inside[0]) if inside else None
    label = found["label"] or found["sign"] or "第"
    number = read_number(found["number"] or found["cjk"])
    rest = title[found.end() :].strip()
    if rest[:1].islower() and found[0].rstrip()[-1:].isalnum():
        return None
    if number is None or (
        number >= 1500 and not found["sign"] and number < 2200 and label.casefold() not in ("#", "issue")
    ):
        return None
    return NumberInTitle(label.casefold().rstrip("."), number, rest, title[: found.end()].strip())


def read_number(text: str) -> int | None:
    """Return a number in figures, in roman numerals or in English words."""
    if text.isdecimal():
        return int(text)
    if text.isupper() and text.isascii() and _ROMAN.match(text):
        values = [_VALUES[letter] for letter in text]
        return sum(-one if one < max(values[at + 1 :], default=0) else one for at, one in enumerate(values))
    word = text.casefold()
    if word in _WORDS:
        return _WORDS.index(word) + 1
    tens, _, ones = word.partition("-")
    if tens in _TENS and (not ones or ones in _WORDS[:9]):
        return _TENS[tens] + (_WORDS.index(ones) + 1 if ones else 0)
    return None


@functools.cache
def _pattern() -> re.Pattern[str]:
    labels = one_of(tuple(dict.fromkeys((*_MORE_LABELS, *every("episode")))))
    words = "|".join(
        sorted((*_WORDS, *(f"{tens}(?:-(?:{'|'.join(_WORDS[:9])}))?" for tens in _TENS)), key=len, reverse=True)
    )
    number = rf"(?P<number>\d{{1,5}}(?![\d.,:/-]\d)|(?-i:[IVXLCDM]+)(?![\w'’])|(?:{words})(?!\w))"
    after = r"(?!\w)\s*(?:[.:|)\]]|[–—-](?=\s)|(?=\s|\Z))\s*[–—:-]?\s*"
    return re.compile(
        rf"\s*(?:\W{{0,2}}(?P<label>{labels})\.?\s*(?:№|no\.?|nr\.?|#)?\s*|(?P<sign>\#|№\s?)){number}{after}"
        r"|\s*第\s*(?P<cjk>\d{1,5})\s*[期话話章回集节節][：:]?\s*",
        re.IGNORECASE,
    )


def with_numbers(drafts: Sequence[EpisodeDraft]) -> tuple[EpisodeDraft, ...]:
    """Give the drafts that have no number those that their titles say, if the titles bear each other out."""
    said = {d.source: found for d in drafts if d.number is None and (found := number_in_title(d.field("title") or ""))}
    numbers = [found.number for found in said.values()] + [d.number for d in drafts if d.number is not None]
    labels = {found.label for found in said.values()}
    if len(said) < min(2, len(drafts)) or len(set(numbers)) < len(numbers) or len(labels) > 2:
        return tuple(drafts)
    return tuple(_numbered(draft, said[draft.source]) if draft.source in said else draft for draft in drafts)


def _numbered(draft: EpisodeDraft, found: NumberInTitle) -> EpisodeDraft:
    title = next(field for field in draft.fields if field.name == "title")
    others = tuple(field for field in draft.fields if field is not title)
    number = Field("number", str(found.number), 0.9, title.line, found.words)
    if not found.rest:
        return msgspec.structs.replace(draft, fields=(number, *others, title))
    rest = msgspec.structs.replace(title, value=found.rest)
    left = LeftOut(found.words, "the number says it", title.line)
    return msgspec.structs.replace(draft, fields=(number, rest, *others), left_out=(*draft.left_out, left))
