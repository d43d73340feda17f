"""Which blocks may begin with which character (CommonMark 4 and 5), and the lesser ones of them."""

from __future__ import annotations

import re

from make_book.text.attributes import LIST
from make_book.text.markdown.block_structure import Starts
from make_book.text.markdown.code_blocks import start_break, start_fenced_code, start_indented_code
from make_book.text.markdown.containers import (
    DefinitionList,
    DefinitionTerm,
    Document,
    Item,
    List,
    Meaning,
    NoteDefinition,
    Quotation,
    past_quote_mark,
    start_fenced_div,
)
from make_book.text.markdown.html_blocks import start_html
from make_book.text.markdown.inline_text import InlineText
from make_book.text.markdown.open_blocks import Block, Lines, OpenBlocks, read_list
from make_book.text.markdown.paragraphs import Heading, LineBlock, Paragraph, take_definitions
from make_book.text.markdown.pipe_tables import start_table
from make_book.text.markdown.template_tags import start_highlight

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_CLOSING = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_HEADING_LIST = re.compile(rf"[ ]+({LIST})[ ]*$")
_UNDERLINE = re.compile(r"(=+|-{4,})[ \t]*$")
_TITLE = re.compile(r".{0,79}[^.!?…,;:\"'”’»)\s]$")
_MARKER = re.compile(r"(?:([-+*])|(\d{1,9})([.)]))(?=[ \t]|$)")
_NOTE = re.compile(r"\[\^([^\]\n]+)\]:")
_ABBREVIATION = re.compile(r"\*\[([^\]\\]+)\][ ]?:[ ]*(.*)$")
_MEANING = re.compile(r":(?=[ \t]+\S)")


def start_quotation(reader: OpenBlocks, container: Block) -> bool:  # noqa: ARG001
    """Open a quotation."""
    if reader.too_deep():
        return False
    place = (reader.number, reader.next + 1)
    if not past_quote_mark(reader):
        return False
    reader.open(Quotation(*place))
    return True


def start_heading(reader: OpenBlocks, container: Block) -> bool:  # noqa: ARG001
    """Make a heading of a line that begins with `#` and a space."""
    line = reader.ahead()
    if not (found := _HEADING.match(line)):
        return False
    words = _CLOSING.sub("", line[found.end() :].rstrip())
    said = []
    if words.endswith("}") and (behind := _HEADING_LIST.search(words)):
        said = read_list(behind[1])
        words = _CLOSING.sub("", words[: behind.start()].rstrip())
    text = InlineText(words, [reader.number], [reader.next + found.end() + 1])
    heading = Heading(reader.number, reader.next + 1, len(found[1]), text)
    heading.said = said
    reader.open(heading)
    reader.finish_line()
    return True


def start_underlined_heading(reader: OpenBlocks, container: Block) -> bool:
    """Make a heading of the paragraph above a line of `=`; of a title above a line of four hyphens or more.

    `---` under a paragraph is a scene break in our dialect, and so is a longer line under a sentence.
    """
    found = _UNDERLINE.match(reader.ahead()) if isinstance(container, Paragraph) else None
    if not isinstance(container, Paragraph) or found is None:
        return False
    parent = reader.stack[reader.matched - 2]
    take_definitions(container, reader, parent)
    if not parent.children or parent.children[-1] is not container:
        reader.stack.pop()
        reader.matched -= 1
        return False
    words = container.content()
    if found[1][0] == "-" and ("\n" in words or not _TITLE.match(words)):
        return False
    heading = Heading(container.line, container.column, 1 if found[1][0] == "=" else 2, words)
    parent.children[-1] = reader.stack[-1] = heading
    reader.finish_line()
    return True


def start_item(reader: OpenBlocks, container: Block) -> bool:
    """Open an item, and a list around it unless one goes on."""
    if not (found := _MARKER.match(reader.text, reader.next)) or reader.too_deep():
        return False
    bullet, digits, sign = found.groups()
    number = int(digits or 1)
    if isinstance(container, Paragraph) and (number != 1 or not reader.text[found.end() :].strip()):
        return False
    before = reader.closed([List])
    last = reader.stack[-1].end
    line, column, indent = reader.number, reader.next + 1, reader.indent
    reader.go_to_next()
    width = len(found[0])
    reader.advance(width)
    reader.find_next()
    spaces = reader.indent
    if spaces >= 5 or spaces < 1 or reader.blank:
        spaces = 1
        if reader.text[reader.offset : reader.offset + 1]:
            reader.advance(1)
    else:
        reader.advance(spaces)
    mark = bullet or sign
    item = Item(line, column, indent + width + spaces, reader.text[column - 1 :])
    if not (isinstance(container, List) and container.mark == mark and not _jumps(container, number, line - last)):
        if isinstance(container, List):
            before = container
        items = List(line, column, mark, number)
        items.follows = isinstance(before, List) and before.is_ordered and number <= before.next_number
        reader.open(items)
    reader.open(item)
    return True


