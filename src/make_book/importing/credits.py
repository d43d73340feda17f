"""Translators' credits at the end of a clipping: who carried the text from which language."""

from __future__ import annotations

import functools
import re

import msgspec

from make_book.importing.phrases import Phrases, all_phrases, one_of
from make_book.model import Translator

_NAME = r"(?P<name>[^\W\d_][^:;!?\d\n]{1,100}?)"
_LONGEST = 16
"""Words a credit may have; more is running text that happens to begin alike."""


class ImportedCredit(msgspec.Struct, frozen=True):
    """A credit line read: the translators it names, and its words that name nobody."""

    translators: tuple[Translator, ...]
    consumed: str


def read_credit(line: str) -> ImportedCredit | None:
    """Read `From the Russian NAME`, `Aus dem Russischen NAME` …; None if `line` is no credit.

    Only what the line says is taken: the language translated from, never the one translated into,
    for the text at hand may be a translation of that translation.
    """
    line = line.strip()
    if len(line.split()) > _LONGEST:
        return None
    for pattern, phrases in _patterns():
        found = pattern.fullmatch(line)
        if found and (names := _names(found["name"], phrases)):
            source = _language(found.groupdict().get("language"), phrases)
            rest = re.sub(one_of(names), " ", line)
            return ImportedCredit(tuple(Translator(name, source) for name in names), " ".join(rest.split()))
    return None


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], Phrases], ...]:
    return tuple(
        (re.compile(_expression(template, phrases), re.IGNORECASE), phrases)
        for phrases in all_phrases().values()
        for template in phrases.credit
    )


def _expression(template: str, phrases: Phrases) -> str:
    forms = tuple(form for forms in phrases.languages.values() for form in forms)
    slots = {"{language}": f"(?P<language>{one_of(forms)})", "{name}": _NAME}
    pieces = re.split(r"(\{\w+\})", template)
    return "".join(slots.get(piece) or re.escape(piece).replace("\\ ", r"\s+") for piece in pieces) + r"\s*\.?"


def _language(word: str | None, phrases: Phrases) -> str | None:
    tags = (tag for tag, forms in phrases.languages.items() for form in forms if word and form.lower() == word.lower())
    return next(tags, None)


def _names(text: str, phrases: Phrases) -> tuple[str, ...]:
    """Split `A B and C D`; nothing if a part does not look like a name."""
    parts = re.split(rf"\s*,\s*|\s+{one_of((*phrases.conjunctions, '&'))}\s+", text.strip().rstrip("."))
    looks = all(part and all(_of_a_name(word, phrases) for word in part.split()) for part in parts)
    return tuple(parts) if looks and all(len(part.split()) <= 5 for part in parts) else ()


def _of_a_name(word: str, phrases: Phrases) -> bool:
    return word[0].isupper() or word in phrases.particles
