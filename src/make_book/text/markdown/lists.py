"""Lists as CommonMark reads them, written as Python-Markdown wants them.

Python-Markdown begins a list only after a blank line, and nests only what is indented by four spaces.
So a blank line is put before a list that follows a paragraph, and what belongs to an item is indented
by four spaces for each level. (CommonMark 5.2, 5.3.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from markdown.preprocessors import Preprocessor

from make_book.text.markdown.job import STX

_MARKER = re.compile(r"(?P<mark>[-+*]|(?P<number>\d{1,9})[.)])[ ]+(?=\S)")
_ANY = re.compile(r"^[ >]*(?:[-+*]|\d{1,9}[.)])[ ]", re.MULTILINE)
_QUOTED = re.compile(r"[ ]{0,3}>[ ]?")
_RULE = re.compile(r"[ ]{0,3}([-*_])(?:[ ]*\1){2,}[ ]*")
_NOT_WORDS = re.compile(rf"#{{1,6}}[ ]|>|:{{3,}}|:[ ]|\||{STX}|\[\^[^\]]+\]:|\*\[[^\]]+\]:|<")
_HOLDER = re.compile(r"(?:\[\^[^\]]+\]:|:)[ ]")
_FENCE = re.compile(rf"[ ]*:{{3,}}(?P<info>[^{STX}]*)")
_VERSE = re.compile(r"[ ]*verse\b|.*\.verse\b")


class _Item:
    """What holds further blocks: an item of a list, a note or a definition (which have no mark)."""

    def __init__(self, column: int, width: int, mark: str) -> None:
        self.column = column
        self.content = column + min(width, 4)
        self.mark = mark
        self.loose = not mark


class Lists(Preprocessor):
    """Makes a list of every list, whatever stands before it and however its items are indented."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines, blank lines and indents added where a list needs them."""
        return list(_Writer().write(lines)) if _ANY.search("\n".join(lines)) else lines


class _Writer:
    """Goes through the lines and knows which items are open."""

    def __init__(self) -> None:
        self.open: list[_Item] = []
        self.blank, self.words = True, False
        self.verse = 0

    def write(self, lines: list[str]) -> Iterator[str]:
        """Yield the lines as they are to be read; a quotation is a text of its own."""
        for quoted, group in groupby(lines, key=lambda line: bool(_QUOTED.match(line))):
            some = list(group)
            if quoted and not self.verse and not (self.open and some[0].index(">") >= self.open[0].content):
                yield from (f"> {line}" for line in _Writer().write([_QUOTED.sub("", line) for line in some]))
                self.open, self.blank, self.words = [], False, True
            else:
                yield from self._write(some)

    def _write(self, lines: list[str]) -> Iterator[str]:
        for line in lines:
            if not line.strip():
                self.blank, self.words = True, False
                yield line
            elif self._in_verse(line):
                self.open, self.blank, self.words = [], False, False
                yield line
            else:
                yield from self._line(line)
                self.blank = False

    def _in_verse(self, line: str) -> bool:
        """Say whether `line` is verse or opens or closes it."""
        if fence := _FENCE.match(line):
            opens = bool(fence["info"].strip())
            if self.verse or (opens and _VERSE.match(fence["info"])):
                self.verse += 1 if opens else -1
                return True
        return self.verse > 0

    def _line(self, line: str) -> Iterator[str]:
        text = line.lstrip(" ")
        column = len(line) - len(text)
        marker = None if _RULE.fullmatch(line) else _MARKER.match(text)
        closed = self._close(column, text, marker)
        if closed is None:
            yield line if len(self.open) < 2 else " " * 4 * len(self.open) + text
            return
        extra = column - (self.open[-1].content if self.open else 0)
        if self.open:
            self.open[-1].loose |= self.blank
        if marker and self._begins(marker, closed, extra):
            if self._wants_blank(marker, closed):
                yield ""
            yield " " * 4 * len(self.open) + marker["mark"].replace(")", ".") + text[marker.end("mark") :]
            self.open.append(_Item(column, marker.end(), marker["mark"][-1]))
            self.words = True
            return
        if self.open:
            yield " " * (4 * len(self.open) + (extra if extra > 3 else 0)) + text
        else:
            yield line
        if not self.open and column < 4 and _HOLDER.match(text):
            self.open.append(_Item(column, 4, ""))
        self.words = not _NOT_WORDS.match(text) or bool(_HOLDER.match(text))

    def _close(self, column: int, text: str, marker: re.Match[str] | None) -> list[_Item] | None:
        """Close the items that `column` is left of, and return them; `None` if a paragraph just goes on."""
        depth = next((at for at, item in enumerate(self.open) if column < item.content), len(self.open))
        closed = self.open[depth:]
        plain = marker is None or not self._begins(marker, closed, 0)
        if closed and plain and self.words and not _NOT_WORDS.match(text) and not _RULE.fullmatch(text):
            return None
        del self.open[depth:]
        return closed

    def _begins(self, marker: re.Match[str], closed: list[_Item], extra: int) -> bool:
        """Say whether an item begins: never in indented code, and inside a paragraph only with a bullet or at 1."""
        if extra > 3 and (self.blank or not self.open):
            return False
        goes_on = bool(closed) and closed[0].mark == marker["mark"][-1]
        if marker["mark"].endswith(")"):
            return goes_on or marker["number"] == "1"
        return not self.words or goes_on or marker["number"] in (None, "1")

    def _wants_blank(self, marker: re.Match[str], closed: list[_Item]) -> bool:
        if self.blank:
            return False
        if closed and closed[0].mark:
            return any(item.loose for item in closed) or (closed[0].mark in ".)") != (marker["number"] is not None)
        return self.words and (not self.open or self.open[-1].loose)
