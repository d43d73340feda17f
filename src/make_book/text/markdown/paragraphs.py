"""Leaf blocks of words: paragraphs, headings, stanzas of verse; what stands at a paragraph's head and foot."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from make_book.text.attributes import LIST
from make_book.text.markdown.inline_text import InlineText
from make_book.text.markdown.job import LinkReference
from make_book.text.markdown.link_grammar import Definition, definition, normal_label
from make_book.text.markdown.open_blocks import Block, Lines, OpenBlocks, assign, read_list

DOUBTFUL = "data-doubtful"
"""Marks a paragraph that is a sentence only if no link uses the label that is the attribute's value."""
_LIST_BEFORE = re.compile(rf"{LIST}[ \t]*\n")
_LIST_BEHIND = re.compile(rf"(?:\n|[ ])[ ]*({LIST})[ \t]*\Z")


class Paragraph(Lines):
    """Lines of words (CommonMark 4.8)."""

    is_lazy = True

    def __init__(self, line: int, column: int) -> None:
        """Begin without lines."""
        super().__init__(line, column)
        self.first_lazy: int | None = None
        """The first of its lines that does not continue the blocks around the paragraph."""
        self.box = ""
        """The box of a task, which stands in place of the brackets that the paragraph begins with."""

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on to the next blank line."""
        return not reader.blank

    def add(self, reader: OpenBlocks) -> None:
        """Take the rest of the line."""
        if reader.matched < len(reader.stack) and self.first_lazy is None:
            self.first_lazy = len(self.lines)
        super().add(reader)

    def finish(self, reader: OpenBlocks, parent: Block) -> None:
        """Take link reference definitions out of its head."""
        if self.lines and self.lines[0].startswith("["):
            take_definitions(self, reader, parent)

    def drop_line(self) -> None:
        """Take the first line out."""
        del self.lines[0], self.columns[0]
        self.line += 1

    def content(self) -> InlineText:
        """Return the words without white space around them."""
        return super().content().trimmed()

    def build(self, parent: Element) -> None:
        """Add a `<p>`."""
        self._build_words(self.element(parent, "p"))

    def build_text(self, parent: Element) -> None:
        """Add the words as they stand, as in an item of a tight list."""
        for said in self.said:
            assign(parent, said)
        self._build_words(parent)

    def _build_words(self, parent: Element) -> None:
        text = self.content()
        if self.box:
            box = SubElement(parent, "span", {"class": "task-box"})
            box.text = AtomicString(self.box)
            text = text.part(3, len(text))
        add_text(parent, text, parent)


class LinkDefinition(Block):
    """`[label]: address`. It prints nothing, unless it turns out to be a sentence: `[sic]: yes`."""

    is_leaf = True

    def __init__(self, line: int, column: int, text: InlineText, found: Definition) -> None:
        """Keep the definition and the words that it was read from."""
        super().__init__(line, column)
        self.text = text
        self.found = found

    def build(self, parent: Element) -> None:
        """Add a paragraph that the inline phase takes out again, if a link has used the definition."""
        if not self.found.is_address:
            element = self.element(parent, "p")
            element.text = self.text
            element.set(DOUBTFUL, normal_label(self.found.label))


class Heading(Lines):
    """A heading (CommonMark 4.2, 4.3)."""

    def __init__(self, line: int, column: int, level: int, text: InlineText) -> None:
        """Keep the words and the level, from 1 to 6."""
        super().__init__(line, column)
        self.level = level
        self.text = text

    def goes_on(self, reader: OpenBlocks) -> bool:  # noqa: ARG002
        """End with its line."""
        return False

    def build(self, parent: Element) -> None:
        """Add an `<h1>` … `<h6>`."""
        element = self.element(parent, f"h{self.level}")
        add_text(element, self.text, element)


class Stanza(Lines):
    """Lines of verse: each keeps its break and, as no-break spaces, its indent."""

    is_verse = True

    def __init__(self, line: int, column: int) -> None:
        """Begin without lines."""
        super().__init__(line, column)
        self.rows: list[int] = []

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on to the next blank line."""
        return not reader.blank

    def add(self, reader: OpenBlocks) -> None:
        """Take the rest of the line."""
        self.take(reader.rest(), reader.number, reader.offset + 1)

    def take(self, text: str, row: int, column: int) -> None:
        """Add a line that stands at a place of the file."""
        self.lines.append(text)
        self.rows.append(row)
        self.columns.append(column)

    def build(self, parent: Element) -> None:
        """Add a `<p class="stanza">`."""
        element = self.element(parent, "p")
        element.set("class", "stanza")
        lines = [line.rstrip() for line in self.lines]
        kept = ("\u00a0" * (len(line) - len(line.lstrip())) + line.lstrip() for line in lines)
        add_text(element, InlineText("\n".join(kept), self.rows, self.columns), element)


class LineBlock(Lines):
    """Verse as Pandoc's line block: `| ` before every line."""

    is_verse = True

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on with lines of the same kind, with the indented rest of a long one, and with what makes it a table."""
        rest = reader.rest()
        if rest == "|" or rest.startswith("| "):
            return True
        head_of_table = len(self.lines) == 1 and "|" in rest and not rest.strip("|-: \t")
        return head_of_table or (rest.startswith("  ") and not reader.blank)

    def build(self, parent: Element) -> None:
        """Add a `<div class="verse">`; an empty line begins a stanza."""
        div = self.element(parent, "div")
        div.set("class", "verse")
        stanza = Stanza(self.line, self.column)
        rows = [*zip(self.lines, self.columns, strict=True), ("|", 1)]
        for number, (line, column) in enumerate(rows, self.line):
            if not line.strip("| "):
                if stanza.lines:
                    stanza.build(div)
                stanza = Stanza(number + 1, self.column)
            elif line.startswith("| ") or not stanza.lines:
                stanza.take(line[2:], number, column + 2)
            else:
                stanza.lines[-1] += f" {line.strip()}"


def add_text(parent: Element, text: InlineText, owner: Element) -> None:
    """Add words to `parent`, behind its last child; an attribute list around them is the `owner`'s."""
    text = _without_lists(text, owner)
    if len(parent):
        parent[-1].tail = text
    else:
        parent.text = text


def _without_lists(text: InlineText, owner: Element) -> InlineText:
    if text.startswith("{") and (before := _LIST_BEFORE.match(text)):
        for said in read_list(before[0]):
            assign(owner, said)
        text = text.part(before.end(), len(text))
    if text.endswith("}") and (behind := _LIST_BEHIND.search(text)):
        for said in read_list(behind[1]):
            assign(owner, said)
        text = text.part(0, behind.start())
    return text


def take_definitions(paragraph: Paragraph, reader: OpenBlocks, parent: Block) -> None:
    """Make definitions of what `paragraph`, the last child of `parent`, begins with; it goes if no words are left."""
    text = paragraph.content()
    at = 0
    made: list[Block] = []
    while text.startswith("[", at) and (found := definition(text, at)):
        words = text.part(at, found.end).trimmed()
        block = LinkDefinition(*words.place(0), words, found)
        block.end = words.rows[-1]
        made.append(block)
        reader.job.has_doubtful_links |= not found.is_address
        reader.job.links.setdefault(normal_label(found.label), LinkReference(found.destination, found.title))
        at = found.end
    if not made:
        return
    rest = text.part(at, len(text))
    parent.children[-1:] = made
    if rest:
        paragraph.lines, paragraph.columns = rest.split("\n"), list(rest.columns)
        paragraph.line, paragraph.column = rest.place(0)
        parent.children.append(paragraph)
