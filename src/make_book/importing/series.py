"""What the episodes of one serial share: the sentence that names narrator and series, the kickers.

`Olga N. tells of the stormy times. Episode 3.` stands in every head with small variations. The
series phrase is learned by comparing heads; one head alone is read by the phrases of its language.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from make_book.importing.phrases import Phrases, every, function_words, one_of
from make_book.importing.text_paragraphs import sentences, words

_ALIKE = 0.5
"""Two wordings are variants of one phrase when they share at least half of their words."""
_LONGEST_LABEL = 80
"""Characters at the end of a text among which a labelled number is looked for."""
_WITNESSES = 3
"""Heads that must agree before a phrase none of our languages knows is believed."""


def labelled(text: str) -> re.Match[str] | None:
    """Return the labelled number at the end of `text`: `Episode 22.`, `Folge 41`, `#3`."""
    return _labelled().search(text, max(0, len(text) - _LONGEST_LABEL))


def unlabelled(text: str) -> str:
    """Return `text` without the labelled number at its end."""
    return text[: found.start()] if (found := labelled(text)) else text


@functools.cache
def _labelled() -> re.Pattern[str]:
    label = rf"\b{one_of(every('episode'))}\s*(?:№|n[ro]\.|#)?"
    return re.compile(rf"(?:{label}|#)\s*(\d{{1,5}})\s*[.:]?\Z", re.IGNORECASE)


class NarratorClaim(msgspec.Struct, frozen=True):
    """A sentence taken apart into who tells and the rest; `known` when a phrase of the language joins them."""

    narrator: str
    predicate: str
    known: bool


class DetectedSeries(msgspec.Struct, frozen=True):
    """What was learned: the phrase most heads share, narrators and kickers with how often they occur."""

    phrase: str | None = None
    narrators: dict[str, int] = {}
    kickers: dict[str, int] = {}
    told: tuple[str, ...] = ()
    """Phrases the author of the book gave in book.toml, not learned."""
    named: tuple[str, ...] = ()
    """Narrators the author gave."""

    def fits(self, predicate: str) -> bool:
        """Tell whether `predicate` is the series phrase or a variant of it."""
        known = (self.phrase, *self.told) if self.phrase else self.told
        return any(alike(phrase, predicate) >= _ALIKE for phrase in known)


def learn(heads: Iterable[tuple[Sequence[str], Phrases]], kickers: Iterable[str]) -> DetectedSeries:
    """Learn from the head texts of all clippings (each: its paragraphs, its language's phrases)."""
    told = [tellings for texts, phrases in heads if (tellings := tuple(_candidates(texts, phrases)))]
    exact = Counter(telling.predicate for tellings in told for telling in tellings)
    known = {telling.predicate for tellings in told for telling in tellings if telling.known}
    ranked = sorted(exact, key=lambda predicate: (predicate not in known, -exact[predicate], predicate))[:20]
    support = {p: sum(any(alike(p, t.predicate) >= _ALIKE for t in ts) for ts in told) for p in ranked}
    believed = [p for p in ranked if (p in known and support[p] > 1) or support[p] >= max(_WITNESSES, 0.4 * len(told))]
    if not believed:
        return DetectedSeries(None, {}, dict(sorted(Counter(kickers).items())))
    phrase = max(believed, key=lambda p: (p in known, support[p], exact[p], [-ord(c) for c in p]))
    names = Counter(t.narrator for ts in told for t in ts if alike(phrase, t.predicate) >= _ALIKE)
    return DetectedSeries(phrase, dict(sorted(names.items())), dict(sorted(Counter(kickers).items())))


def _candidates(texts: Sequence[str], phrases: Phrases) -> Iterable[NarratorClaim]:
    """Yield the last sentence of the first text; that of a later one only with a number or a known phrase."""
    for index, text in enumerate(texts):
        bare = unlabelled(text)
        ends = [sentence for _, sentence in sentences(bare, phrases.abbreviations)]
        telling = take_apart(ends[-1], phrases) if ends else None
        if telling and (index == 0 or telling.known or bare != text):
            yield telling


def take_apart(sentence: str, phrases: Phrases) -> NarratorClaim | None:
    """Split `NAME tells of …` into name and rest; None if it does not begin with a name."""
    end = _name_end(sentence, phrases)
    narrator, predicate = sentence[:end].strip(" ,"), sentence[end:].strip().rstrip(".")
    if not narrator or len(words([predicate])) < 2 or _is_no_name(narrator, phrases):
        return None
    known = bool(phrases.telling) and re.match(one_of(phrases.telling) + r"\b", predicate) is not None
    return NarratorClaim(narrator, predicate, known)


def _name_end(sentence: str, phrases: Phrases) -> int:
    end = 0
    for token in re.finditer(r"\S+", sentence):
        core = token[0].strip(",“”„\"«»‘’'()")
        if core[:1].isupper():
            end = token.end()
        elif core not in phrases.particles or not end:
            break
    return end


def _is_no_name(narrator: str, phrases: Phrases) -> bool:
    parts = words([narrator])
    return len(parts) > 5 or parts[0] in function_words(phrases.language) - set(phrases.particles)


def alike(one: str, other: str) -> float:
    """Return how many words two phrases share, from 0 to 1 (Dice's measure)."""
    left, right = Counter(words([one])), Counter(words([other]))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0
