"""Titles shortened for the running head: by rule, at a word, never inside one."""

from __future__ import annotations

import re

LONGEST = 58
"""Characters that fit over the text block of the smallest trim, in italics, with room to the folio."""
_CLAUSE = re.compile(r"(?<=\w)(?:[:;.,]|\s[–—])\s|(?<=\w[?!])\s")


def running_title(title: str, longest: int = LONGEST) -> str:
    """Return `title`, or its first clause, or as many whole words as `longest` characters hold and "…"."""
    if len(title) <= longest:
        return title
    clause = _CLAUSE.split(title, maxsplit=1)[0]
    if longest // 4 <= len(clause) <= longest:
        return clause
    words = title.split()
    short = words[0]
    for word in words[1:]:
        if len(short) + len(word) + 2 > longest:
            break
        short = f"{short} {word}"
    return short.rstrip(",;:.–—- ") + "…"
