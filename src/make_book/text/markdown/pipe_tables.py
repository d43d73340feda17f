"""Tables with pipes (GFM 4.10). A row longer than the head keeps its last cells: the head is made as wide."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from make_book.text.markdown.inline_text import InlineText, stamp
from make_book.text.markdown.open_blocks import Block, Lines, OpenBlocks
from make_book.text.markdown.paragraphs import LineBlock, Paragraph, add_text

_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_SIGN = re.compile(r"\\.|`+|\|")
_Cell = tuple[str, int]


class Table(Lines):
    """The rows of a table: the head, then what follows the line of dashes."""

    def __init__(self, line: int, column: int, head: str, alignments: list[str]) -> None:
        """`head` is the first row as it stands."""
        super().__init__(line, column)
        self.lines.append(head)
        self.columns.append(column)
        self.alignments = alignments

    def goes_on(self, reader: OpenBlocks) -> bool:
        """Go on to the next blank line."""
        return not reader.blank

    def build(self, parent: Element) -> None:
        """Add a `<table>`, every row as wide as the widest."""
        rows = [_cells(text, column) for text, column in zip(self.lines, self.columns, strict=True)]
        width = max(map(len, rows))
        table = self.element(parent, "table")
        table.text = "\n"
        head, body = SubElement(table, "thead"), SubElement(table, "tbody")
        for number, cells in enumerate(rows):
            line = self.line + number + (1 if number else 0)
            row = SubElement(body if number else head, "tr")
            self._fill(row, cells, width, line, "td" if number else "th")
        for part in (table, head, body, *head, *body):
            part.text = part.text or "\n"
            part.tail = "\n"
        if not len(body):
            table.remove(body)

    def _fill(self, row: Element, cells: list[_Cell], width: int, line: int, tag: str) -> None:
        stamp(row, line, cells[0][1] if cells else 1)
        for at in range(width):
            words, column = cells[at] if at < len(cells) else ("", 1)
            cell = SubElement(row, tag)
            cell.tail = "\n"
            stamp(cell, line, column)
            if at < len(self.alignments) and self.alignments[at]:
                cell.set("align", self.alignments[at])
            add_text(cell, InlineText(words, [line], [column]), cell)


def start_table(reader: OpenBlocks, container: Block) -> bool:
    """Make a table of the last line of a paragraph, if a line of dashes with as many cells stands below it."""
    line = reader.ahead()
    if not isinstance(container, Paragraph | LineBlock) or "|" not in line or not _DELIMITERS.match(line):
        return False
    head, column = container.lines[-1], container.columns[-1]
    marks = [words for words, _ in _cells(line, 1)]
    if len(_cells(head, column)) != len(marks):
        return False
    row = reader.number - 1
    container.lines.pop()
    container.columns.pop()
    container.end = row - 1
    if not container.lines:
        reader.drop_leaf()
    reader.open(Table(row, column, head, [_alignment(mark) for mark in marks]))
    reader.finish_line()
    return True


def _alignment(mark: str) -> str:
    return {(True, False): "left", (True, True): "center", (False, True): "right"}.get(
        (mark.startswith(":"), mark.endswith(":")), ""
    )


def _cells(row: str, column: int) -> list[_Cell]:
    """Return the cells of a row with their columns. A pipe in code, or behind a backslash, is no border."""
    text = row.rstrip()
    start = len(text) - len(text.lstrip())
    start += 1 if text.startswith("|", start) else 0
    cells: list[_Cell] = []
    runs: dict[int, list[int]] = {}
    for run in reversed(list(re.finditer("`+", text))):
        runs.setdefault(len(run[0]), []).append(run.start())
    at = start
    while found := _SIGN.search(text, at):
        at = found.end()
        if found[0] == "|":
            cells.append(_cell(text, start, found.start(), column))
            start = at
        elif found[0][0] == "`":
            closings = runs[len(found[0])]
            while closings and closings[-1] < at:
                closings.pop()
            at = closings[-1] + len(found[0]) if closings else at
    if start < len(text):
        cells.append(_cell(text, start, len(text), column))
    return cells


def _cell(text: str, start: int, end: int, column: int) -> _Cell:
    words = text[start:end]
    return words.strip().replace("\\|", "|"), column + start + len(words) - len(words.lstrip())
