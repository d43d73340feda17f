"""The order of words in a list of the book: by the alphabet of its language, as people look them up.

Word by word (ISO 999 §7.2): "New York" before "Newark"; a comma or a bracket ends what counts first, so
that "Anker, Rosa" stands before "Anker family". Accents, capitals and marks count only between words that
are otherwise the same (UTS 10's levels). Numbers stand before letters, by their value. Articles count.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from make_book import locales

Key = tuple[Any, ...]
FIGURES = "0–9"
"""The group of what begins with a number."""
_SEGMENTS = re.compile(r"[,;:(\[]")
_WORDS = re.compile(r"[\s\-‐‑–—/]+")
_BASES = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
"""Letters without a decomposition in Unicode, where a language does not file them by themselves."""
_DOTTED = frozenset({"tr", "az"})
"""Languages in which I is the capital of ı, and İ that of i."""
_LONGEST = 3
_FIGURE, _LETTER = 0, 1


class _Alphabet(msgspec.Struct, frozen=True):
    """The rank of every letter, and its capital by rank."""

    ranks: Mapping[str, int]
    capitals: tuple[str, ...]
    dotted: bool


def sort_key(text: str, tag: str) -> Key:
    """Return what puts `text` in its place among others of a list in the language `tag`."""
    decomposed = unicodedata.normalize("NFD", text)
    return (_primary(text, _alphabet(_language(tag))), decomposed.casefold(), text.swapcase(), text)


def initial(text: str, tag: str) -> str:
    """Return the group `text` stands in: a letter of the language `tag`, `FIGURES`, or nothing."""
    alphabet = _alphabet(_language(tag))
    first = next((unit for segment in _primary(text, alphabet) for word in segment for unit in word), None)
    if first is None:
        return ""
    kind, rank = first
    if kind == _FIGURE:
        return FIGURES
    return alphabet.capitals[rank] if rank < len(alphabet.capitals) else chr(rank - len(alphabet.capitals)).upper()


def _language(tag: str) -> str:
    return tag.lower().replace("_", "-").split("-")[0]


@functools.cache
def _alphabet(language: str) -> _Alphabet:
    letters = locales.alphabet(language)
    dotted = language in _DOTTED
    ranks = {form: rank for rank, forms in enumerate(letters) for form in forms}
    capitals = tuple("İ" if dotted and forms[0] == "i" else forms[0][0].upper() + forms[0][1:] for forms in letters)
    return _Alphabet(ranks, capitals, dotted)


def _primary(text: str, alphabet: _Alphabet) -> Key:
    """Return the segments of `text`, their words, and of each word its numbers and letters by rank."""
    if alphabet.dotted:
        text = text.replace("I", "ı").replace("İ", "i")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    segments = (
        tuple(word for written in _WORDS.split(segment) if (word := tuple(_units(written, alphabet))))
        for segment in _SEGMENTS.split(folded)
    )
    return tuple(segment for segment in segments if segment)


def _units(word: str, alphabet: _Alphabet) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(word):
        if word[at].isdecimal():
            end = next((end for end in range(at, len(word)) if not word[end].isdecimal()), len(word))
            yield (_FIGURE, int(word[at:end]))
            at = end
            continue
        sizes = range(min(_LONGEST, len(word) - at), 0, -1)
        size = next((size for size in sizes if word[at : at + size] in alphabet.ranks), 0)
        if size:
            yield (_LETTER, alphabet.ranks[word[at : at + size]])
        elif word[at].isalnum():
            yield from ((_LETTER, _rank(base, alphabet)) for base in _bases(word[at]))
        at += size or 1


def _bases(letter: str) -> str:
    return _BASES.get(letter) or unicodedata.normalize("NFD", letter)[0]


def _rank(base: str, alphabet: _Alphabet) -> int:
    """Return the place of `base`; a letter of a script that is not listed comes after all that are."""
    return alphabet.ranks.get(base, len(alphabet.capitals) + ord(base))
