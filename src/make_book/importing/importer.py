"""The verb: paths in, episodes written, a report out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.book_files import carry_out, existing_files
from make_book.importing.clippings import Gathered, gather
from make_book.importing.duplicates import DuplicateClipping, copies
from make_book.importing.import_record import (
    PLACE,
    RAW,
    ImportRecord,
    read_ledger,
    sha256,
    without_strangers,
    write_ledger,
)
from make_book.importing.import_values import Clipping, EpisodeDraft, RawEpisode
from make_book.importing.overview import overview
from make_book.importing.planning import ImportPlan, plan
from make_book.importing.readers import read
from make_book.importing.report import Report, make_report
from make_book.importing.source_names import NameTable
from make_book.importing.understanding import understand
from make_book.manuscript.values import ImportSettings

_NOTHING_TOLD = ImportSettings()


class Import(msgspec.Struct, frozen=True):
    """What an import decided and what it has to say. With `dry_run` nothing of the plan was done."""

    plan: ImportPlan
    report: Report

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything there is to say, in the order of the sources."""
        return self.report.findings


def import_clippings(
    paths: Sequence[Path],
    book_folder: Path,
    *,
    language: str | None = None,
    settings: ImportSettings = _NOTHING_TOLD,
    force: bool = False,
    dry_run: bool = False,
) -> Import:
    """Turn the clippings under `paths` into episodes of the book in `book_folder`.

    `language` is the book's (BCP 47), None to find it out; `settings` the `[import]` table of its
    book.toml. A file that a human edited is left alone unless `force`. Raise `OSError` if the book's
    folder cannot be read, `BookError` if it cannot be written.
    """
    gathered = gather(paths)
    existing = existing_files(book_folder)
    made = prepare(gathered, existing, language=language, settings=settings, force=force)
    if not dry_run:
        carry_out(made.plan, book_folder)
    return made


def prepare(
    gathered: Gathered,
    existing: Mapping[str, bytes],
    *,
    language: str | None = None,
    settings: ImportSettings = _NOTHING_TOLD,
    force: bool = False,
) -> Import:
    """Plan an import of `gathered` into a book with the files `existing`. Pure."""
    ledger = read_ledger(existing.get(PLACE))
    findings = list(gathered.findings)
    if ledger is None:
        findings.append(Finding("IMP-025", "every file that is there counts as edited by hand", Span(PLACE)))
        ledger = ImportRecord()
    ledger, strange = without_strangers(ledger, existing.get(PLACE, b""))
    given, named = _named(gathered.clippings, ledger, existing)
    findings += (*strange, *named)
    raws, unread = _read_all((*_earlier(ledger, existing, given), *given))
    findings += unread
    understood = understand(raws, language, settings)
    left_out = copies(understood.drafts)
    names = {clipping.name for clipping in given}
    drafts = _ours(understood.drafts, left_out, names)
    read_names = {raw.source for raw in raws}
    ours = plan(
        drafts,
        [clipping for clipping in given if clipping.name in read_names],
        {copy.left_out: copy.kept for copy in left_out if names & {copy.left_out, copy.kept}},
        ledger=ledger,
        existing=existing,
        serial=understood.language,
        force=force,
    )
    findings += overview(understood, left_out, ours.decisions, told=language is not None)
    if not drafts and not left_out:
        findings.append(Finding("IMP-026", "none of the files is a clipping that can be read"))
    report = make_report(
        drafts,
        ours.decisions,
        language=understood.language,
        series=understood.series,
        copies=left_out,
        findings=findings,
    )
    return Import(_with_ledger(ours, existing), report)


def _with_ledger(ours: ImportPlan, existing: Mapping[str, bytes]) -> ImportPlan:
    data = write_ledger(ours.ledger)
    if not ours.ledger.sources or existing.get(PLACE) == data:
        return ours
    return msgspec.structs.replace(ours, files={**ours.files, PLACE: data})


def _named(
    clippings: Iterable[Clipping], ledger: ImportRecord, existing: Mapping[str, bytes]
) -> tuple[tuple[Clipping, ...], tuple[Finding, ...]]:
    """Give every clipping the name of its raw file: its own, or one with a part of its hash if that is taken.

    The same bytes under two names are one clipping; the second name is a finding. So is a name that
    cannot lie beside another on some system.
    """
    known = {entry.sha256: name for name, entry in ledger.sources.items()}
    there = {path.removeprefix(RAW): sha256(data) for path, data in existing.items() if path.startswith(RAW)}
    taken = there | {"import.json": ""} | {name: entry.sha256 for name, entry in ledger.sources.items()}
    table = NameTable(taken)
    named: dict[str, Clipping] = {}
    findings: list[Finding] = []
    for clipping in clippings:
        digest = sha256(clipping.data)
        name = known.get(digest, clipping.name)
        if name in named and known.get(digest) == name:
            findings.append(Finding("IMP-007", f"the same bytes as {named[name].name}", Span(clipping.name)))
            continue
        if taken.get(name) != digest and table.clashes(name):
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


def _earlier(ledger: ImportRecord, existing: Mapping[str, bytes], given: Sequence[Clipping]) -> tuple[Clipping, ...]:
    """Return the clippings of earlier imports: they help to learn the series phrase and to find copies."""
    names = {clipping.name for clipping in given}
    return tuple(
        Clipping(name, existing[RAW + name])
        for name in sorted(ledger.sources)
        if name not in names and RAW + name in existing
    )


def _read_all(clippings: Iterable[Clipping]) -> tuple[tuple[RawEpisode, ...], tuple[Finding, ...]]:
    raws: list[RawEpisode] = []
    findings: list[Finding] = []
    for clipping in clippings:
        result = read(clipping)
        if isinstance(result, Finding):
            findings.append(result)
        else:
            raws += result
    return tuple(raws), tuple(findings)


def _ours(
    drafts: Sequence[EpisodeDraft], left_out: Sequence[DuplicateClipping], names: set[str]
) -> tuple[EpisodeDraft, ...]:
    copied = {copy.left_out for copy in left_out}
    return tuple(draft for draft in drafts if draft.source in names and draft.source not in copied)
