"""Are these the same words, letter by letter? For texts that are set already: a section, an EPUB, a PDF.

The expected text is plain; the actual one may be printed: where lines end it says so (`wording`), and the expected
text decides what that means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import takewhile

import msgspec

from make_book.checks.difference import Difference, differing
from make_book.checks.list_numbers import same_number
from make_book.checks.turned_lines import shown_length
from make_book.checks.wording import (
    BLOCK,
    BREAK,
    CALL,
    END,
    GAP,
    HYPHEN,
    ITEM,
    LINE,
    LIST,
    OPTIONAL,
    PAGE,
    VISUAL,
    Passage,
    Places,
    fold,
)

_LOOSE = f"{LINE}{GAP}"
_PIECE = re.compile(
    rf"[{CALL}{ITEM}{VISUAL}][^{END}]*{END}|[{_LOOSE}{BLOCK}{HYPHEN}]|[^{CALL}{ITEM}{VISUAL}{_LOOSE}{BLOCK}{HYPHEN}]+"
)
_SPACES = re.compile(rf"[{_LOOSE}{BLOCK} ]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\ua9e0-\uaa7f]")
"""Letters of scripts that are written without spaces, but are not wide: Thai, Lao, Tibetan, Burmese, Khmer."""
_ITEM = re.compile(rf" *({ITEM}[^{END}]*{END}) *")


class Text(msgspec.Struct, frozen=True):
    """A folded text with its marks, and where each part of it stands."""

    letters: str
    places: Places


def text_of(passages: Iterable[Passage], *, cased: bool = True) -> Text:
    """Return `passages` as one text, in lower case where that is not to be told apart (`cased`)."""
    parts, lengths, places = [], [], []
    last = " "
    for passage in passages:
        part = _ITEM.sub(r" \1 ", fold(passage.text if cased else passage.text.casefold()))
        part = _SPACES.sub(_one, part)
        if last in f" {_LOOSE}{BLOCK}":
            part = part.lstrip(f" {_LOOSE}{BLOCK}")
        parts.append(part)
        lengths.append(len(part))
        places.append(passage.place)
        last = part[-1:] or last
    return Text("".join(parts).rstrip(f" {BLOCK}"), Places(lengths, places))


def _one(found: re.Match[str]) -> str:
    """Return the strongest of what parts words."""
    return next((mark for mark in (BLOCK, LINE, GAP) if mark in found[0]), " ")


def compare(expected: Text, actual: Text) -> Difference | None:
    """Return the first word in which `actual` differs from `expected`, or `None` if they say the same."""
    if expected.letters == actual.letters:
        return None
    walk = _Walk(expected.letters)
    there = walk.go(actual.letters)
    if there is None:
        return None
    wanted, found = (expected.letters, walk.at), (actual.letters, there)
    return differing(wanted, found, expected.places.at(walk.at), actual.places.at(there))


def _breaks(letter: str) -> bool:
    """Tell whether a line may end beside `letter` in a word: a mark, or a letter of a script without spaces."""
    return not letter.isalnum() or (
        letter >= "\u0e00" and (unicodedata.east_asian_width(letter) in "WF" or bool(_UNSPACED.match(letter)))
    )


class _Walk:
    """Goes along the expected text, piece by piece of the actual one."""

    def __init__(self, letters: str) -> None:
        self.letters, self.at = letters, 0
        self._hidden: set[str] = set()
        """Lists of which an item was found without a number."""
        self._numbered: set[str] = set()
        self._line = 0
        """Where the expected text stood when the line began."""
        self._spaced = False
        """Whether a number that the expected text does not have has taken the space before the next word."""

    def go(self, actual: str) -> int | None:
        """Return where in `actual` it differs; `None` if it does not."""
        marks = {
            CALL: self._call,
            ITEM: self._item,
            VISUAL: self._turned,
            HYPHEN: self._hyphen,
            LINE: self._end_line,
            BLOCK: self._end_block,
            GAP: self._gap,
        }
        for found in _PIECE.finditer(actual):
            piece = found[0]
            mark = marks.get(piece[0])
            rest = self._plain(piece) if mark is None else len(piece) * (not mark(piece))
            if rest:
                return found.end() - rest
        while self._pass_mark("") or self.letters.startswith(" ", self.at):
            self.at += self.letters.startswith(" ", self.at)
        return len(actual) if self.at < len(self.letters) else None

    def _plain(self, piece: str) -> int:
        """Go along `piece` and return how much of it is left where it differs."""
        if self._spaced:
            piece = piece.removeprefix(" ")
        self._spaced = False
        done = 0
        while not self.letters.startswith(piece[done:], self.at):
            pairs = zip(self.letters[self.at :], piece[done:], strict=False)
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            self.at, done = self.at + same, done + same
            if not self._pass_mark(piece[done:]):
                return len(piece) - done
        self.at += len(piece) - done
        return 0

    def _pass_mark(self, rest: str) -> bool:
        """Pass what is marked here and does not stand in the `rest` of the actual text; tell whether that is so."""
        mark = self.letters[self.at : self.at + 1]
        if mark in (PAGE, END, BREAK):
            self.at += 1
        elif mark == OPTIONAL:
            end = self.letters.index(END, self.at)
            self.at = self.at + 1 if rest and rest.startswith(self.letters[self.at + 1 : end]) else end + 1
        elif mark == ITEM:
            end = self.letters.index(END, self.at)
            name = self.letters[self.at : end].partition(LIST)[2]
            if name in self._numbered:
                return False
            self._hidden.add(name)
            self.at = end + 1 + self.letters.startswith(" ", end + 1)
        else:
            return False
        return True

    def _space(self) -> None:
        while self.letters[self.at : self.at + 1] in (PAGE, BREAK):
            self.at += 1
        self.at += self.letters.startswith(" ", self.at)

    def _gap(self, _: str) -> bool:
        """Pass white without a space: words may part there."""
        self._space()
        return True

    def _end_block(self, _: str) -> bool:
        """Pass the end of a paragraph, where words part."""
        at = self.at
        self._space()
        self._line = self.at
        return self.at > at or at in (0, len(self.letters)) or self.letters[at - 1] == " "

    def _end_line(self, _: str) -> bool:
        """Pass the end of a line: between words, where a line may end in one, or in a word that is too long for it."""
        start, at = self._line, self.at
        self._space()
        self._line = self.at
        if self.at > at or self.at == len(self.letters) or any(map(_breaks, self.letters[at - 1 : at + 1])):
            return True
        return " " not in self.letters[start:at]

    def _hyphen(self, _: str) -> bool:
        """Pass a hyphen at a line's end: the author's, perhaps with a space behind it, or one that divides a word."""
        if self.letters.startswith("-", self.at):
            self.at += 1
            self._space()
            self._line = self.at
            return True
        self._line = self.at
        before, after = self.letters[max(0, self.at - 1) : self.at], self.letters[self.at : self.at + 1]
        return bool(before.strip() and after.strip())

    def _call(self, piece: str) -> bool:
        """Pass the number of a note, which has to be the same, or of a page, which only paper has."""
        while not self.letters.startswith((piece, PAGE), self.at):
            if not self._pass_mark(piece):
                return False
        self.at += 1 if self.letters[self.at] == PAGE else len(piece)
        return True

    def _item(self, piece: str) -> bool:
        """Pass the number of an item; one that the style sheet gives to a list without numbers says nothing."""
        while self.letters[self.at : self.at + 1] in (PAGE, OPTIONAL):
            self._pass_mark("")
        if not self.letters.startswith(ITEM, self.at):
            self._spaced = True
            return True
        end = self.letters.index(END, self.at)
        expected, _, name = self.letters[self.at + 1 : end].partition(LIST)
        if name in self._hidden or not same_number(expected, piece[1:-1].partition(LIST)[0]):
            return False
        self._numbered |= {name} if name else set()
        self.at = end + 1
        return True

    def _turned(self, piece: str) -> bool:
        """Pass a piece of a line that is read from right to left."""
        self._space()
        length = shown_length(self.letters, self.at, piece[1:-1].strip())
        self.at += length or 0
        return length is not None
