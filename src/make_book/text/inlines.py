"""Inline Markdown taken away: what is left of a paragraph when nobody sees its markup.

Part of the second reader (see `unmarking`). Line breaks stay where they were, so that a word keeps
its line.
"""

from __future__ import annotations

import html
import re

from make_book.text.words import ANYTHING

_KEPT, _BEYOND = 0xF0000, "\U00010000"
"""What the author protected is moved up to a private plane while markup is taken away; no markup is beyond the BMP."""

_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|:\"'<^~])")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^>\s]+|[^>\s@<]+@[^>\s@]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_TAG = re.compile(r"</?([a-zA-Z][\w:-]*)(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>")
_INLINE_TAGS = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em i ins kbd mark q ruby s samp small span strong sub sup time tt u"
    " var wbr".split()
)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_ATTRIBUTES = r"(?:\{(?:[^{}\"']|\"[^\"]*\"|'[^']*')*\})"
_TARGET = r"""\(\s*(<[^>]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\([^)]*\)))?\s*\)"""
_CODE = re.compile(rf"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`){_ATTRIBUTES}?", re.S)
_IMAGE = re.compile(rf"!\[((?:[^\[\]]|\[[^\]]*\])*)\]{_TARGET}\s?({_ATTRIBUTES})?")
_LINKED_IMAGE = re.compile(rf"\[\s*({_IMAGE.pattern})\s*\](?:{_TARGET}|[ ]?\[[^\[\]]*\]){_ATTRIBUTES}?")
_LINK = re.compile(rf"\[((?:[^\[\]])*)\](?:{_TARGET})({_ATTRIBUTES})?")
_SPAN = re.compile(rf"\[([^\[\]]*)\]({_ATTRIBUTES})")
_NAMED = re.compile(r"\[([^\[\]]+)\][ ]?\[([^\[\]]*)\]")
_SHORT = re.compile(r"\[([^\[\]]+)\]")
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])((?:[^*]|\*(?!\s))*?)(?<=[^\s*])\1")
_UNDERSCORES = re.compile(r"(?<![\w])(_{1,3})(?=[^\s_])(.*?)(?<=[^\s_])\1(?!\w)", re.S)
_AFTER_EMPHASIS = re.compile(rf"(?<=[*_]){_ATTRIBUTES}")
_EDITOR = re.compile(r"(?<![\w\"'-])\.editor(?![\w-])")
_CREDIT = re.compile(r"\bcredit=(?:\"([^\"]*)\"|'([^']*)'|([^\s}]+))")


def references(text: str) -> list[str]:
    """Return the keys of the footnotes that `text` refers to, in order, code left out."""
    return _REFERENCE.findall(_CODE.sub("", text))


def plain(text: str, names: frozenset[str] = frozenset()) -> str:
    """Return what a reader sees of the inline Markdown `text`.

    `names` are the (case-folded) names of link definitions. `[](episode:22)`, whose words the
    program makes, becomes `ANYTHING`.
    """
    if linked := _LINKED_IMAGE.fullmatch(text.strip()):
        text = linked[1]
    alone = bool(_IMAGE.fullmatch(text.strip()))
    text = _CODE.sub(lambda found: verbatim(found[2].strip()), text)
    text = _ESCAPE.sub(lambda found: verbatim(found[1]), text)
    text = _AUTOLINK.sub(lambda found: verbatim(found[1]), text)
    text = _BREAK.sub(" ", text)
    text = _TAG.sub(lambda found: "" if found[1].lower() in _INLINE_TAGS else " ", text)
    text = _REFERENCE.sub("", text)
    text = _IMAGE.sub(lambda found: _figure(found) if alone else "", text)
    text = _brackets(text, names)
    text = _AFTER_EMPHASIS.sub("", text)
    for pattern in (_STARS, _STARS, _STARS, _UNDERSCORES, _UNDERSCORES):
        text = pattern.sub(r"\2", text)
    return _release(html.unescape(text))


def _brackets(text: str, names: frozenset[str]) -> str:
    """Take links and spans away from the inside out; leave brackets that are only brackets."""
    before = ""
    while before != text:
        before = text
        text = _LINK.sub(_link, text)
        text = _SPAN.sub(_span, text)
        text = _NAMED.sub(lambda found: found[1] if (found[2] or found[1]).casefold() in names else found[0], text)
        text = _SHORT.sub(lambda found: found[1] if found[1].casefold() in names else found[0], text)
    return text


def _span(found: re.Match[str]) -> str:
    """Return the words of a span; an editor's remark is set in brackets, unless it brings its own."""
    words: str = found[1]
    if _EDITOR.search(found[2]) and not _release(words).lstrip().startswith("["):
        return f"{verbatim('[')}{words}{verbatim(']')}"
    return words


def _link(found: re.Match[str]) -> str:
    words: str = found[1]
    if words.strip():
        return words
    return ANYTHING if found[2].startswith("episode:") else ""


def _figure(found: re.Match[str]) -> str:
    """Return caption and credit of a figure; its text alternative is not printed."""
    caption = (found[3] or "")[1:-1]
    credit = _CREDIT.search(found[4] or "")
    given = next((group for group in credit.groups() if group), "") if credit else ""
    return f"{caption} {given}".strip() + "\n" * found[0].count("\n")


def verbatim(text: str) -> str:
    """Move `text` out of the reach of the patterns; line breaks, controls and what lies beyond the BMP stay."""
    return "".join(chr(_KEPT + ord(letter)) if " " <= letter < _BEYOND else letter for letter in text)


def _release(text: str) -> str:
    return "".join(chr(ord(letter) - _KEPT) if 0 <= ord(letter) - _KEPT < ord(_BEYOND) else letter for letter in text)
