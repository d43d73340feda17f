"""What one conversion gathers while Python-Markdown runs: definitions, notes, and findings with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from make_book.findings import Finding, Span
from make_book.text.markdown.html_grammar import is_html
from make_book.text.markdown.link_grammar import normal_label

_END = re.compile(r"</([A-Za-z][A-Za-z0-9-]*)[ \t\n]*>")
_CLOSERS = ("-->", "?>", "]]>", "endhighlight", "/highlight")


class LinkReference:
    """A link reference definition of the text, and whether a link has used it."""

    def __init__(self, destination: str, title: str | None) -> None:
        """Begin unused."""
        self.destination = destination
        self.title = title
        self.used = False


class NoteText:
    """A note: its label, the place of its definition, and its place among the notes."""

    def __init__(self, label: str, number: int, line: int, column: int) -> None:
        """Keep what is known when the definition begins; the blocks are built later."""
        self.label = label
        self.number = number
        self.line = line
        self.column = column


class Abbreviation(NamedTuple):
    """An abbreviation: how it is written, what it means, and where that is said."""

    short: str
    meaning: str
    line: int
    column: int


class Foreign(NamedTuple):
    """A kind of syntax that belongs to another program."""

    code: str
    one: str
    many: str
    hint: str = ""


class Job:
    """The state of one conversion; a new one for each text."""

    def __init__(self, file: str, first_line: int, source: str) -> None:
        """Begin with nothing defined and no findings; `source` begins on line `first_line` of `file`."""
        self.file = file
        self.first_line = first_line
        self.source = source
        self.findings: list[Finding] = []
        self.notes: dict[str, NoteText] = {}
        self.links: dict[str, LinkReference] = {}
        self.abbreviations: dict[str, Abbreviation] = {}
        self.inline_notes: list[Element] = []
        self.has_doubtful_links = False
        self._foreign: dict[Foreign, list[tuple[str, tuple[int, int]]]] = {}
        self._ends: dict[str, int] | None = None

    def say(self, code: str, message: str, place: tuple[int, int | None], *hints: str) -> None:
        """Keep a finding at a line and column of the file."""
        self.findings.append(Finding(code, message, Span(self.file, *place), hints))

    def tell(self, kind: Foreign, written: str, place: tuple[int, int]) -> None:
        """Keep that another program's syntax stands at `place`; `say_foreign` says it."""
        self._foreign.setdefault(kind, []).append((written, place))

    def say_foreign(self) -> None:
        """Keep a finding for each kind of another program's syntax: how often it stands in the text, and where."""
        for kind, found in self._foreign.items():
            written, place = found[0]
            lines = list(dict.fromkeys(str(line) for _, (line, _) in found))
            more = f" and {len(lines) - 12} more" if len(lines) > 12 else ""
            words = f"{len(found)} {kind.many}, the first {_short(written)}, are" if found[1:] else ""
            message = f"{words or f'{_short(written)} is a {kind.one}; it is'} printed unchanged"
            if len(lines) > 1:
                message += f": lines {', '.join(lines[:12])}{more}"
            hint = kind.hint or "take it out, or put in its place what it stood for; in `…` it is code"
            self.say(kind.code, message, place, hint)

    def say_no_tag(self, written: str, place: tuple[int, int]) -> None:
        """Tell of words that have the form of a tag."""
        self.say("TXT-025", f"{_short(written)} is not a tag of HTML; it is printed unchanged", place)

    def add_note(self, label: str, line: int, column: int) -> NoteText | None:
        """Return the new note `label`; `None`, and a finding, if there is one already."""
        key = normal_label(label)
        if key in self.notes:
            message = f"the note [^{label}] is defined twice; the first stands"
            self.say("TXT-003", message, (line, column), "give it another label")
            return None
        note = self.notes[key] = NoteText(label, len(self.notes), line, column)
        return note

    def note(self, label: str) -> NoteText | None:
        """Return the note `label`, if the text defines it."""
        return self.notes.get(normal_label(label))

    def next_inline_note(self) -> int:
        """Return the place among the notes of the next one that stands in the text itself."""
        return len(self.notes) + len(self.inline_notes)

    def add_abbreviation(self, short: str, meaning: str, line: int, column: int) -> None:
        """Keep an abbreviation; a later explanation of the same one stands."""
        self.abbreviations[short] = Abbreviation(short, meaning, line, column)

    def ends_after(self, mark: str, line: int) -> bool:
        """Say whether the end tag of the element `mark`, or one of `_CLOSERS`, stands on `line` or below."""
        if self._ends is None:
            self._ends = dict(self._all_ends())
        return self._ends.get(mark.lower(), -1) >= line

    def is_tag(self, name: str, written: str, line: int, *, closes: bool = False) -> bool:
        """Say whether a tag of CommonMark's grammar that stands on `line` is one of HTML, and no words in brackets.

        `<Time>` without an end tag below is a word: authors of HTML write `<time>` or `<TIME>`.
        """
        if not is_html(name, written):
            return False
        if closes or written.strip() or not name[0].isupper() or name.lower() in ("br", "hr", "img", "wbr", "p", "li"):
            return True
        return self.ends_after(name, line)

    def _all_ends(self) -> Iterator[tuple[str, int]]:
        line, at = self.first_line, 0
        for found in _END.finditer(self.source):
            line += self.source.count("\n", at, found.start())
            at = found.start()
            yield found[1].lower(), line
        for mark in _CLOSERS:
            if (last := self.source.rfind(mark)) >= 0:
                yield mark, self.first_line + self.source.count("\n", 0, last)


def _short(written: str) -> str:
    """Return what is written on one line, its middle left out where it is long."""
    words = " ".join(written.split())
    return words if len(words) <= 50 else f"{words[:40].rstrip()} … {words[-3:].lstrip()}"
