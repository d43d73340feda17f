"""HTML blocks (CommonMark 4.6): where they begin, and where Markdown goes on."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from make_book.text.markdown.html_grammar import (
    BLOCK_NAMES,
    END_TAG,
    OPEN_TAG,
    PARTIAL_TAG,
    VERBATIM_NAMES,
)
from make_book.text.markdown.inline_text import InlineText
from make_book.text.markdown.open_blocks import Block, Lines, OpenBlocks

RAW = "raw-html"
"""The tag of an element of the tree whose text is HTML."""
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[ \t>]|/>|$)")
_MARKDOWN_INSIDE = re.compile(r"""\smarkdown(?:\s*=\s*["']?(?:1|block|span)["']?)?(?=[\s>])""")
_DECLARATION = re.compile(r"<![A-Za-z]")
_BLANK = re.compile(r"[ \t]*$")


class HtmlBlock(Lines):
    """Lines of HTML, up to the line that holds `until`, or (where that is empty) to the next blank line."""

    keeps_lines = True

    def __init__(self, line: int, column: int, until: str, *, is_one_line: bool = False) -> None:
        """`is_one_line`: what follows is Markdown again, as the author's `markdown="1"` asks."""
        super().__init__(line, column)
        self.until = until
        self.is_one_line = is_one_line

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on to the end that the first line asked for."""
        return not self.is_one_line and bool(self.until or not reader.blank)

    def add(self, reader: OpenBlocks) -> None:
        """Take the rest of the line; it may be the last."""
        super().add(reader)
        if self.until and self.until in self.lines[-1].lower():
            self.end = reader.number
            reader.close(reader.stack.index(self))

    def build(self, parent: Element) -> None:
        """Add the HTML as it stands."""
        add_html(parent, self.content())


def add_html(parent: Element, text: InlineText) -> None:
    """Add HTML to `parent`, behind its last child."""
    element = SubElement(parent, RAW)
    element.text = text
    element.tail = "\n"
    if len(parent) == 1 and not parent.text:
        parent.text = "\n"


def start_html(reader: OpenBlocks, container: Block) -> bool:
    """Open an HTML block."""
    until = _until(reader, any_tag=not container.is_lazy and not reader.goes_on_lazily)
    if until is None:
        return False
    inside = until == "" and bool(_MARKDOWN_INSIDE.search(reader.ahead()))
    reader.open(HtmlBlock(reader.number, reader.offset + 1, until, is_one_line=inside))
    return True


def _until(reader: OpenBlocks, *, any_tag: bool) -> str | None:
    """Return what ends the HTML block that begins here ("" for a blank line), or `None` if none begins."""
    line = reader.ahead()
    for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")):
        if line.startswith(opening):
            return closing if reader.job.ends_after(closing, reader.number) else None
    if _DECLARATION.match(line):
        return ">" if ">" in line else None
    if not (found := _NAME.match(line)):
        return None
    name = found[1].lower()
    closes = line[1] == "/"
    if not _is_tag(reader, line):
        return None
    if name in VERBATIM_NAMES and not closes and reader.job.ends_after(name, reader.number):
        return f"</{name}>"
    if name in BLOCK_NAMES or name in VERBATIM_NAMES:
        return ""
    tag = END_TAG.match(line) or OPEN_TAG.match(line)
    return "" if any_tag and tag and _BLANK.match(line, tag.end()) else None


def _is_tag(reader: OpenBlocks, line: str) -> bool:
    """Say whether the line begins with a tag of HTML, or with the first lines of one."""
    if found := END_TAG.match(line):
        return reader.job.is_tag(found[1], "", reader.number, closes=True)
    if found := (OPEN_TAG.match(line) or PARTIAL_TAG.match(line)):
        return reader.job.is_tag(found[1], found[2], reader.number)
    return False
