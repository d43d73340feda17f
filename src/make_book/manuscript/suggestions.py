"""Near matches for what an author mistyped."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return one hint naming the up to three words of `known` nearest to `word`, or none."""
    near = difflib.get_close_matches(word.casefold(), sorted(known), n=3, cutoff=0.6)
    return (f"did you mean {' or '.join(repr(one) for one in near)}?",) if near else ()
