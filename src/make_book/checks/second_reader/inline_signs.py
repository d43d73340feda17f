"""Signs around words: emphasis, also beside Chinese and Japanese; deletions, insertions, marks, sub- and superscripts.

CommonMark 0.31 §6.2 and GFM 6.5, with the amendments of docs/writing.md; markdown-it-py pairs the runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_RUN = re.compile(r"\*+|_+|~+|\^+|=+")
_LENGTHS = {"~": (1, 2), "^": (1, 2), "=": (2,)}
"""How long the runs of a sign are that mean something; others are text."""
_LONGEST = 30


def add_inline_signs(md: MarkdownIt) -> None:
    """Teach `md` the signs."""
    md.inline.ruler.at("emphasis", _emphasis)
    md.inline.ruler.at("strikethrough", _sign)
    md.inline.ruler2.at("strikethrough", _paired)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Put down a run of `*` or `_`, sign by sign."""
    sign = state.src[state.pos]
    found = _RUN.match(state.src, state.pos, state.posMax) if sign in "*_" else None
    if found is None or silent:
        return False
    length = len(found[0])
    opens, closes = _flanks(state.src, *found.span()) if length <= _LONGEST else (False, False)
    if sign == "_":
        before, after = _beside(state.src, *found.span())
        opens, closes = opens and (not closes or _is_mark(before)), closes and (not opens or _is_mark(after))
    for _ in range(length):
        state.push("text", "", 0).content = sign
        _put(state, ord(sign), length, opens=opens, closes=closes)
    state.pos += length
    return True


def _sign(state: StateInline, silent: bool) -> bool:
    """Put down a run of `~`, `^` or `=`; a run pairs only with one as long."""
    sign = state.src[state.pos]
    found = _RUN.match(state.src, state.pos, state.posMax) if sign in _LENGTHS else None
    if found is None or silent:
        return False
    run = found[0]
    state.push("text", "", 0).content = run
    state.pos += len(run)
    if len(run) in _LENGTHS[sign]:
        opens, closes = _flanks(state.src, *found.span())
        before = _beside(state.src, *found.span())[0]
        if len(run) == 1:
            opens = opens and (before.isalnum() or before in ")]}")
        _put(state, -ord(sign) * 4 - len(run), 3, opens=opens, closes=closes)
    return True


def _put(state: StateInline, marker: int, length: int, *, opens: bool, closes: bool) -> None:
    at = len(state.tokens) - 1
    state.delimiters.append(Delimiter(marker=marker, length=length, token=at, end=-1, open=opens, close=closes))


def _paired(state: StateInline) -> None:
    """Take the signs out that are paired."""
    _take_out(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _take_out(state, meta["delimiters"])


def _take_out(state: StateInline, delimiters: Sequence[Delimiter]) -> None:
    for opener in delimiters:
        if opener.marker >= 0 or opener.end < 0:
            continue
        first, last = state.tokens[opener.token], state.tokens[delimiters[opener.end].token]
        inside = state.tokens[opener.token + 1 : delimiters[opener.end].token]
        words = "".join(token.content or " " * (token.type in ("softbreak", "hardbreak")) for token in inside)
        if len(first.content) == 1 and first.content != "=" and (not words or any(map(str.isspace, words))):
            continue
        first.type, first.nesting, first.content = "sign_open", 1, ""
        last.type, last.nesting, last.content = "sign_close", -1, ""


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    return text[start - 1] if start else "\n", text[end] if end < len(text) else "\n"


def _flanks(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell whether a run is left-flanking and right-flanking; a letter of Chinese or Japanese is as good as a space."""
    before, after = _beside(text, start, end)
    left = not after.isspace() and (not _is_mark(after) or before.isspace() or _is_mark(before) or _is_wide(before))
    right = not before.isspace() and (not _is_mark(before) or after.isspace() or _is_mark(after) or _is_wide(after))
    return left, right


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _is_wide(letter: str) -> bool:
    kind = unicodedata.category(letter)[0]
    return (unicodedata.east_asian_width(letter) in "WFH" and kind != "S") or "\uac00" <= letter <= "\ud7ff"
