"""Plain text, in whatever encoding and state a crawler saved it → a raw episode."""

from __future__ import annotations

from make_book.findings import Finding, Span
from make_book.importing.import_values import Clipping, RawEpisode
from make_book.importing.repair import repair


def read_text(clipping: Clipping) -> RawEpisode | Finding:
    """Return the one episode of a text file, or why there is none."""
    if not clipping.data.strip(b"\0 \t\r\n"):
        return Finding("IMP-002", "the file is empty", Span(clipping.name), ("fetch the page again",))
    repaired = repair(clipping.data)
    if repaired is None:
        return Finding("IMP-003", "the file is not text", Span(clipping.name), ("give text files, or a zip of them",))
    if not repaired.text.strip():
        return Finding("IMP-002", "nothing but invisible characters", Span(clipping.name))
    return RawEpisode(clipping.name, repaired.text, repaired.changes)
