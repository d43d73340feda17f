"""What one conversion gathers while Python-Markdown runs: notes, and findings with their places."""

from __future__ import annotations

import re

from make_book.findings import Finding, Span
from make_book.text.places import Places

STX, ETX = "\x02", "\x03"
"""The brackets of Python-Markdown's placeholders; a source never contains them."""


class Job:
    """The state of one conversion; a new one for each text."""

    def __init__(self, places: Places) -> None:
        """Begin with no notes and no findings."""
        self.places = places
        self.findings: list[Finding] = []
        self.notes: dict[str, str] = {}
        self._undefined: dict[str, int] = {}
        self._again: dict[str, int] = {}

    def say(self, code: str, message: str, span: Span, *hints: str) -> None:
        """Keep a finding."""
        self.findings.append(Finding(code, message, span, hints))

    def define(self, label: str, text: str) -> None:
        """Keep the note `label`; a second definition is left out and reported."""
        if label not in self.notes:
            self.notes[label] = text
            return
        self._again[label] = self._again.get(label, 0) + 1
        span = self.places.search(definition(label), self._again[label])
        self.say("TXT-003", f"the note [^{label}] is defined twice; the first stands", span, "give it another label")

    def undefined(self, label: str) -> None:
        """Report a reference to a note that nobody wrote."""
        nth = self._undefined[label] = self._undefined.get(label, -1) + 1
        span = self.places.search(rf"\[\^{re.escape(label)}\](?!:)", nth)
        self.say("TXT-001", f"there is no note [^{label}]", span, f"write it: a paragraph that begins [^{label}]:")

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the notes, in order of definition."""
        return tuple(self.notes)


def definition(label: str) -> str:
    """Return a regular expression that finds the definition of the note `label`."""
    return rf"\[\^{re.escape(label)}\]:"
