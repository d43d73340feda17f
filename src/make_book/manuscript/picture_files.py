"""Which of the pictures that lie in a book's folder its texts may name, told without parsing the texts."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

_NAME = re.compile(r"[^\s/\\()<>\[\]\"'?#]+\.[a-z0-9]{1,5}(?![a-z0-9])")
_PLAIN = re.compile(r"[^\s()<>\[\]\"'?#\\]+\Z")


def mentioned(paths: Iterable[str], texts: Iterable[str]) -> set[str]:
    """Return those of `paths` whose file name stands somewhere in `texts`, whatever the case of its letters.

    A picture that a text shows is always among them; one that is only spoken of may be too.
    """
    whole = "\n".join(_reduced(text) for text in texts)
    names = set(_NAME.findall(whole))
    found = set()
    for path in paths:
        name = _reduced(path.rpartition("/")[2])
        if name in names or ((not _PLAIN.match(name) or not _NAME.fullmatch(name)) and name in whole):
            found.add(path)
    return found


def _reduced(text: str) -> str:
    """Return `text` as it is once addresses are decoded: percent signs, references and escapes read."""
    plain = html.unescape(text.replace("\\", "/") if "\\" in text else text)
    return unicodedata.normalize("NFC", unquote(plain)).casefold()
