"""Kinds of sources. A reader turns a clipping of its kind into raw episodes; the table lists them all.

Text is the first. A saved page, a feed or an export is one more reader here: it fills `known` with
what its format states, so that nothing of that has to be guessed.
"""

from __future__ import annotations

import re
from typing import Protocol

from make_book.findings import Finding, Span
from make_book.importing.import_values import Clipping, RawEpisode
from make_book.importing.repair import repair

_EPISODE = re.compile(r"---\n(?:[\w-]+:.*\n|[ \t].*\n)+---\n")
_SOURCES = {
    "HTML": re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL),
    "XML": re.compile(r"\s*<\?xml\s", re.IGNORECASE),
    "JSON": re.compile(r"\s*(?:\{\s*(?:\}\s*\Z|\"[^\"\n]*\"\s*:)|\[\s*\{\s*\")"),
    "RTF": re.compile(r"\s*\{\\rtf\d"),
}
"""Text for a program, not for a reader, by how it begins; make-book's own record of imports is JSON."""


class SourceReader(Protocol):
    """One kind of source."""

    def reads(self, clipping: Clipping) -> bool:
        """Tell by name or first bytes whether this reader is for `clipping`."""

    def read(self, clipping: Clipping) -> tuple[RawEpisode, ...] | Finding:
        """Return the episodes in `clipping` (a feed has many), or why there are none."""


class TextReader:
    """Plain text, in whatever encoding and state a crawler saved it."""

    def reads(self, clipping: Clipping) -> bool:  # noqa: ARG002 (the last reader takes what is left)
        """Take anything: bytes that are no text are a finding of `read`."""
        return True

    def read(self, clipping: Clipping) -> tuple[RawEpisode, ...] | Finding:
        """Return the one episode of a text file."""
        if not clipping.data.strip(b"\0 \t\r\n"):
            return Finding("IMP-002", "the file is empty", Span(clipping.name), ("fetch the page again",))
        repaired = repair(clipping.data)
        if repaired is None:
            return Finding(
                "IMP-003", "the file is not text", Span(clipping.name), ("give text files, or a zip of them",)
            )
        if not repaired.text.strip():
            return Finding("IMP-002", "nothing but invisible characters", Span(clipping.name))
        if kind := next((kind for kind, begins in _SOURCES.items() if begins.match(repaired.text)), None):
            return Finding(
                "IMP-003", f"the file is {kind}, no plain text", Span(clipping.name), ("save the page as text",)
            )
        if _EPISODE.match(repaired.text):
            hint = "copy it to manuscript/episodes as it is"
            return Finding(
                "IMP-003", "the file has front matter: it is an episode already", Span(clipping.name), (hint,)
            )
        return (RawEpisode(clipping.name, repaired.text, repaired.changes),)


READERS: tuple[SourceReader, ...] = (TextReader(),)


def read(clipping: Clipping) -> tuple[RawEpisode, ...] | Finding:
    """Read `clipping` by the first reader that takes it."""
    return next(reader for reader in READERS if reader.reads(clipping)).read(clipping)
