"""The block phase: CommonMark's strategy (appendix "A parsing strategy"), line by line, within Python-Markdown.

Python-Markdown's own block parser joins lines into blocks and forgets where they stood. This one keeps the
open blocks on a stack; every line first goes through the blocks that it continues, then may open new ones,
and what is left of it is text. So every block knows its line, and nothing rewrites the text beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser

from make_book.text.markdown.containers import Document
from make_book.text.markdown.job import Job
from make_book.text.markdown.open_blocks import Block, OpenBlocks
from make_book.text.markdown.paragraphs import Paragraph, Stanza

_NOT_PLAIN = "#>*+-_`~=|:[<0123456789$ \t{"
"""What a line begins with if it can be more than a line of a paragraph."""

Start = Callable[[OpenBlocks, Block], bool]
"""Opens a block if one begins where the reader stands, within the block given; says whether it did."""
Starts = Mapping[str, tuple[Start, ...]]
"""What may open a block, by the character it begins with; under "" what begins with an indent of four columns."""


class BlockStructure(BlockParser):
    """Reads lines into blocks, and builds Python-Markdown's tree of them."""

    def __init__(self, md: Markdown, starts: Starts, verse_starts: Starts) -> None:
        """Take what may open a block, in verse and elsewhere."""
        super().__init__(md)
        self.starts = starts
        self.verse_starts = verse_starts
        self.job = Job("", 1, "")

    def parseDocument(self, lines: Iterable[str]) -> ElementTree[Element | None]:  # noqa: N802
        """Return a tree whose root holds a `<div>` for the text and one for each note, in order of definition."""
        document = Document(self.job.first_line, 1)
        reader = OpenBlocks(self.job, document)
        for number, text in enumerate(lines, self.job.first_line):
            self._take(reader, document, text, number)
        reader.close(1)
        root = Element(self.md.doc_tag)
        document.build(SubElement(root, "div"))
        for note in document.notes:
            note.build_children(SubElement(root, "div"))
        return ElementTree(root)

    def _take(self, reader: OpenBlocks, document: Block, text: str, number: int) -> None:
        """Go through one line."""
        stack = reader.stack
        tip = stack[-1]
        if text and text[0] not in _NOT_PLAIN and (tip is document or (len(stack) == 2 and type(tip) is Paragraph)):
            if type(tip) is not Paragraph:
                tip = Paragraph(number, 1)
                document.children.append(tip)
                stack.append(tip)
            tip.end = number
            tip.lines.append(text)
            tip.columns.append(1)
            return
        reader.begin(text, number)
        reader.matched = 1
        for block in stack[1:]:
            reader.find_next()
            goes_on = block.goes_on(reader)
            if goes_on is None:
                return
            if not goes_on:
                break
            reader.matched += 1
        self._open_new(reader)
        if reader.done:
            reader.stack[-1].end = number
        else:
            _add_rest(reader)

    def _open_new(self, reader: OpenBlocks) -> None:
        """Open the blocks that begin on this line."""
        container = reader.stack[reader.matched - 1]
        while not container.keeps_lines:
            reader.find_next()
            if reader.blank or not self._opened(reader, container):
                if not container.is_verse:
                    reader.go_to_next()
                return
            container = reader.stack[-1]
            if reader.done or container.is_leaf:
                return

    def _opened(self, reader: OpenBlocks, container: Block) -> bool:
        starts = self.verse_starts if container.is_verse else self.starts
        sign = reader.text[reader.next] if reader.indent < 4 else ""
        return any(start(reader, container) for start in starts.get(sign, ()))


def _add_rest(reader: OpenBlocks) -> None:
    """Add what is left of the line to the block that it belongs to."""
    if not reader.blank and reader.goes_on_lazily:
        reader.stack[-1].add(reader)
        reader.stack[-1].end = reader.number
        return
    reader.close(reader.matched)
    container = reader.stack[-1]
    if container.is_leaf:
        container.add(reader)
    elif not reader.blank:
        kind = Stanza if container.is_verse else Paragraph
        reader.open(kind(reader.number, reader.offset + 1))
        reader.stack[-1].add(reader)
    if not reader.blank or (reader.offset and reader.text.strip()):
        reader.stack[-1].end = reader.number
