"""The record of imports, `manuscript/raw/import.json`: what came from where, and what import wrote.

By it a second import knows its own files from those a human has edited. Sorted, without time
stamps: the same imports leave the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.import_values import Change
from make_book.importing.source_names import leads_out, plain_name
from make_book.manuscript.section_names import NAMES

RAW = "manuscript/raw/"
"""The folder of the clippings as they came, in the book."""
PLACE = f"{RAW}import.json"
SECTIONS = frozenset(f"manuscript/{name}.md" for name in NAMES)
"""The files of front and back matter."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
EPISODES = "manuscript/episodes/"
"""The folder of the episodes in the book."""
IMAGES = "manuscript/images/"
"""The folder of the pictures in the book."""


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


def without_strangers(record: ImportRecord, data: bytes) -> tuple[ImportRecord, tuple[Finding, ...]]:
    """Return `record` without the entries that name a place where import never writes, and a finding for each.

    `data` are the bytes of the record's file: the findings give the line. A record may come with a
    book of unknown origin; import must not read or write outside the folders of its own because of it.
    """
    lines = data.decode("utf-8", "replace").split("\n")
    sound = {name: entry for name, entry in record.sources.items() if _is_ours(name, entry)}
    findings = tuple(
        Finding("IMP-025", "this entry names a file outside the folders of import and is passed over", place)
        for name in record.sources
        if name not in sound
        for place in [Span(PLACE, _line(name, lines))]
    )
    return msgspec.structs.replace(record, sources=sound), findings


def _is_ours(name: str, entry: RecordEntry) -> bool:
    raw = (name, *([entry.copy_of] if entry.copy_of is not None else ()))
    if any(leads_out(one) or plain_name(one) != one or f"{RAW}{one}" == PLACE for one in raw):
        return False
    target = entry.target
    if target is None:
        return True
    normal = PurePosixPath(target).as_posix() == target and not _CONTROL.search(target)
    if not normal or leads_out(target):
        return False
    return (target.startswith(EPISODES) and target.endswith(".md")) or target in SECTIONS


def _line(name: str, lines: list[str]) -> int:
    key = msgspec.json.encode(name).decode()
    return next((number for number, line in enumerate(lines, 1) if key in line), 1)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_record(data: bytes | None) -> ImportRecord | None:
    """Read a record; an empty one if there is none yet; None if `data` is damaged."""
    if data is None:
        return ImportRecord()
    try:
        return msgspec.json.decode(data, type=ImportRecord)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def write_record(record: ImportRecord) -> bytes:
    """Return the bytes of the record: sorted, indented, ends with a line feed."""
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=2) + b"\n"
