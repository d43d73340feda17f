"""Phrases of each language, read from `phrases/*.toml`, and the guess which language a text is in."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).with_name("phrases")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENOUGH = 0.05
"""The share of function words under which a text's language stays unknown (running text has 0.3 or more)."""


class Phrases(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What crawled pages of one language say around the text; `phrases/en.toml` shows each key."""

    language: str
    script: str
    words: str
    letters: str = ""
    telling: tuple[str, ...] = ()
    episode: tuple[str, ...] = ()
    crawler: tuple[str, ...] = ("date",)
    addendum: tuple[str, ...] = ()
    photo: tuple[str, ...] = ()
    editor: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = msgspec.field(default=(), name="and")
    particles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    marks: tuple[str, ...] = ('""',)
    single: tuple[str, ...] = ("''",)
    inner_space: bool = False
    languages: dict[str, tuple[str, ...]] = {}


@functools.cache
def all_phrases() -> dict[str, Phrases]:
    """Return the phrases of every language we have data for, by language, in alphabetical order."""
    files = sorted(path for path in _FOLDER.glob("*.toml") if path.stem != "scripts")
    read = [msgspec.toml.decode(path.read_bytes(), type=Phrases) for path in files]
    return {phrases.language: phrases for phrases in read}


def phrases_for(language: str) -> Phrases:
    """Return the phrases of `language` (its primary subtag counts); English where we have no data."""
    table = all_phrases()
    return table.get(language.split("-", maxsplit=1)[0].lower(), table["en"])


@functools.cache
def function_words(language: str) -> frozenset[str]:
    """Return the little words of `language`, in lower case."""
    return frozenset(all_phrases()[language].words.split())


def script_of(text: str) -> str | None:
    """Return the script most letters of `text` belong to (`LATIN`, `CYRILLIC` …), or None without letters."""
    counts: dict[str, int] = {}
    for character, count in Counter(text).items():
        if character.isalpha():
            name = _script(character)
            counts[name] = counts.get(name, 0) + count
    return max(sorted(counts), key=lambda name: counts[name]) if counts else None


@functools.cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def language_of(text: str) -> str | None:
    """Guess the language of `text` by script, function words and telltale letters; None if unsure."""
    script = script_of(text)
    words = [word.lower() for word in _WORD.findall(text)]
    if script is None or not words:
        return None
    counts = Counter(words)
    scores = {
        phrases.language: _score(phrases, counts, len(words))
        for phrases in all_phrases().values()
        if phrases.script == script
    }
    if scores:
        best = max(sorted(scores), key=lambda language: scores[language])
        return best if scores[best] >= _ENOUGH else None
    return _scripts()["default"].get(script)


def _score(phrases: Phrases, words: Counter[str], total: int) -> float:
    little = sum(words[word] for word in function_words(phrases.language) if word in words)
    telltale = 0
    if phrases.letters:
        letter = re.compile(f"[{re.escape(phrases.letters)}]")
        telltale = sum(count for word, count in words.items() if letter.search(word))
    return (little + 0.5 * telltale) / total


@functools.cache
def _scripts() -> dict[str, dict[str, str]]:
    return msgspec.toml.decode((_FOLDER / "scripts.toml").read_bytes(), type=dict[str, dict[str, str]])


@functools.cache
def latin_letters() -> dict[int, str]:
    """Return the Latin spelling of letters, for `str.translate`."""
    return str.maketrans(_scripts()["latin"])


def one_of(phrases: tuple[str, ...]) -> str:
    """Return a regular expression that matches any of `phrases`, the longest first, spaces loosely."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in ordered) + ")"


def every(name: str) -> tuple[str, ...]:
    """Return the phrases called `name` of all languages, each once, in a fixed order."""
    return tuple(dict.fromkeys(phrase for phrases in all_phrases().values() for phrase in getattr(phrases, name)))
