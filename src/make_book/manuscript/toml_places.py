"""Where the keys of a TOML text stand: tomllib reads values, but forgets their lines."""

from __future__ import annotations

import bisect
import re

KeyPath = tuple[str | int, ...]
Places = dict[KeyPath, tuple[int, int]]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
_SCALAR = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:\'{0,2})|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[^,\]}\n#]+',
    re.DOTALL,
)
_WHERE = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)\Z", re.DOTALL)
"""How tomllib says what is wrong, and where."""


def key_places(text: str) -> Places:
    """Return line and column (from 1) of every key, table header and list item of a valid TOML text.

    Paths are as in tomllib's result: `("part", 1, "title")`.
    """
    return _Scanner(text).scan()


def toml_error(error: ValueError, text: str) -> tuple[str, int, int | None]:
    """Return what tomllib's `error` says of `text`, with line and column (from 1); without a place, the last line."""
    found = _WHERE.match(str(error))
    message, line, column = found.groups() if found else (str(error), None, None)
    return message, int(line or text.rstrip().count("\n") + 1), int(column) if column else None


class _Scanner:
    """One pass over a text tomllib has accepted; a stray character ends the pass early, never in error."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.offsets: dict[KeyPath, int] = {}
        self.last: dict[KeyPath, int] = {}

    def scan(self) -> Places:
        base: KeyPath = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            before = self.at
            base = self.header() if self.text[self.at] == "[" else self.pair(base)
            self.skip(_BLANK)
            if self.at == before:
                break
        starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        return {path: _line_and_column(starts, offset) for path, offset in self.offsets.items()}

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]

    def take(self, character: str) -> bool:
        taken = self.text.startswith(character, self.at)
        self.at += len(character) if taken else 0
        return taken

    def keys(self) -> list[str]:
        names = []
        while True:
            self.skip(_SPACE)
            names.append(self.skip(_KEY).strip("\"'"))
            self.skip(_SPACE)
            if not self.take("."):
                return names

    def header(self) -> KeyPath:
        start, several = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if several else 1
        path: KeyPath = ()
        *outer, name = self.keys()
        for key in outer:
            path = (*path, key)
            path = (*path, self.last[path]) if path in self.last else path
        path = (*path, name)
        self.offsets.setdefault(path, start)
        if several:
            self.last[path] = self.last.get(path, -1) + 1
            path = (*path, self.last[path])
            self.offsets[path] = start
        self.at += 2 if several else 1
        return path

    def pair(self, base: KeyPath) -> KeyPath:
        self.skip(_SPACE)
        start, path = self.at, base
        for key in self.keys():
            path = (*path, key)
            self.offsets.setdefault(path, start)
        if self.take("="):
            self.skip(_SPACE)
            self.value(path)
        return base

    def value(self, path: KeyPath) -> None:
        if self.take("["):
            self.members(path, "]")
        elif self.take("{"):
            self.members(path, "}")
        else:
            self.skip(_SCALAR)

    def members(self, path: KeyPath, end: str) -> None:
        index = 0
        self.skip(_BLANK)
        while self.at < len(self.text) and not self.take(end):
            before = self.at
            if end == "}":
                self.pair(path)
            else:
                self.offsets[(*path, index)] = self.at
                self.value((*path, index))
            index += 1
            self.skip(_BLANK)
            self.take(",")
            self.skip(_BLANK)
            if self.at == before:
                return


def _line_and_column(starts: list[int], offset: int) -> tuple[int, int]:
    line = bisect.bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
