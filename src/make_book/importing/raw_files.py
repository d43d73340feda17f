"""The names of raw files: one for every file that an import is given, none for two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from make_book.findings import Finding, Span
from make_book.importing.import_record import RAW, ImportRecord, sha256
from make_book.importing.import_values import Clipping
from make_book.importing.source_names import NameTable

_NOT_KEPT = frozenset({"picture", "data", "binary"})
"""Kinds of files that have no copy in raw/: pictures are copied to images/, the others hold no text."""


def name_raw_files(
    clippings: Iterable[Clipping], kinds: Mapping[str, str], record: ImportRecord, existing: Mapping[str, bytes]
) -> tuple[tuple[Clipping, ...], tuple[Finding, ...]]:
    """Give every clipping the name of its raw file: its own, or one with a part of its hash if that is taken.

    The same bytes under two names are one clipping; the second name is a finding. So is a name that
    cannot lie beside another on some system. A text without markup that comes again under its name with
    other words is another text; a file of any other kind (`kinds`) is a newer state of the same source.
    """
    known = {entry.sha256: name for name, entry in record.sources.items()}
    there = {path.removeprefix(RAW): sha256(data) for path, data in existing.items() if path.startswith(RAW)}
    taken = there | {"import.json": ""} | {name: entry.sha256 for name, entry in record.sources.items()}
    table = NameTable(taken)
    earlier = {
        *record.sources,
        *(parent.as_posix() for name in record.sources for parent in PurePosixPath(name).parents),
    }
    named: dict[str, Clipping] = {}
    findings: list[Finding] = []
    for clipping in clippings:
        digest = sha256(clipping.data)
        kind = kinds[clipping.name]
        if kind in _NOT_KEPT:
            named.setdefault(clipping.name, clipping)
            continue
        again = kind != "text" and clipping.name in earlier and clipping.name not in named
        name = clipping.name if again else known.get(digest, clipping.name)
        if name in named and known.get(digest) == name:
            findings.append(Finding("IMP-007", f"the same bytes as {named[name].name}", Span(clipping.name)))
            continue
        if not again and taken.get(name) != digest and table.clashes(name):
            if name not in taken:
                findings.append(Finding("IMP-027", "the copy in raw/ gets another name", Span(clipping.name)))
            name = _free_name(name, digest, table)
        taken[name] = digest
        table.add(name)
        known[digest] = name
        named[name] = Clipping(name, clipping.data)
    return tuple(named[name] for name in sorted(named)), tuple(findings)


def _free_name(name: str, digest: str, table: NameTable) -> str:
    """Return a name for raw bytes of this `digest` that nothing in `table` stands in the way of."""
    path = PurePosixPath(name)
    beside = path.with_name(f"{path.stem}-{digest[:8]}{path.suffix}").as_posix()
    return beside if not table.clashes(beside) else f"{digest}{path.suffix}"
