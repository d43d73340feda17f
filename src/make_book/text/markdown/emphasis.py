"""Delimiter runs and what they enclose: emphasis, deletions, insertions, subscripts, superscripts, marks.

(CommonMark 6.2, GFM 6.5; `~` `^` `==` as the extensions tilde, caret and mark of PyMdown have them.)
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from make_book.text.markdown.inline_text import InlineText, stamp
from make_book.text.markdown.inline_tokens import Delimiter, flanks, is_punctuation

SIGNS = "*_~^="
"""The signs that runs consist of."""
_RUN = {sign: re.compile(re.escape(sign) + "+") for sign in SIGNS}
_NAMES = {
    ("*", 1): "em",
    ("_", 1): "em",
    ("*", 2): "strong",
    ("_", 2): "strong",
    ("~", 1): "sub",
    ("~", 2): "del",
    ("^", 1): "sup",
    ("^", 2): "ins",
    ("=", 2): "mark",
}
_LONGEST_RUN = 30
"""No run of more signs is markup."""
_WHITE = re.compile(r"\s")


class DelimiterStack:
    """The runs of one text that may still be opened or closed."""

    def __init__(self, text: InlineText) -> None:
        """Begin with none."""
        self.text = text
        self.top: Delimiter | None = None

    def read(self, sign: str, at: int) -> tuple[Delimiter | str, int]:
        """Read the run of equal signs at `at`: return it, or the words that it is, and where it ends."""
        text = self.text
        found = _RUN[sign].match(text, at)
        end = found.end() if found else at + 1
        length = end - at
        if length > _LONGEST_RUN or (sign in "~^" and length > 2) or (sign == "=" and length != 2):
            return text[at:end], end
        before, after = text[at - 1] if at else "\n", text[end] if end < len(text) else "\n"
        left, right = flanks(before, after)
        if sign == "_":
            left, right = left and (not right or is_punctuation(before)), right and (not left or is_punctuation(after))
        if sign in "~^" and length == 1:
            left = left and (before.isalnum() or before in ")]}")
        run = Delimiter(sign, length, at, can_open=left, can_close=right)
        if left or right:
            run.previous, self.top = self.top, run
            if run.previous is not None:
                run.previous.following = run
        return run, end

    def match(self, bottom: Delimiter | None) -> None:
        """Match the delimiter runs above `bottom` (CommonMark, "process emphasis"); those left over are words."""
        floors: dict[tuple[str, bool, int], Delimiter | None] = {}
        closer = self.top
        while closer is not None and closer.previous is not bottom:
            closer = closer.previous
        while closer is not None:
            if not closer.can_close:
                closer = closer.following
                continue
            key = (closer.sign, closer.can_open, closer.length % 3 if closer.sign in "*_" else closer.length)
            opener = _opener(closer, bottom, floors.get(key, bottom))
            if opener is None or (closer.sign in "~^" and closer.length == 1 and self._has_white(opener, closer)):
                floors[key] = closer.previous
                following = closer.following
                if not closer.can_open:
                    self._drop(closer)
            else:
                following = self._join(opener, closer)
            closer = following
        self.top = bottom
        if bottom is not None:
            bottom.following = None

    def _join(self, opener: Delimiter, closer: Delimiter) -> Delimiter | None:
        """Make an element of what stands between two runs; return the run to look at next."""
        count = 2 if opener.count > 1 and closer.count > 1 else 1
        opener.count -= count
        closer.count -= count
        element = Element(_NAMES[closer.sign, count])
        opener.opens.append(stamp(element, *self.text.place(opener.offset + opener.count)))
        closer.closes += 1
        opener.following, closer.previous = closer, opener
        if not opener.count:
            self._drop(opener)
        if closer.count:
            return closer
        following = closer.following
        self._drop(closer)
        return following

    def _has_white(self, opener: Delimiter, closer: Delimiter) -> bool:
        return bool(_WHITE.search(self.text, opener.offset, closer.offset)) or closer.offset == opener.offset + 1

    def _drop(self, run: Delimiter) -> None:
        """Take a run out of the stack; what it says stays where it is."""
        if run.previous is not None:
            run.previous.following = run.following
        if run.following is not None:
            run.following.previous = run.previous
        else:
            self.top = run.previous


def _opener(closer: Delimiter, bottom: Delimiter | None, floor: Delimiter | None) -> Delimiter | None:
    """Return the nearest run before `closer`, above `bottom` and `floor`, that it closes."""
    opener = closer.previous
    while opener is not None and opener is not bottom and opener is not floor:
        if _fits(opener, closer):
            return opener
        opener = opener.previous
    return None


def _fits(opener: Delimiter, closer: Delimiter) -> bool:
    if opener.sign != closer.sign or not opener.can_open:
        return False
    if opener.sign not in "*_":
        return opener.length == closer.length
    odd = (opener.can_close or closer.can_open) and (opener.length + closer.length) % 3 == 0
    return not odd or (opener.length % 3 == 0 and closer.length % 3 == 0)
