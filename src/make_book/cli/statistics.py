"""Words counted: pure, on the composed book."""

from __future__ import annotations

import re
import unicodedata

_NUMBER_OF_NOTE = re.compile(r'<a\b[^>]*\brole="doc-noteref"[^>]*>.*?</a>', re.DOTALL)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|bdo|cite|code|dfn|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>")
_OTHER = re.compile(r"<[^>]*>|&#?\w+;")
_WORD = re.compile(r"\w+(?:[’'‘.,\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]\w+)*")
_ALONE = re.compile(r"[\N{HIRAGANA LETTER SMALL A}-\N{KATAKANA LETTER VO}\u3400-\u9fff]")
"""Scripts without spaces between words: each letter counts, as word processors have it."""


def count_words(xhtml: str) -> int:
    """Return how many words a reader reads in `xhtml`; "tide-clerk", "don’t" and "3.5" are one each."""
    text = _OTHER.sub(" ", _INLINE.sub("", _NUMBER_OF_NOTE.sub("", xhtml)))
    text = unicodedata.normalize("NFC", text)
    alone = len(_ALONE.findall(text))
    return alone + len(_WORD.findall(_ALONE.sub(" ", text)))
