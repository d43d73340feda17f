"""How much a decoded text looks like something people wrote: the judge between encodings."""

from __future__ import annotations

import re
import unicodedata

from make_book.importing.phrases import all_phrases, function_words

_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile(
    "[\u0080-\u009f\u00a2-\u00a6\u00a8\u00ac\u00ae-\u00b6\u00b8\u00b9\u00bc-\u00bf\u00d7\u00f7"
    "\u2500-\u25ff\ufffd\ue000-\uf8ff]"
)
_SAMPLE = 20_000


def plausibility(text: str) -> float:
    """Return about 1 for running text of a language we know, 0 or less for a wrong decoding."""
    sample = text[:_SAMPLE]
    words = [word for word in _WORD.findall(sample) if not word.isascii() or len(word) > 1]
    if not words:
        return 0.0
    little = frozenset().union(*map(function_words, all_phrases()))
    known = sum(word.lower() in little for word in words) / len(words)
    fair = sum(_fair(word) for word in words) / len(words)
    odd = len(_ODD.findall(sample)) / len(sample)
    return known + 0.5 * fair - 10 * odd


def _fair(word: str) -> bool:
    """Tell whether the letters of `word` are of one script and its capitals stand where capitals stand."""
    if word.isascii():
        return True
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    return len({unicodedata.name(letter, "?").split()[0] for letter in word}) == 1
