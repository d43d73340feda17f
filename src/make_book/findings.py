"""Findings: what a stage reports about its input, with places and codes.

A finding is a value. Stages return findings beside their results; the pipeline judges them once;
only the command line prints them. `CODES` is the closed table of all kinds of findings. A code
never changes its meaning, so that a publisher can list the ones that do not matter to it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

import msgspec

from make_book.codes import CODES


class Severity(enum.Enum):
    """How serious a finding is. Errors stop an edition; warnings stop it under `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(msgspec.Struct, frozen=True, order=True):
    """A place in a source: file (POSIX, relative to the book's root), line and column from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return `file:line:column`, as editors and terminals link it."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class Finding(msgspec.Struct, frozen=True):
    """One finding about the input. `code` must be in `CODES`; the code decides the severity."""

    code: str
    message: str
    span: Span | None = None
    hints: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a code that is not in the table (`KeyError`: a bug of make-book, not of the book)."""
        CODES[self.code]

    @property
    def severity(self) -> Severity:
        """The severity that the table of codes gives to this finding."""
        return Severity(CODES[self.code].severity)


class BookError(Exception):
    """The input cannot become a book; carries every finding, not just the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep `findings` (at least one) as a tuple."""
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{f.span or ''} {f.code} {f.message}".strip() for f in self.findings))

    def __reduce__(self) -> tuple[type[BookError], tuple[tuple[Finding, ...]]]:
        """Travel from a worker as findings."""
        return BookError, (self.findings,)


def errors(findings: Iterable[Finding], *, strict: bool = False) -> tuple[Finding, ...]:
    """Return the findings that stop an edition: errors, and with `strict` warnings too."""
    fatal = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return tuple(finding for finding in findings if finding.severity in fatal)


def judge(findings: Iterable[Finding], *, strict: bool = False) -> tuple[Finding, ...]:
    """Return `findings` as a tuple, or raise `BookError` with all of them if any is fatal."""
    findings = tuple(findings)
    if errors(findings, strict=strict):
        raise BookError(findings)
    return findings
