"""Fenced code: lines between ``` and ``` (or ~~~), kept to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from make_book.text.markdown.job import Job

_OPENING = re.compile(r"(?P<margin>(?:[ ]*>)*[ ]*)(?P<mark>`{3,}(?=[^`]*$)|~{3,})")


class FencedCode(Preprocessor):
    """Puts every fenced block of code aside as `<pre><code>`, before anything else can read it.

    It may stand in a quotation, a note or an item of a list, behind the same margin as they have.
    (CommonMark 4.5; what follows the opening mark names a language and says nothing in a book.)
    """

    def __init__(self, md: Markdown) -> None:
        """Stand in `md`, whose store of finished HTML takes the code."""
        super().__init__(md)
        self.job: Job | None = None

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines, a placeholder (a paragraph of its own) for each block of code."""
        fenced = any("```" in line or "~~~" in line for line in lines)
        return list(self._without_code("\n".join(lines).rstrip("\n").split("\n"))) if fenced else lines

    def _without_code(self, lines: list[str]) -> Iterator[str]:
        at = 0
        while at < len(lines):
            opening = _OPENING.match(lines[at])
            if opening is None:
                yield lines[at]
                at += 1
                continue
            end = self._end(lines, at, opening["mark"])
            margin = opening["margin"]
            code = "\n".join(_behind(margin, line) for line in lines[at + 1 : end])
            if at and lines[at - 1].strip(" >"):
                yield margin.rstrip()
            yield margin + self.md.htmlStash.store(f"<pre><code>{escape(code, quote=False)}</code></pre>")
            at = end + 1
            if at < len(lines) and lines[at].strip(" >"):
                yield margin.rstrip()

    def _end(self, lines: list[str], start: int, mark: str) -> int:
        """Return the index of the closing line; without one, the code runs to the end of the text."""
        closing = re.compile(rf"[ >]*{mark[0]}{{{len(mark)},}}[ ]*")
        for at in range(start + 1, len(lines)):
            if closing.fullmatch(lines[at]):
                return at
        if self.job is not None:
            span = self.job.places.line(start + 1)
            self.job.say("TXT-004", f"the code that {mark} opens is never closed", span, f"add a line {mark} after it")
        return len(lines)


def _behind(margin: str, line: str) -> str:
    """Return what stands in `line` behind the margin of the block."""
    for sign in margin:
        if sign == ">":
            line = line.lstrip(" ").removeprefix(">")
        elif line.startswith(" "):
            line = line[1:]
    return line
