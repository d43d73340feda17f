"""Which findings of an import are worth a line on the terminal: what is new, and not a hundred of a kind. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from make_book.findings import Finding, Severity
from make_book.importing import Report

_OLD = ("unchanged", "edited")
MOST = 5
"""Findings of one kind in one file that are told each."""


def told_before(report: Report) -> frozenset[Finding]:
    """Return the doubts about episodes that this import leaves as they were: an earlier import has told them."""
    return frozenset(
        finding
        for episode in report.episodes
        if episode.action in _OLD
        for finding in episode.findings
        if finding.severity is not Severity.ERROR
    )


def capped(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return `findings` with the first `MOST` of each kind in each file, and one that counts the others."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in dict.fromkeys(findings):
        kinds.setdefault((finding.span.file if finding.span else "", finding.code), []).append(finding)
    return tuple(finding for kind in kinds.values() for finding in _first(kind))


def _first(kind: list[Finding]) -> tuple[Finding, ...]:
    if len(kind) <= MOST + 1:
        return tuple(kind)
    rest = f"and {len(kind) - MOST:,} more of these (-v shows them)"
    return (*kind[:MOST], msgspec.structs.replace(kind[MOST], message=rest, hints=()))
