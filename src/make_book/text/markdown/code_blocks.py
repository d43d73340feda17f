"""Code blocks and thematic breaks (CommonMark 4.1, 4.4, 4.5): lines kept to the letter, and lines without any."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from make_book.text.markdown.inline_text import stamp
from make_book.text.markdown.open_blocks import Block, Lines, OpenBlocks

_OPENING = re.compile(r"(?P<mark>`{3,})[^`]*$|(?P<other>~{3,})")
_BREAK = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")


class FencedCode(Lines):
    """Lines between ``` and ``` (or ~~~). What follows the opening mark names a language and says nothing in a book."""

    keeps_lines = True

    def __init__(self, line: int, column: int, mark: str, indent: int, closing: str = "") -> None:
        """`mark` is the opening mark; `indent` is taken off every line; `closing` matches another end of it."""
        super().__init__(line, column)
        self.mark = mark
        self.indent = indent
        self.is_closed = False
        self._closing = re.compile(closing or rf"{mark[0]}{{{len(mark)},}}[ \t]*$")

    def goes_on(self, reader: OpenBlocks) -> bool | None:
        """Go on to the closing mark."""
        if reader.indent < 4 and self._closing.match(reader.text, reader.next):
            self.is_closed = True
            self.end = reader.number
            reader.close(reader.stack.index(self))
            return None
        for _ in range(min(self.indent, reader.indent)):
            reader.advance(1)
        return True

    def finish(self, reader: OpenBlocks, parent: Block) -> None:  # noqa: ARG002
        """Tell of code that nobody closed."""
        if not self.is_closed:
            message = f"the code that {self.mark} opens is never closed"
            reader.job.say("TXT-004", message, (self.line, self.column), f"add a line {self.mark} after it")

    def build(self, parent: Element) -> None:
        """Add `<pre><code>`."""
        lines = self.lines if self.is_closed else _without_blank_end(self.lines)
        code = SubElement(self.element(parent, "pre"), "code")
        stamp(code, self.line + 1, self.column)
        code.text = AtomicString("\n".join(lines))


class IndentedCode(Lines):
    """Lines indented by four columns."""

    keeps_lines = True

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on over blank lines, and with lines that are indented enough."""
        if reader.indent >= 4:
            reader.advance(4)
            return True
        if reader.blank:
            reader.go_to_next()
        return reader.blank

    def build(self, parent: Element) -> None:
        """Add `<pre><code>`."""
        lines = _without_blank_end(self.lines)
        SubElement(self.element(parent, "pre"), "code").text = AtomicString("\n".join([*lines, ""]))


class ThematicBreak(Block):
    """`* * *`, `---`, `___`."""

    is_leaf = True

    def goes_on(self, reader: OpenBlocks) -> bool:  # noqa: ARG002
        """End with its line."""
        return False

    def build(self, parent: Element) -> None:
        """Add an `<hr>`."""
        self.element(parent, "hr")


def start_fenced_code(reader: OpenBlocks, container: Block) -> bool:  # noqa: ARG001
    """Open fenced code."""
    if not (found := _OPENING.match(reader.text, reader.next)):
        return False
    mark = found["mark"] or found["other"]
    reader.open(FencedCode(reader.number, reader.next + 1, mark, reader.indent))
    reader.finish_line()
    return True


def start_indented_code(reader: OpenBlocks, container: Block) -> bool:  # noqa: ARG001
    """Open indented code, which cannot interrupt a paragraph."""
    if reader.stack[-1].is_lazy:
        return False
    reader.advance(4)
    reader.open(IndentedCode(reader.number, reader.offset + 1))
    return True


def start_break(reader: OpenBlocks, container: Block) -> bool:  # noqa: ARG001
    """Make a thematic break, right under a paragraph too."""
    if not _BREAK.match(reader.text, reader.next):
        return False
    reader.open(ThematicBreak(reader.number, reader.next + 1))
    reader.finish_line()
    return True


def _without_blank_end(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
