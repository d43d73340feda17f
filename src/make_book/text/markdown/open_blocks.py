"""What the block phase knows between two lines: the open blocks, and where it stands in the line.

(CommonMark 0.31, appendix "A parsing strategy"; tabs: section 2.2.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from xml.etree.ElementTree import Element, SubElement

from make_book.text import attributes
from make_book.text.attributes import Attributes
from make_book.text.markdown.inline_text import InlineText, stamp
from make_book.text.markdown.job import Job

MAX_OPEN = 100
"""How many blocks may be open at once; what is nested deeper is text. (A list and its item are two.)"""


class LineReader:
    """A line of the source, and how far it is read. Columns count from 0 and know tabs."""

    def __init__(self) -> None:
        """Begin with an empty line."""
        self.begin("", 0)

    def begin(self, text: str, number: int) -> None:
        """Go to the beginning of line `number` of the file."""
        self.text, self.number = text, number
        self.offset = self.column = self.next = self.indent = 0
        self.partial_tab = self.blank = self.done = False

    def find_next(self) -> None:
        """Look for the first character from here on that is no white space, and measure the indent before it."""
        text = self.text
        at, column, length = self.offset, self.column, len(self.text)
        while at < length:
            sign = text[at]
            if sign == " ":
                column += 1
            elif sign == "\t":
                column += 4 - column % 4
            else:
                break
            at += 1
        self.next, self.indent, self.blank = at, column - self.column, at >= length

    def go_to_next(self) -> None:
        """Go to where `find_next` saw a character."""
        self.offset, self.column, self.partial_tab = self.next, self.column + self.indent, False
        self.indent = 0

    def advance(self, columns: int) -> None:
        """Go on by `columns`; a tab that is wider than what is left of them stays in part."""
        while columns > 0 and self.offset < len(self.text):
            if self.text[self.offset] != "\t":
                self.offset += 1
                self.column += 1
                columns -= 1
                continue
            width = 4 - self.column % 4
            self.partial_tab = width > columns
            self.column += min(columns, width)
            self.offset += 0 if self.partial_tab else 1
            columns -= width

    def rest(self) -> str:
        """Return the rest of the line; what is left of a tab is spaces."""
        if self.partial_tab:
            return " " * (4 - self.column % 4) + self.text[self.offset + 1 :]
        return self.text[self.offset :]

    def ahead(self) -> str:
        """Return the line from the first character that is no white space."""
        return self.text[self.next :]

    def finish_line(self) -> None:
        """Say that nothing of the line is left."""
        self.done = True


class Block:
    """A block: its children, the line and column it begins at, the last line with a word of it."""

    is_leaf: ClassVar[bool] = False
    keeps_lines: ClassVar[bool] = False
    """Whether every further line belongs to it as it stands, so that no other block can begin there."""
    is_lazy: ClassVar[bool] = False
    """Whether a line may go on with it although it does not continue the blocks around."""
    is_verse = False

    def __init__(self, line: int, column: int) -> None:
        """Begin at a place of the file."""
        self.line = line
        self.column = column
        self.end = line
        self.children: list[Block] = []
        self.said: list[Attributes] = []

    def goes_on(self, reader: OpenBlocks) -> bool | None:
        """Say whether the line continues the block; `None` if it is the last of it and wholly read."""
        raise NotImplementedError

    def holds(self, block: Block) -> bool:  # noqa: ARG002
        """Say whether `block` may be a child of this one."""
        return not self.is_leaf

    def add(self, reader: OpenBlocks) -> None:
        """Take what is left of the line."""

    def finish(self, reader: OpenBlocks, parent: Block) -> None:
        """Do what is to be done when the block is closed."""

    def build(self, parent: Element) -> None:
        """Add the block to the tree."""
        raise NotImplementedError

    def build_children(self, element: Element) -> None:
        """Add the children to the tree."""
        for child in self.children:
            child.build(element)

    def element(self, parent: Element, tag: str) -> Element:
        """Return a new element for the block, on a line of its own, with its place and its attributes."""
        element = SubElement(parent, tag)
        stamp(element, self.line, self.column)
        for said in self.said:
            assign(element, said)
        element.tail = "\n"
        if len(parent) == 1 and not parent.text:
            parent.text = "\n"
        return element


class Lines(Block):
    """A leaf block that gathers lines."""

    is_leaf = True

    def __init__(self, line: int, column: int) -> None:
        """Begin without lines."""
        super().__init__(line, column)
        self.lines: list[str] = []
        self.columns: list[int] = []

    def add(self, reader: OpenBlocks) -> None:
        """Take the rest of the line."""
        self.lines.append(reader.rest())
        self.columns.append(reader.offset + 1)

    def content(self) -> InlineText:
        """Return the lines as text that knows its place."""
        rows = range(self.line, self.line + len(self.lines))
        return InlineText("\n".join(self.lines), rows, self.columns)


class OpenBlocks(LineReader):
    """The stack of open blocks, outermost first, and the line that is being read."""

    def __init__(self, job: Job, document: Block) -> None:
        """Begin with the document open."""
        super().__init__()
        self.job = job
        self.stack: list[Block] = [document]
        self.matched = 1
        """How many blocks of the stack the line continues; the others are closed when a new one opens."""
        self._told_depth = -1

    @property
    def goes_on_lazily(self) -> bool:
        """Whether the line may go on with a paragraph although it does not continue the blocks around that."""
        return self.matched < len(self.stack) and self.stack[-1].is_lazy

    def too_deep(self) -> bool:
        """Say whether no further block may be opened, and tell of it once a line."""
        if self.matched < MAX_OPEN:
            return False
        if self._told_depth != self.number:
            self._told_depth = self.number
            message = f"blocks are nested more than {MAX_OPEN // 2} deep; what lies deeper is text"
            self.job.say("TXT-024", message, (self.number, self.next + 1), "write it with fewer levels")
        return True

    def open(self, block: Block) -> None:
        """Open `block` within the innermost block that can hold it; the others are closed."""
        self.close(self.matched)
        while not self.stack[-1].holds(block):
            self.close(len(self.stack) - 1)
        self.stack[-1].children.append(block)
        self.stack.append(block)
        self.matched = len(self.stack)

    def close(self, depth: int) -> None:
        """Close the open blocks from `depth` on, innermost first."""
        while len(self.stack) > depth:
            block = self.stack.pop()
            if self.stack:
                above = self.stack[-1]
                above.end = max(above.end, block.end)
                block.finish(self, above)
        self.matched = min(self.matched, len(self.stack))

    def drop_leaf(self) -> None:
        """Take the innermost block that the line continues, a leaf, out of the tree: its lines have become others'."""
        self.close(self.matched)
        self.stack.pop()
        self.matched = len(self.stack)
        self.stack[-1].children.pop()

    def closed(self, kinds: Sequence[type[Block]]) -> Block | None:
        """Return the last child of the innermost block that the line continues, if it is of one of `kinds`."""
        children = self.stack[self.matched - 1].children
        return children[-1] if children and isinstance(children[-1], tuple(kinds)) else None


def assign(element: Element, said: Attributes) -> None:
    """Give `element` the anchor, the classes and the pairs."""
    if said.anchor:
        element.set("id", said.anchor)
    classes = [*(element.get("class") or "").split(), *said.classes]
    for key, value in said.pairs:
        if key.lower() == "class":
            classes += value.split()
        elif not key.lower().startswith("data-"):
            element.set(key.lower(), value)
    if classes:
        element.set("class", " ".join(dict.fromkeys(classes)))


def read_list(text: str) -> list[Attributes]:
    """Return what an attribute list says, as a list of one; empty if it is none."""
    said = attributes.read(text)
    return [] if said is None else [said]
