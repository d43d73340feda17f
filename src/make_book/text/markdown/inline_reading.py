"""One inline text, read from left to right: words, patterns, delimiter runs, brackets (CommonMark 6)."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from make_book.text import attributes
from make_book.text.attributes import LIST
from make_book.text.markdown.emphasis import SIGNS, DelimiterStack
from make_book.text.markdown.foreign_syntax import tell_of_text
from make_book.text.markdown.inline_patterns import InlinePattern
from make_book.text.markdown.inline_text import InlineText, stamp
from make_book.text.markdown.inline_tokens import (
    CLOSE,
    AttributeList,
    Bracket,
    Token,
    fill,
    joins_lines,
)
from make_book.text.markdown.job import Job
from make_book.text.markdown.link_grammar import LABEL, inline_target, normal_label, unescaped
from make_book.text.markdown.open_blocks import assign

_LIST = re.compile(LIST)
_MARKUP = re.compile(r"[*_~`\[]*")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")


@functools.cache
def _stops(*, breaks: bool, addresses: bool) -> re.Pattern[str]:
    """Return what ends a run of words: a sign; a line end with spaces before it, if `breaks`; an address."""
    parts = [r"[\\`\[\]!<&*_~^={$:%]"]
    parts += [r"[ \t]*\n"] if breaks else []
    parts += [r"(?<![A-Za-z0-9])(?:https?://|ftp://|www\.)(?=[^\s<])"] if addresses else []
    return re.compile("|".join(parts), re.IGNORECASE)


_CJK_LINE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")


class InlineReading:
    """Reads one text into tokens."""

    def __init__(self, text: InlineText, job: Job, patterns: Mapping[str, Sequence[InlinePattern]]) -> None:
        """`patterns` are those to ask, by the sign that they begin with."""
        self.text = text
        self.job = job
        self.patterns = patterns
        self.out: list[Token] = []
        self.runs = DelimiterStack(text)
        self.bracket: Bracket | None = None
        self.brackets = 0
        self.dead_before = 0
        """Brackets with a lower number lie around a link, and can be none themselves."""

    def tokens(self) -> list[Token]:
        """Return the tokens of the whole text."""
        text, at, end = self.text, 0, len(self.text)
        if text:
            tell_of_text(text, self.job)
        breaks = "\n" in text and (" \n" in text or "\t\n" in text or bool(_CJK_LINE.search(text)))
        stops = _stops(breaks=breaks, addresses="://" in text or "www." in text.lower())
        while at < end:
            found = stops.search(text, at)
            if found is None:
                self.out.append(text[at:])
                break
            stop = found.start()
            if stop > at:
                self.out.append(text[at:stop])
            at = self._sign(found[0], stop)
        self.runs.match(None)
        return self.out

    def _sign(self, sign: str, at: int) -> int:
        """Read what begins with `sign` at `at`; return where to go on."""
        first = sign[0]
        if sign[-1] == "\n":
            return self._line_end(at)
        for pattern in self.patterns.get(first if len(sign) == 1 else "//", ()):
            if (found := pattern.getCompiledRegExp().match(self.text, at)) and found.end() > at:
                node, _, end = pattern.handleMatch(found, self.text)
                if node is not None and end is not None:
                    if isinstance(node, Element):
                        self._fill_within(node)
                    self.out.append(node)
                    return int(end)
        if first == "[" or (first in "!^" and self.text.startswith("[", at + 1)):
            return self._open_bracket("[" if first == "[" else f"{first}[", at)
        if first == "]":
            return self._close_bracket(at)
        if first in SIGNS:
            token, end = self.runs.read(first, at)
            self.out.append(token)
            return end
        if first == "{" and self.out and (found := _LIST.match(self.text, at)) and (said := attributes.read(found[0])):
            self.out.append(AttributeList(said, found[0]))
            return found.end()
        self.out.append(sign)
        return at + len(sign)

    def _fill_within(self, node: Element) -> None:
        """Read the text that a pattern has left to us: a caption."""
        for inner in node.iter() if len(node) else ():
            if isinstance(inner.text, InlineText):
                words, inner.text = inner.text, None
                fill(inner, InlineReading(words, self.job, self.patterns).tokens())

    def _line_end(self, at: int) -> int:
        """Read a line end: two spaces before it make a hard break; between Chinese letters it is nothing."""
        text = self.text
        found = _BREAK.match(text, at)
        end = found.end() if found else at + 1
        spaces = text.index("\n", at) - at
        if end == len(text):
            return end
        if spaces >= 2 and "\t" not in text[at : at + spaces]:
            self.out.append(stamp(Element("br"), *text.place(at)))
            self.out.append("\n")
            return end
        marks = _MARKUP.match(text, end)
        after = text[marks.end() : marks.end() + 1] if marks else ""
        before = text[:at].rstrip("*_~`])")[-1:] if at < 40 else text[at - 40 : at].rstrip("*_~`])")[-1:]
        self.out.append("" if before and after and joins_lines(before, after) else "\n")
        return end

    def _open_bracket(self, sign: str, at: int) -> int:
        if self.bracket is not None:
            self.bracket.has_brackets = True
        self.brackets += 1
        self.bracket = Bracket(sign, at, self.brackets, self.bracket, self.runs.top)
        self.out.append(self.bracket)
        return at + len(sign)

    def _close_bracket(self, at: int) -> int:
        """Read `]`: what the last open bracket began is a link, a span, an image or a note, or nothing."""
        opener = self.bracket
        if opener is None:
            self.out.append("]")
            return at + 1
        self.bracket = opener.before
        made: tuple[Element, int, InlineText | None] | None = None
        if opener.sign == "^[":
            number = self.job.next_inline_note()
            made = Element("a", {"data-note": str(number)}), at + 1, None
        elif opener.sign == "![" or opener.number > self.dead_before:
            made = self._linked(opener, at)
        if made is None:
            self.out.append("]")
            return at + 1
        element, end, caption = made
        self.runs.match(opener.delimiter)
        opener.element = stamp(element, *self.text.place(opener.offset))
        self.out.append(CLOSE)
        if element.get("data-note") is not None:
            self.job.inline_notes.append(element)
        if element.tag == "a":
            self.dead_before = self.brackets
        if element.tag == "img" and caption is not None and caption.strip():
            opener.outer = stamp(Element("span", {"data-image": ""}), *self.text.place(opener.offset))
            words = stamp(Element("span", {"data-caption": ""}), *caption.place(0))
            fill(words, InlineReading(caption, self.job, self.patterns).tokens())
            self.out += [words, CLOSE]
        return end

    def _linked(self, opener: Bracket, at: int) -> tuple[Element, int, InlineText | None] | None:
        """Return the element that the brackets make with what follows them, where that ends, and its caption."""
        text = self.text
        if target := inline_target(text, at + 1):
            caption = text.part(target.title_at, target.title_at + len(target.title)) if target.title else None
            return _made(opener, target.destination, caption), target.end, caption
        full = LABEL.match(text, at + 1)
        if full and full[1].strip() and (made := self._referred(opener, full[1], full.end())):
            return made
        if opener.sign == "[" and (found := _LIST.match(text, at + 1)) and (said := attributes.read(found[0])):
            span = Element("span")
            assign(span, said)
            return span, found.end(), None
        if opener.has_brackets or (full and full[1].strip()):
            return None
        start = opener.offset + len(opener.sign)
        label = text[start:at] if at - start < 1000 else ""
        return self._referred(opener, label, full.end() if full else at + 1)

    def _referred(self, opener: Bracket, label: str, end: int) -> tuple[Element, int, InlineText | None] | None:
        """Return what a reference to the link definition `label` makes, if there is one."""
        reference = self.job.links.get(normal_label(label)) if label.strip() else None
        if reference is None:
            return None
        reference.used = True
        caption = None
        if reference.title:
            line, column = self.text.place(opener.offset)
            rows = reference.title.count("\n") + 1
            caption = InlineText(reference.title, [line] * rows, [column] * rows)
        return _made(opener, reference.destination, caption), end, caption


def _made(opener: Bracket, destination: str, title: InlineText | None) -> Element:
    if opener.sign == "![":
        return Element("img", {"src": destination})
    link = Element("a", {"href": destination})
    if title:
        link.set("title", unescaped(title))
    return link
