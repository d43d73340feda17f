"""Where a word may be parted. The only importer of pyphen (the dictionaries of LibreOffice).

For lettering that is drawn once, as on a cover; the pages of the book are hyphenated by their own
engines.
"""

from __future__ import annotations

import re
from itertools import pairwise

_AFTER = re.compile(r"(?<=[-‐–—/])(?=\w)")


def parts(word: str, language: str) -> tuple[str, ...]:
    """Return the pieces into which `word` of `language` (BCP 47) may be parted, at least one.

    Its own soft hyphens (U+00AD) decide alone where there are any; then its hyphens and dashes;
    then the dictionary, which never leaves fewer than four letters. Unknown languages have none.
    """
    if "\u00ad" in word:
        return tuple(piece for piece in word.split("\u00ad") if piece)
    if len(pieces := tuple(_AFTER.split(word))) > 1:
        return pieces
    import pyphen

    dictionary = pyphen.language_fallback(language.replace("-", "_"))
    if dictionary is None:
        return (word,)
    places = pyphen.Pyphen(lang=dictionary, left=4, right=4).positions(word)
    edges = [0, *(int(place) for place in places), len(word)]
    return tuple(word[start:end] for start, end in pairwise(edges))
