"""The record of imports, `manuscript/raw/import.json`: what came from where, and what import wrote.

By it a second import knows its own files from those a human has edited. Sorted, without time
stamps: the same imports leave the same bytes.
"""

from __future__ import annotations

import hashlib

import msgspec

from make_book.importing.import_values import Change

RAW = "manuscript/raw/"
"""The folder of the clippings as they came, in the book."""
PLACE = f"{RAW}import.json"


class RecordEntry(msgspec.Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """One source: the hash of its raw bytes, its episode's file, the hash of what import wrote there."""

    sha256: str
    target: str | None = None
    written: str | None = None
    copy_of: str | None = None
    """For a copy that was left out: the source that was kept."""
    changes: tuple[Change, ...] = ()
    left_out: tuple[str, ...] = ()
    """Words of the source that stand in no file of the book."""


class ImportRecord(msgspec.Struct, frozen=True):
    """All imports into one book, by the name of the raw file."""

    version: int = 1
    sources: dict[str, RecordEntry] = {}

    @property
    def written(self) -> dict[str, str]:
        """The hash of what import wrote, by target."""
        return {e.target: e.written for e in self.sources.values() if e.target and e.written}


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_ledger(data: bytes | None) -> ImportRecord | None:
    """Read a record; an empty one if there is none yet; None if `data` is damaged."""
    if data is None:
        return ImportRecord()
    try:
        return msgspec.json.decode(data, type=ImportRecord)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def write_ledger(ledger: ImportRecord) -> bytes:
    """Return the bytes of the record: sorted, indented, ends with a line feed."""
    return msgspec.json.format(msgspec.json.encode(ledger, order="sorted"), indent=2) + b"\n"
