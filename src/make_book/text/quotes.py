"""Quotation marks and apostrophes: straight ones become the language's own.

Only `"` and `'` are replaced. Curly marks are the author's; they are read only to know which quotations
are open. A typed `"` gives the primary marks, a typed `'` the secondary ones; inside a quotation of
its own kind, each gives the marks of the other kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from make_book.locales import Quotes
from make_book.text.edits import Edit

_MARK = re.compile("[\"'“”„‚‘’«»‹›]")
_MARKS = frozenset("\"'“”„‚‘’«»‹›")
_OPENERS = frozenset("([{-–—/¿¡")
_CLOSERS = frozenset(")]}.,;:!?…%-–—/")
_CLOSE = re.compile(r"(?<=[^\s(\[{—–\-])'(?![^\W_])")
_NEXT_OPEN = re.compile(r"(?<![^\s(\[{—–])'(?=\S)")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_DECADE = re.compile(r"\d\ds?(?![^\W_])")
_GENITIVE = re.compile(r"s(?![^\W_])")
_HEBREW = re.compile("[\u0590-\u05ff]")
"""A single mark beside a Hebrew letter is a geresh, not a quotation mark."""
APOSTROPHE = "’"


class Open(NamedTuple):
    """An open quotation: the mark typed, its level (0 primary, 1 secondary), whether it began a paragraph."""

    typed: str
    level: int
    leads: bool


class Marks(msgspec.Struct, frozen=True):
    """The quotation marks of a language, and its words that begin with an apostrophe."""

    quotes: Quotes
    elisions: frozenset[str] = frozenset()

    def pair(self, level: int) -> tuple[str, str]:
        """Return the opening and closing mark of `level`."""
        return self.quotes.secondary if level else self.quotes.primary


def turn(text: str, marks: Marks, carried: Sequence[Open] = ()) -> tuple[list[Edit], tuple[Open, ...]]:
    """Return the edits that replace the straight marks of one paragraph, and what stays open after it.

    `carried` is what the paragraph before left open. A quotation stays open in the next paragraph
    only if it began its own paragraph: then it gets an opening mark there, and one closing mark at its end.
    """
    if not carried and '"' not in text and "'" not in text:
        return [], ()
    reader = _Reader(text, marks, carried)
    for match in _MARK.finditer(text):
        reader.read(match.start())
    return reader.edits, reader.left_open()


class _Reader:
    """One pass over a paragraph. `roles` says what each mark read so far is: `(`, `)` or an apostrophe."""

    def __init__(self, text: str, marks: Marks, carried: Sequence[Open]) -> None:
        self.text, self.marks = text, marks
        self.start = len(text) - len(text.lstrip())
        self.stack = list(carried)
        self.loose = bool(carried)
        self.reopened = 0
        self.roles: dict[int, str] = {}
        self.edits: list[Edit] = []
        self.beyond = 0
        self.last_close = max((found.start() for found in _CLOSE.finditer(text)), default=-1)

    def read(self, at: int) -> None:
        """Decide on the mark at `at`."""
        typed = self.text[at]
        if self._reopens(at, typed):
            return
        if typed == '"':
            self._double(at)
        elif typed == "'":
            self._single(at)
        else:
            self._authors(at, typed)

    def left_open(self) -> tuple[Open, ...]:
        """Return the quotations that stay open: all of them, if the outermost began a paragraph."""
        return tuple(self.stack) if self.stack and self.stack[0].leads else ()

    # -- where a mark is ---------------------------------------------------------------------

    def _before(self, at: int) -> str:
        """Return what is before a mark: `space`, `opener` or `solid`."""
        if at <= self.start:
            return "space"
        if role := self.roles.get(at - 1):
            return {"(": "space", ")": "solid"}.get(role, "opener")
        char = self.text[at - 1]
        return "space" if char.isspace() else "opener" if char in _OPENERS else "solid"

    def _after(self, at: int) -> str:
        """Return what is after a mark and the marks next to it: `space`, `closer`, `dots` or `solid`."""
        at = max(self.beyond, at + 1)
        while at < len(self.text) and self.text[at] in _MARKS:
            at += 1
        self.beyond = at
        if at >= len(self.text) or self.text[at].isspace():
            return "space"
        if self.text.startswith(("...", "…"), at):
            return "dots"
        return "closer" if self.text[at] in _CLOSERS else "solid"

    def _inside_word(self, at: int) -> bool:
        return 0 < at < len(self.text) - 1 and self.text[at - 1].isalnum() and self.text[at + 1].isalnum()

    # -- what it is ------------------------------------------------------------------------------

    def _double(self, at: int) -> None:
        before, after = self._before(at), self._after(at)
        if self._inside_word(at):
            return
        if before == "solid" and after != "solid":
            if self.text[at - 1].isdecimal() and not self._is_open('"'):
                self._put(at, "″", "’")
            else:
                self._close(at, '"')
        elif self._closes(at, before, after):
            self._close(at, '"')
        else:
            self._open(at, '"')

    def _closes(self, at: int, before: str, after: str) -> bool:
        """Tell whether a double mark closes; after a space too (`fired. "`), if one is open or nothing follows."""
        if before == "solid":
            return self._is_open('"')
        if before == "opener":
            return after != "solid"
        if after not in ("space", "closer"):
            return False
        return self._is_open('"') or (at > self.start and not self.text[at + 1 :].strip())

    def _single(self, at: int) -> None:
        if _HEBREW.search(self.text, max(0, at - 1), at + 2):
            return
        before, after = self._before(at), self._after(at)
        if self._inside_word(at):
            self._put(at, APOSTROPHE, "’")
        elif before == "solid" and after != "solid":
            self._single_after_word(at)
        elif before == "solid":
            if self.text[at - 1].isalpha() or _GENITIVE.match(self.text, at + 1):
                self._put(at, APOSTROPHE, "’")
            else:
                (self._close if self._is_open("'") else self._open)(at, "'")
        elif after in ("solid", "dots"):
            self._single_before_word(at)
        elif self._is_open("'"):
            self._close(at, "'")
        else:
            self._put(at, APOSTROPHE, "’")

    def _single_after_word(self, at: int) -> None:
        """Put a closing mark, the apostrophe of a plural ("the dogs' bowls"), or a prime."""
        if self._is_open("'") and not self._plural(at):
            self._close(at, "'")
        elif self.text[at - 1].isdecimal():
            self._put(at, "′", "’")
        else:
            self._put(at, APOSTROPHE, "’")

    def _plural(self, at: int) -> bool:
        if at >= self.last_close or self.text[at - 1] not in "sSxz" or not self.text[at + 1 : at + 2].isspace():
            return False
        later = _CLOSE.search(self.text, at + 1)
        return later is not None and not _NEXT_OPEN.search(self.text, at + 1, later.start())

    def _single_before_word(self, at: int) -> None:
        """Put an opening mark, or the apostrophe of a word without its beginning ('tis, '90s)."""
        word = _DECADE.match(self.text, at + 1) or _WORD.match(self.text, at + 1)
        if word and (word.re is _DECADE or word[0].lower().replace("'", "’") in self.marks.elisions):
            quoted = self.text.startswith("'", word.end()) and word[0].lower() != "n"
            if not quoted:
                self._put(at, APOSTROPHE, "’")
                return
        if self._leads(at) or at < self.last_close:
            self._open(at, "'")
        else:
            self._put(at, APOSTROPHE, "’")

    def _authors(self, at: int, typed: str) -> None:
        """Read a mark that the author set: it is not changed, but it opens or closes a quotation."""
        opens = self._before(at) != "solid" and self._after(at) in ("solid", "dots")
        for level, straight in ((0, '"'), (1, "'")):
            opening, closing = self.marks.pair(level)
            if typed == opening and (opening != closing or opens):
                self._push(at, straight, level)
                return
            if typed == closing and not self._inside_word(at) and self.stack and self.stack[-1].level == level:
                self.stack.pop()
                break
        self.roles[at] = "(" if opens else ")"

    # -- what is put there ----------------------------------------------------------------------

    def _reopens(self, at: int, typed: str) -> bool:
        """Open again, at the beginning of the paragraph, what the paragraph before left open."""
        if not self.loose or at != self.start + self.reopened or self.reopened >= len(self.stack):
            return False
        entry = self.stack[self.reopened]
        if typed not in (entry.typed, self.marks.pair(entry.level)[0]):
            self._tighten()
            return False
        self.roles[at] = "("
        if typed in "\"'":
            self.edits.append(Edit(at, at + 1, self.marks.pair(entry.level)[0]))
        self.reopened += 1
        if self.reopened == len(self.stack):
            self.loose = False
        return True

    def _tighten(self) -> None:
        """Forget what the beginning of the paragraph did not open again."""
        if self.loose and self.reopened:
            del self.stack[self.reopened :]
            self.loose = False

    def _is_open(self, typed: str) -> bool:
        return any(entry.typed == typed for entry in self.stack)

    def _open(self, at: int, typed: str) -> None:
        if self.loose:
            self.stack.clear()
            self.loose = False
        inner = self.stack[-1].level if self.stack else None
        level = (1 if inner == 0 else 0) if typed == '"' else (0 if inner == 1 else 1)
        self.edits.append(Edit(at, at + 1, self.marks.pair(level)[0]))
        self._push(at, typed, level)

    def _push(self, at: int, typed: str, level: int) -> None:
        self.stack.append(Open(typed, level, self._leads(at)))
        self.roles[at] = "("

    def _leads(self, at: int) -> bool:
        """Tell whether the mark at `at` begins the paragraph, alone or right after the mark that does."""
        return at == self.start or (at == self.start + 1 and bool(self.stack) and self.stack[0].leads)

    def _close(self, at: int, typed: str) -> None:
        """Close the innermost quotation opened by `typed`, and what was left open inside it."""
        level = 0 if typed == '"' else 1
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].typed == typed:
                level = self.stack[depth].level
                del self.stack[depth:]
                break
        self._put(at, self.marks.pair(level)[1], ")")

    def _put(self, at: int, mark: str, role: str) -> None:
        self.edits.append(Edit(at, at + 1, mark))
        self.roles[at] = role
