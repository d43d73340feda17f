"""Container blocks: quotations, lists, notes, definition lists, fenced divs (CommonMark 5; Pandoc's extensions)."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from make_book.text import attributes
from make_book.text.attributes import Attributes
from make_book.text.markdown.inline_text import InlineText, stamp
from make_book.text.markdown.job import NoteText
from make_book.text.markdown.open_blocks import Block, OpenBlocks
from make_book.text.markdown.paragraphs import Paragraph, add_text

NAMES = ("verse", "letter", "epigraph", "dialogue", "addendum", "editor")
"""The fenced blocks that are known by name."""
_CALLOUT = re.compile(r"\[!([A-Za-z][\w-]*)\][+-]?[ \t]*(.*?)[ \t]*$")
_TASK = re.compile(r"\[([ xX])\](?=[ \t]+\S)")
_INFO = re.compile(
    r"(?P<name>[^\W\d][\w-]*)?[ ]*(?:\[(?P<title>[^\[\]]*)\]|(?P<words>[^\s{}\[\]:][^{}]*))?[ ]*(?P<list>\{.*\})?"
)


class Document(Block):
    """The whole text."""

    def __init__(self, line: int, column: int) -> None:
        """Begin without notes."""
        super().__init__(line, column)
        self.notes: list[NoteDefinition] = []

    def build(self, parent: Element) -> None:
        """Add the blocks of the text."""
        self.build_children(parent)


class Quotation(Block):
    """A block quotation (CommonMark 5.1), or a callout: `> [!note] Title` (GitHub, Obsidian)."""

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on while lines begin with `>`."""
        return past_quote_mark(reader)

    def build(self, parent: Element) -> None:
        """Add a `<blockquote>`, or an `<aside>`."""
        first = self.children[0] if self.children else None
        found = _CALLOUT.match(first.lines[0]) if isinstance(first, Paragraph) else None
        if not isinstance(first, Paragraph) or found is None:
            self.build_children(self.element(parent, "blockquote"))
            return
        aside = self.element(parent, "aside")
        aside.set("class", f"callout callout-{found[1].lower()}")
        column = first.columns[0] + found.start(2 if found[2] else 1)
        add_title(aside, InlineText(found[2] or found[1].capitalize(), [first.line], [column]))
        first.drop_line()
        for child in self.children:
            if child is not first or first.lines:
                child.build(aside)


def add_title(parent: Element, title: InlineText) -> None:
    """Add the title of a callout as a paragraph."""
    element = SubElement(parent, "p", {"class": "callout-title"})
    stamp(element, *title.place(0))
    element.text = title
    element.tail = parent.text = "\n"


def past_quote_mark(reader: OpenBlocks) -> bool:
    """Go past `>` and the space after it, if the line goes on with them."""
    if reader.indent >= 4 or reader.blank or reader.text[reader.next] != ">":
        return False
    reader.go_to_next()
    reader.advance(1)
    if reader.text[reader.offset : reader.offset + 1] in (" ", "\t"):
        reader.advance(1)
    return True


