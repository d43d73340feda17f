"""Where the faults of one file are written down while it is read."""

from __future__ import annotations

from make_book.findings import Finding, Span
from make_book.manuscript.toml_places import KeyPath, Places


class FindingCollector:
    """Collects the findings on one file and knows where the file's keys stand."""

    def __init__(self, file: str, places: Places | None = None) -> None:
        """Begin with no findings. `places`: line and column of key paths."""
        self.file = file
        self.places = places or {}
        self.findings: list[Finding] = []

    def span(self, path: KeyPath = ()) -> Span:
        """Return the place of a key, else of the nearest table around it, else the file's first line."""
        while path and path not in self.places:
            path = path[:-1]
        return Span(self.file, *self.places.get(path, (1, None)))

    def add(self, code: str, message: str, path: KeyPath = (), *hints: str) -> None:
        """Write down a finding on the value at `path`."""
        self.findings.append(Finding(code, message, self.span(path), hints))

    def add_at(self, code: str, message: str, line: int, column: int | None, *hints: str) -> None:
        """Write down a finding at a line and column, both from 1."""
        self.findings.append(Finding(code, message, Span(self.file, line, column), hints))
