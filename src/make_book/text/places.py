"""Where in a source a thing stands, for findings."""

from __future__ import annotations

import re

import msgspec

from make_book.findings import Span


class Places(msgspec.Struct, frozen=True):
    """The body of a file: its name, the line its text begins on, and the text."""

    file: str
    first_line: int
    source: str

    def line(self, number: int) -> Span:
        """Return the place of line `number` of the body (from 1)."""
        return Span(self.file, self.first_line + number - 1)

    def at(self, offset: int) -> Span:
        """Return the place of the character at `offset`."""
        line = self.source.count("\n", 0, offset)
        return Span(self.file, self.first_line + line, offset - self.source.rfind("\n", 0, offset))

    def search(self, pattern: str, nth: int = 0) -> Span:
        """Return where `pattern` (a regular expression) occurs for the `nth` time, from 0.

        Where it occurs less often, the last occurrence; the file alone if it does not occur.
        """
        found: re.Match[str] | None = None
        for count, match in enumerate(re.finditer(pattern, self.source, re.MULTILINE | re.IGNORECASE)):
            found = match
            if count == nth:
                break
        return self.at(found.start()) if found else Span(self.file)

    def find(self, text: str, nth: int = 0) -> Span:
        """Return where `text` stands for the `nth` time, from 0; else as `search` does."""
        return self.search(re.escape(text), nth)