class Item(Block):
    """An item of a list; what belongs to it is indented as far as its words (CommonMark 5.2)."""

    def __init__(self, line: int, column: int, indent: int, source: str) -> None:
        """`indent` counts the columns of what belongs to the item; `source` is its first line from the marker on."""
        super().__init__(line, column)
        self.indent = indent
        self.source = source

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on over blank lines (unless nothing stands in the item yet) and with lines that are indented enough."""
        if reader.blank:
            if not self.children:
                return False
            reader.go_to_next()
            return True
        if reader.indent < self.indent:
            return False
        reader.advance(self.indent)
        return True

    def build(self, parent: Element) -> None:
        """Add a loose `<li>`."""
        element = self.element(parent, "li")
        self._mark_task(element)
        self.build_children(element)

    def _mark_task(self, element: Element) -> None:
        """Make a box of `[ ]` or `[x]` at the beginning (GFM 5.3)."""
        first = self.children[0] if self.children else None
        if isinstance(first, Paragraph) and (found := _TASK.match(first.lines[0])):
            first.box = "\N{WHITE SQUARE}" if found[1] == " " else "\N{BLACK SQUARE}"
            element.set("class", "task")

    def build_tight(self, parent: Element) -> None:
        """Add an `<li>` whose paragraphs are plain text."""
        element = self.element(parent, "li")
        self._mark_task(element)
        for child in self.children:
            if isinstance(child, Paragraph):
                child.build_text(element)
            else:
                child.build(element)


class List(Block):
    """A list: bullets of one kind, or numbers with one kind of sign behind them (CommonMark 5.3)."""

    def __init__(self, line: int, column: int, mark: str, start: int) -> None:
        """`mark` is the bullet, or the sign behind the number."""
        super().__init__(line, column)
        self.mark = mark
        self.start = start
        self.follows = False
        """Whether its number goes on with that of the list before it."""

    @property
    def is_ordered(self) -> bool:
        """Whether the items are numbered."""
        return self.mark in ".)"

    @property
    def next_number(self) -> int:
        """The number that a further item would have."""
        return self.start + len(self.children)

    def goes_on(self, reader: OpenBlocks) -> bool:  # noqa: ARG002
        """Go on as long as an item follows."""
        return True

    def holds(self, block: Block) -> bool:
        """Hold nothing but items."""
        return isinstance(block, Item)

    def finish(self, reader: OpenBlocks, parent: Block) -> None:  # noqa: ARG002
        """Make words of a list that is no list: `14. October` alone begins a paragraph."""
        item = self.children[0]
        first = item.children[0] if item.children else None
        if len(self.children) > 1 or not self.is_ordered or self.start <= 1 or self.follows:
            return
        if isinstance(first, Paragraph) and first is item.children[-1] and isinstance(item, Item):
            first.lines[0] = item.source
            first.columns[0] = item.column
            first.column = item.column
            parent.children[-1:] = item.children

    @property
    def is_loose(self) -> bool:
        """Whether a blank line stands between two items, or between two blocks of an item."""
        rows = [self.children, *(item.children for item in self.children)]
        return any(after.line - before.end > 1 for row in rows for before, after in pairwise(row))

    def build(self, parent: Element) -> None:
        """Add an `<ol>` or a `<ul>`."""
        element = self.element(parent, "ol" if self.is_ordered else "ul")
        if self.is_ordered and self.start != 1:
            element.set("start", str(self.start))
        loose = self.is_loose
        for item in self.children:
            if loose or not isinstance(item, Item):
                item.build(element)
            else:
                item.build_tight(element)


class NoteDefinition(Block):
    """`[^1]: the note`, with what is indented below it."""

    def __init__(self, line: int, column: int, note: NoteText | None) -> None:
        """`note` is `None` where the label is taken already."""
        super().__init__(line, column)
        self.note = note

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on over blank lines, and with lines indented by four columns."""
        if reader.blank:
            reader.go_to_next()
            return True
        if reader.indent < 4:
            return False
        reader.advance(4)
        return True

    def build(self, parent: Element) -> None:
        """Add nothing: the notes stand apart."""


class DefinitionList(Block):
    """Terms and their meanings (PHP Markdown Extra)."""

    def goes_on(self, reader: OpenBlocks) -> bool:  # noqa: ARG002
        """Go on as long as a meaning follows."""
        return True

    def holds(self, block: Block) -> bool:
        """Hold terms and meanings."""
        return isinstance(block, DefinitionTerm | Meaning)

    def build(self, parent: Element) -> None:
        """Add a `<dl>`."""
        self.build_children(self.element(parent, "dl"))


class DefinitionTerm(Block):
    """A term of a definition list: a line of its own."""

    is_leaf = True

    def __init__(self, line: int, column: int, text: InlineText) -> None:
        """Keep the words."""
        super().__init__(line, column)
        self.text = text

    def goes_on(self, reader: OpenBlocks) -> bool:  # noqa: ARG002
        """End with its line."""
        return False

    def build(self, parent: Element) -> None:
        """Add a `<dt>`."""
        element = self.element(parent, "dt")
        add_text(element, self.text, element)


