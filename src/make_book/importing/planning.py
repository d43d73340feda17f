"""Drafts, the record of earlier imports and the files that are there → what would be written.

Pure: `plan` looks at values only; `carry_out` alone touches the disk.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from make_book.importing.episode_names import file_name
from make_book.importing.episode_writing import episode_file
from make_book.importing.import_record import EPISODES, RAW, ImportRecord, RecordEntry, sha256
from make_book.importing.import_values import Clipping, EpisodeDraft
from make_book.importing.linking import SCHEME, mark_of

_MARK = re.compile(SCHEME + r"[0-9a-f]{16}(?![0-9a-f])")
_LARGEST_COPY = 32 * 1024 * 1024
"""Bytes of a source that is copied to raw/; of a larger one the record keeps the hashes of its texts."""
_NOTHING: dict[str, bytes] = {}


class Decision(msgspec.Struct, frozen=True):
    """What happens to one episode's file.

    `action`: `create`, `update` (import's own file, its source or reading changed), `unchanged`,
    `edited` (a human's; left alone), `taken` (a human's; overwritten by `--force`).
    """

    source: str
    target: str
    action: str
    data: bytes
    before: bytes | None = None

    @property
    def writes(self) -> bool:
        """Whether the file is written."""
        return self.action in ("create", "update", "taken")

    @property
    def difference(self) -> str:
        """What import would change in the file that is there, as a unified diff; may be empty."""
        old = (self.before or b"").decode("utf-8", errors="replace").splitlines(keepends=True)
        new = self.data.decode().splitlines(keepends=True)
        return "".join(
            difflib.unified_diff(
                old, new, f"a/{self.target}" if self.before is not None else "/dev/null", f"b/{self.target}"
            )
        )


class ImportPlan(msgspec.Struct, frozen=True):
    """Every decision, and all files to write (path relative to the book, POSIX → bytes)."""

    decisions: tuple[Decision, ...]
    files: dict[str, bytes]
    record: ImportRecord

    def diff(self) -> str:
        """Return the difference between the episodes that are there and those that import makes."""
        return "".join(decision.difference for decision in self.decisions if decision.action != "unchanged")


def plan(
    drafts: Sequence[EpisodeDraft],
    clippings: Sequence[Clipping],
    left_out: Mapping[str, str],
    *,
    record: ImportRecord,
    existing: Mapping[str, bytes],
    serial: str | None,
    pictures: Mapping[str, bytes] = _NOTHING,
    force: bool = False,
) -> ImportPlan:
    """Decide what to write for `drafts`, and which `pictures` (path in the book → bytes) to copy.

    `clippings` are the raw files by the same names as the drafts' raw files; `left_out` maps a copy
    to the source that was kept; `existing` are the files of the book that concern us.
    """
    raw = {clipping.name: clipping.data for clipping in clippings}
    targets = _targets(drafts, left_out, record, existing)
    keys = _keys(targets, left_out, record)
    decisions = tuple(
        _decide(draft, targets[draft.source], episode_file(_linked(draft, keys), serial), record, existing, force=force)
        for draft in sorted(drafts, key=lambda draft: draft.source)
    )
    entries = dict(record.sources)
    for draft, decision in zip(sorted(drafts, key=lambda draft: draft.source), decisions, strict=True):
        entries[draft.source] = _entry(draft, decision, draft.digest or sha256(raw[draft.raw]), record)
    for name, kept in left_out.items():
        digest = sha256(raw[name]) if name in raw else record.sources[name].sha256
        entries[name] = RecordEntry(digest, copy_of=kept)
    after = ImportRecord(sources=dict(sorted(entries.items())))
    files = {decision.target: decision.data for decision in decisions if decision.writes}
    used = {*(draft.raw for draft in drafts), *left_out}
    files |= {
        RAW + name: raw[name]
        for name in used & raw.keys()
        if existing.get(RAW + name) != raw[name] and len(raw[name]) <= _LARGEST_COPY
    }
    files |= {name: data for name, data in pictures.items() if existing.get(name) != data}
    return ImportPlan(decisions, dict(sorted(files.items())), after)


def _keys(targets: Mapping[str, str], left_out: Mapping[str, str], record: ImportRecord) -> dict[str, str]:
    """Return the key of the episode that the mark of each source stands for (see `linking`)."""
    files = {name: entry.target for name, entry in record.sources.items() if entry.target} | dict(targets)
    files |= {copy: files[kept] for copy, kept in left_out.items() if kept in files}
    return {mark_of(source): f"episode:{PurePosixPath(target).stem}" for source, target in files.items()}


def _linked(draft: EpisodeDraft, keys: Mapping[str, str]) -> EpisodeDraft:
    """Return `draft` with its links to other texts as links to episodes."""
    if draft.body is None or SCHEME not in draft.body:
        return draft
    body = _MARK.sub(lambda found: keys.get(found[0], "#"), draft.body)
    return msgspec.structs.replace(draft, body=body)


def _decide(
    draft: EpisodeDraft, target: str, data: bytes, record: ImportRecord, existing: Mapping[str, bytes], *, force: bool
) -> Decision:
    before = existing.get(target)
    if before is None:
        action = "create"
    elif before == data:
        action = "unchanged"
    elif record.written.get(target) == sha256(before):
        action = "update"
    else:
        action = "taken" if force else "edited"
    return Decision(draft.source, target, action, data, before)


def _entry(draft: EpisodeDraft, decision: Decision, digest: str, record: ImportRecord) -> RecordEntry:
    own = decision.writes or decision.action == "unchanged"
    written = sha256(decision.data) if own else record.written.get(decision.target)
    return RecordEntry(digest, decision.target, written, changes=draft.changes, left_out=draft.consumed)


def _targets(
    drafts: Sequence[EpisodeDraft], left_out: Mapping[str, str], record: ImportRecord, existing: Mapping[str, bytes]
) -> dict[str, str]:
    """Give every draft its file: the one it had, else the file that holds its number, else a new name."""
    ordered = sorted(drafts, key=lambda draft: draft.source)
    former = {draft.source: _former(draft.source, left_out, record, existing) for draft in ordered}
    targets = {source: target for source, target in former.items() if target}
    taken = {*targets.values(), *(entry.target for entry in record.sources.values() if entry.target)}
    numbered = {number: path for path in sorted(existing, reverse=True) if (number := _number(path, existing[path]))}
    for draft in ordered:
        if draft.source not in targets:
            there = numbered.get(str(draft.number))
            free = (name for name in _names(draft) if name not in taken)
            targets[draft.source] = there if there and there not in taken else next(free)
            taken.add(targets[draft.source])
    return targets


def _former(
    source: str, left_out: Mapping[str, str], record: ImportRecord, existing: Mapping[str, bytes]
) -> str | None:
    """Return the file an earlier import wrote for `source`, or for a shorter copy, wherever it was moved since."""
    sources = [source, *sorted(name for name, kept in left_out.items() if kept == source)]
    entry = next((e for name in sources if (e := record.sources.get(name)) and e.target), None)
    if entry is None or entry.target in existing:
        return entry.target if entry else None
    ours = (path for path in sorted(existing) if path.startswith(EPISODES) and sha256(existing[path]) == entry.written)
    return next(ours, entry.target)


def _number(path: str, data: bytes) -> str | None:
    """Return the number in the front matter of the episode file `path`."""
    if not path.startswith(EPISODES):
        return None
    found = re.match(rb"---\r?\n(?:(?!---).*\n)*?number:[ \t]*(\d+)[ \t]*\r?\n", data)
    return str(int(found[1])) if found else None


def _names(draft: EpisodeDraft) -> Iterator[str]:
    if section := draft.field("section"):
        yield f"manuscript/{section}.md"
    path = PurePosixPath(file_name(draft))
    yield f"{EPISODES}{path.name}"
    for count in range(2, 10_000):
        yield f"{EPISODES}{path.stem}-{count}.md"
