"""The parts of a run of inline text before they are a tree: words, elements, and signs that may become markup."""

from __future__ import annotations

import functools
import re
import unicodedata
from xml.etree.ElementTree import Element, SubElement

from make_book.text.attributes import Attributes
from make_book.text.markdown.html_blocks import RAW
from make_book.text.markdown.open_blocks import assign

_MAIL = re.compile(
    r"(?<![A-Za-z0-9.+_/:-])(?:mailto:)?[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?)+(?![A-Za-z0-9_-])"
)
_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U00016fe0-\U00018aff\U0001aff0-\U0001b2ff\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
_JOINED = re.compile(
    "[\u2e80-\u303f\u3040-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\U00020000-\U0003ffff]"
)


_MARKS = "“”‘’…—"
"""Marks that Chinese shares with Latin."""


class Delimiter:
    """A run of `*`, `_`, `~`, `^` or `=` that may open or close markup (CommonMark, "delimiter run")."""

    __slots__ = (
        "can_close",
        "can_open",
        "closes",
        "count",
        "following",
        "length",
        "offset",
        "opens",
        "previous",
        "sign",
    )

    def __init__(self, sign: str, length: int, offset: int, *, can_open: bool, can_close: bool) -> None:
        """`offset` says where in the text the run begins."""
        self.sign = sign
        self.length = self.count = length
        self.offset = offset
        self.can_open = can_open
        self.can_close = can_close
        self.opens: list[Element] = []
        self.closes = 0
        self.previous: Delimiter | None = None
        self.following: Delimiter | None = None


class Bracket:
    """A `[`, `![` or `^[` that may open a link, a span, an image or a note."""

    __slots__ = ("before", "delimiter", "element", "has_brackets", "number", "offset", "outer", "sign")

    def __init__(
        self, sign: str, offset: int, number: int, before: Bracket | None, delimiter: Delimiter | None
    ) -> None:
        """`before` is the bracket that is open around it, `delimiter` the last run of signs before it."""
        self.sign = sign
        self.offset = offset
        self.number = number
        self.before = before
        self.delimiter = delimiter
        self.element: Element | None = None
        self.outer: Element | None = None
        """What holds the element and its caption."""
        self.has_brackets = False


class Close:
    """The end of the element that was opened last."""

    __slots__ = ()


class AttributeList:
    """An attribute list: it belongs to the element right before it, or is words."""

    __slots__ = ("said", "written")

    def __init__(self, said: Attributes, written: str) -> None:
        """Keep what it says, and how it is written."""
        self.said = said
        self.written = written


CLOSE = Close()
Token = str | Element | Delimiter | Bracket | Close | AttributeList


def flanks(before: str, after: str) -> tuple[bool, bool]:
    """Say whether a run of signs between two characters is left-flanking and right-flanking (CommonMark 6.2).

    A Chinese, Japanese or Korean letter counts as a space does beside punctuation, since those languages
    write none: `**“強調”**と` is strong. (The amendment of markdown-cjk-friendly.)
    """
    white_before, white_after = before.isspace(), after.isspace()
    if white_before and white_after:
        return False, False
    mark_before, mark_after = is_punctuation(before), is_punctuation(after)
    left = not white_after and (not mark_after or white_before or mark_before or bool(_CJK.match(before)))
    right = not white_before and (not mark_before or white_after or mark_after or bool(_CJK.match(after)))
    return left, right


@functools.lru_cache(maxsize=4096)
def is_punctuation(character: str) -> bool:
    """Say whether `character` is a mark or a symbol (Unicode's categories P and S)."""
    return unicodedata.category(character)[0] in "PS"


def joins_lines(before: str, after: str) -> bool:
    """Say whether a line end between two characters is no space: both are Chinese or Japanese, or one is a mark."""
    own = bool(_JOINED.match(before)), bool(_JOINED.match(after))
    return all(own) or (own[0] and after in _MARKS) or (own[1] and before in _MARKS)


class _Tree:
    """Puts tokens under an element."""

    def __init__(self, parent: Element) -> None:
        self.stack = [parent]
        self.words: list[str] = []
        self.last: Element | None = None

    def settle(self) -> None:
        """Put the words gathered behind what stands in the innermost open element."""
        text = "".join(self.words)
        self.words.clear()
        if text:
            self.last = None
            if "@" in text and not any(element.tag == "a" for element in self.stack):
                self._with_addresses(text)
            else:
                append_text(self.stack[-1], text)

    def _with_addresses(self, text: str) -> None:
        """Make links of the mail addresses in `text` (GFM 6.9)."""
        at = 0
        for found in _MAIL.finditer(text):
            append_text(self.stack[-1], text[at : found.start()])
            link = SubElement(self.stack[-1], "a", {"href": f"mailto:{found[0].removeprefix('mailto:')}"})
            link.text = found[0]
            at = found.end()
        append_text(self.stack[-1], text[at:])

    def begin(self, element: Element) -> None:
        self.settle()
        self.stack[-1].append(element)
        self.stack.append(element)

    def end(self) -> None:
        self.settle()
        self.last = self.stack.pop()
        if self.last.tag == "img":
            self.last.set("alt", " ".join(_plain(self.last).split()))
            self.last.text = None
            self.last[:] = []

    def attributes(self, token: AttributeList) -> None:
        self.settle()
        if self.last is None or self.last.tag in (RAW, "br"):
            self.words.append(token.written)
        else:
            assign(self.last, token.said)

    def take(self, token: Token) -> None:
        if isinstance(token, str):
            self.words.append(token)
        elif isinstance(token, Delimiter):
            for _ in range(token.closes):
                self.end()
            self.words.append(token.sign * token.count)
            for element in reversed(token.opens):
                self.begin(element)
        elif isinstance(token, Bracket):
            self.bracket(token)
        elif isinstance(token, Close):
            self.end()
        elif isinstance(token, AttributeList):
            self.attributes(token)
        else:
            self.settle()
            self.stack[-1].append(token)
            self.last = token

    def bracket(self, token: Bracket) -> None:
        if token.element is None:
            self.words.append(token.sign)
            return
        if token.outer is not None:
            self.begin(token.outer)
        self.begin(token.element)


def fill(parent: Element, tokens: list[Token]) -> None:
    """Make the tree of `tokens` under `parent`, behind what stands there."""
    tree = _Tree(parent)
    for token in tokens:
        tree.take(token)
    tree.settle()


def append_text(element: Element, text: str) -> None:
    """Put words behind the last child of `element`."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _plain(element: Element) -> str:
    """Return the words in `element`, those that its images stand for included."""
    if element.tag == RAW:
        return ""
    parts = [element.get("alt", "") if element.tag == "img" and not len(element) else "", element.text or ""]
    for child in element:
        parts += [_plain(child), child.tail or ""]
    return "".join(parts)
