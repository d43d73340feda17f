"""HTML in Markdown taken apart: comments go, tags that HTML knows are events, all else is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from markdown_it.common.html_re import HTML_TAG_RE

from make_book.checks.second_reader.html_names import is_tag

_LINE_END = re.compile(r"&#(?:0*1[03]|[xX]0*[aAdD]);")
Event = tuple[str, str, dict[str, str], int]
"""`open`, `close` or `text`; the name or the words; attributes; how many lines before it."""


class _Tag(HTMLParser):
    """Reads one tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.kind, self.name, self.attributes = "text", text, dict[str, str]()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kind, self.name, self.attributes = "open", tag, {name: value or "" for name, value in attrs}

    def event(self, lines: int) -> Event:
        """Return what the tag does."""
        return self.kind, self.name, self.attributes, lines

    def handle_endtag(self, tag: str) -> None:
        self.kind, self.name = "close", tag


def events(source: str, whole: str) -> Iterator[Event]:
    """Yield what stands in `source`, a block of HTML or one tag of the text `whole`."""
    end = 0
    for found in HTML_TAG_RE.finditer(source):
        comment = found[0].startswith("<!--")
        if not comment and not is_tag(found[0], source[: found.start()], whole):
            continue
        if found.start() > end:
            yield "text", _words(source[end : found.start()]), {}, source.count("\n", 0, end)
        end = found.end()
        if not comment:
            yield _Tag(found[0]).event(source.count("\n", 0, found.start()))
    if end < len(source):
        yield "text", _words(source[end:]), {}, source.count("\n", 0, end)


def _words(source: str) -> str:
    """Return text with its character references resolved; a line end that is referred to ends no line of the source."""
    return unescape(_LINE_END.sub(" ", source))


def tag_events(tag: str) -> Iterator[Event]:
    """Yield what `tag`, a tag or a comment, does."""
    if not tag.startswith("<!--"):
        yield _Tag(tag).event(0)