class Meaning(Item):
    """What a term means: `: words`, and what is indented below them."""

    def __init__(self, line: int, column: int, indent: int, *, is_loose: bool) -> None:
        """`is_loose`: a blank line stands before it, so that it holds a paragraph."""
        super().__init__(line, column, indent, "")
        self.is_loose = is_loose

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on as an item does."""
        return super().goes_on(reader)

    def build(self, parent: Element) -> None:
        """Add a `<dd>`."""
        element = self.element(parent, "dd")
        loose = self.is_loose or any(after.line - before.end > 1 for before, after in pairwise(self.children))
        for child in self.children:
            if isinstance(child, Paragraph) and not loose:
                child.build_text(element)
            else:
                child.build(element)


class FencedDiv(Block):
    """`::: name` … `:::` (Pandoc's fenced divs)."""

    def __init__(self, line: int, column: int, info: str, said: Attributes, title: InlineText | None) -> None:
        """`info` is what the opening line says; `title` the words behind its name."""
        super().__init__(line, column)
        self.title = title
        self.info = info
        self.said = [said]
        self.is_verse = "verse" in said.classes
        self.is_closed = False

    def goes_on(self, reader: OpenBlocks) -> bool:  # noqa: ARG002
        """Go on to the closing line."""
        return True

    def finish(self, reader: OpenBlocks, parent: Block) -> None:  # noqa: ARG002
        """Tell of a block that nobody closed."""
        if not self.is_closed:
            message = f"the block ::: {self.info} is never closed"
            reader.job.say("TXT-004", message, (self.line, self.column), "add a line with ::: after it")

    def build(self, parent: Element) -> None:
        """Add a `<div>`."""
        div = self.element(parent, "div")
        if self.title is not None:
            add_title(div, self.title)
        self.build_children(div)


def start_fenced_div(reader: OpenBlocks, container: Block) -> bool:  # noqa: ARG001
    """Open a fenced block, or close the innermost one."""
    line = reader.ahead()
    if not line.startswith(":::"):
        return False
    info = line.strip().strip(":").strip()
    place = (reader.number, reader.next + 1)
    if info:
        if reader.too_deep():
            return False
        reader.open(_fenced_div(reader, line, info))
    else:
        depth = next((at for at in range(reader.matched - 1, 0, -1) if isinstance(reader.stack[at], FencedDiv)), 0)
        fence = reader.stack[depth]
        if isinstance(fence, FencedDiv):
            fence.is_closed = True
            fence.end = reader.number
            reader.close(depth)
        else:
            reader.close(reader.matched)
            if reader.stack[-1].is_leaf:
                reader.close(len(reader.stack) - 1)
            reader.job.say("TXT-005", "this ::: closes nothing", place, "remove it, or open a block above it")
    reader.finish_line()
    return True


def _fenced_div(reader: OpenBlocks, line: str, info: str) -> FencedDiv:
    """Return the block that an opening line begins; an unknown name and an unreadable line are reported."""
    place = (reader.number, reader.next + 1)
    parts = _INFO.fullmatch(info)
    said = attributes.read(parts["list"]) if parts and parts["list"] else Attributes()
    name = (parts["name"] if parts else None) or ""
    words = (parts["title"] or parts["words"] if parts else None) or ""
    if parts is None or said is None or (words and (not name or name in NAMES)):
        hint = "a name, or a list in braces: ::: {.class lang=fr}"
        reader.job.say("TXT-006", f"cannot read the opening of a block: ::: {info}", place, hint)
        return FencedDiv(*place, info, Attributes(), InlineText(info, [place[0]], [place[1] + line.index(info)]))
    if name and name not in NAMES and not words:
        hint = f"make-book knows {', '.join(NAMES)}; a class of your own is written ::: {{.{name}}}"
        reader.job.say("TXT-007", f"no block is called {name!r}", place, hint)
    classes = (*((name,) if name else ()), *(("callout",) if words else ()), *said.classes)
    title = InlineText(words, [place[0]], [place[1] + line.index(words)]) if words else None
    return FencedDiv(*place, info, Attributes(said.anchor, classes, said.pairs), title)
