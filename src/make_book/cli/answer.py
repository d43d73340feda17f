"""What a verb answers: findings, data for machines, text for people. Verbs make it; `main` prints it."""

from __future__ import annotations

import errno
from typing import Any

import msgspec

from make_book.findings import Finding

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when there is no room; not for which file."""


class Answer(msgspec.Struct, frozen=True):
    """The outcome of a verb.

    `data` is the JSON object's content beside the findings; `text` is data for people (standard output);
    `closing` are the last words to the person at the terminal (standard error).
    """

    findings: tuple[Finding, ...] = ()
    data: dict[str, Any] = {}
    text: str = ""
    closing: tuple[str, ...] = ()
    failed: bool = False
    """Exit with 1 whatever the findings weigh."""


def out_of_reach(error: OSError) -> Answer:
    """Return the answer to a file or folder that the system does not let us read or write, or has no room for."""
    place, hints = error.filename, tuple[str, ...]()
    if place is None:
        place, hints = "temporary files", ("they go to the folder that TMPDIR names, or to /tmp",)
    return Answer(
        findings=(Finding("OUT-001", f"cannot read or write {place}: {error.strerror or error}", hints=hints),),
        failed=True,
    )


def is_out_of_reach(error: OSError) -> bool:
    """Tell whether the system, not a mistake of ours, is what stopped us: it names a file, or has no room."""
    return error.filename is not None or error.errno in _NO_ROOM


def as_data(finding: Finding) -> dict[str, Any]:
    """Return `finding` as JSON objects hold it; its file is relative to the book's folder."""
    span = finding.span
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "file": span.file if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "hints": list(finding.hints),
    }