def _jumps(items: List, number: int, lines: int) -> bool:
    """Say whether a number some `lines` below the list is too high to go on with it: a year, or a day."""
    return items.is_ordered and lines > 1 and number > items.next_number


def start_note(reader: OpenBlocks, container: Block) -> bool:
    """Open the definition of a note."""
    found = _NOTE.match(reader.text, reader.next)
    if not found or reader.too_deep():
        return False
    place = (reader.number, reader.next + 1)
    note = reader.job.add_note(found[1], *place)
    reader.go_to_next()
    reader.advance(len(found[0]))
    if container.is_leaf:
        reader.close(reader.matched - 1)
    block = NoteDefinition(*place, note)
    reader.open(block)
    document = reader.stack[0]
    if note is not None and isinstance(document, Document):
        document.notes.append(block)
    return True


def start_abbreviation(reader: OpenBlocks, container: Block) -> bool:  # noqa: ARG001
    """Take the explanation of an abbreviation out of the text."""
    if not (found := _ABBREVIATION.match(reader.text, reader.next)):
        return False
    reader.job.add_abbreviation(found[1].strip(), found[2].strip(), reader.number, reader.next + 1)
    reader.close(reader.matched)
    if reader.stack[-1].is_leaf:
        reader.close(len(reader.stack) - 1)
    reader.finish_line()
    return True


def start_meaning(reader: OpenBlocks, container: Block) -> bool:
    """Open what a term means: `: words` below a line of words, or below another meaning."""
    if not _MEANING.match(reader.text, reader.next) or reader.too_deep():
        return False
    place, indent = (reader.number, reader.next + 1), reader.indent
    terms, is_loose = _terms(reader, container)
    if terms is None:
        return False
    reader.go_to_next()
    reader.advance(1)
    reader.find_next()
    spaces = min(reader.indent, 4)
    reader.advance(spaces)
    if isinstance(before := reader.closed([DefinitionList]), DefinitionList):
        reader.stack.append(before)
        reader.matched = len(reader.stack)
    elif not isinstance(reader.stack[-1], DefinitionList):
        reader.open(DefinitionList(*(terms[0].place(0) if terms else place)))
    for term in terms:
        reader.open(DefinitionTerm(*term.place(0), term))
    reader.open(Meaning(*place, indent + 1 + spaces, is_loose=is_loose))
    return True


def _terms(reader: OpenBlocks, container: Block) -> tuple[list[InlineText] | None, bool]:
    """Take the terms out of the paragraph above; say whether a blank line stands between. `None`: no terms, no list."""
    lazy = reader.stack[-1]
    if isinstance(container, DefinitionList):
        loose = reader.number - lazy.end > 1
        taken: list[InlineText] = []
        if isinstance(lazy, Paragraph) and lazy.first_lazy is not None and not loose:
            taken = _lines(lazy, lazy.first_lazy)
        reader.close(reader.matched)
        return taken, loose
    if isinstance(container, Paragraph):
        taken = _lines(container, 0)
        reader.drop_leaf()
        return taken, False
    above = reader.closed([Paragraph])
    if isinstance(above, Paragraph) and reader.number - above.end == 2 and len(above.lines) == 1:
        reader.close(reader.matched)
        reader.stack[-1].children.pop()
        return _lines(above, 0), True
    return None, False


def _lines(paragraph: Lines, first: int) -> list[InlineText]:
    taken = [
        InlineText(words.strip(), [paragraph.line + at], [paragraph.columns[at]])
        for at, words in enumerate(paragraph.lines)
        if at >= first
    ]
    del paragraph.lines[first:], paragraph.columns[first:]
    return taken


def start_line_block(reader: OpenBlocks, container: Block) -> bool:
    """Open verse as Pandoc's line block."""
    line = reader.ahead()
    if container.is_leaf or reader.goes_on_lazily or not (line == "|" or line.startswith("| ")):
        return False
    reader.go_to_next()
    reader.open(LineBlock(reader.number, reader.offset + 1))
    return True


_NOTES = (start_note,)
STARTS: Starts = {
    "": (start_indented_code,),
    ">": (start_quotation,),
    "#": (start_heading,),
    "`": (start_fenced_code,),
    "~": (start_fenced_code,),
    "<": (start_html,),
    "=": (start_underlined_heading,),
    "*": (start_break, start_abbreviation, start_item),
    "-": (start_underlined_heading, start_break, start_item, start_table),
    "_": (start_break,),
    "+": (start_item,),
    ":": (start_fenced_div, start_table, start_meaning),
    "|": (start_table, start_line_block),
    "[": _NOTES,
    "{": (start_highlight,),
    **dict.fromkeys("0123456789", (start_item,)),
}
"""What may begin a block, outside verse."""
VERSE_STARTS: Starts = {
    "#": (start_heading,),
    "`": (start_fenced_code,),
    "~": (start_fenced_code,),
    "<": (start_html,),
    "*": (start_abbreviation,),
    ":": (start_fenced_div, start_table),
    "-": (start_table,),
    "|": (start_table,),
    "[": _NOTES,
}
"""What may begin a block in verse."""
