"""The verb: paths in, episodes written, a report out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.book_files import carry_out, existing_files
from make_book.importing.clippings import Gathered, gather
from make_book.importing.drafting import (
    draft_of,
    in_one_language,
    language_of_all,
    language_of_document,
    most_are_dated,
)
from make_book.importing.duplicates import DuplicateClipping, copies
from make_book.importing.import_record import (
    PLACE,
    RAW,
    ImportRecord,
    read_record,
    without_strangers,
    write_record,
)
from make_book.importing.import_values import Clipping, EpisodeDraft, SourceDocument
from make_book.importing.linking import link
from make_book.importing.ordering import arranged
from make_book.importing.overview import overview
from make_book.importing.planning import ImportPlan, plan
from make_book.importing.raw_files import name_raw_files
from make_book.importing.report import Report, make_report
from make_book.importing.source_kinds import kind_of
from make_book.importing.source_reading import ReadSources, read_sources, unshown
from make_book.importing.title_numbers import with_numbers
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
    record = read_record(existing.get(PLACE))
    findings = list(gathered.findings)
    if record is None:
        findings.append(Finding("IMP-025", "every file that is there counts as edited by hand", Span(PLACE)))
        record = ImportRecord()
    record, strange = without_strangers(record, existing.get(PLACE, b""))
    kinds = {clipping.name: kind_of(clipping) for clipping in gathered.clippings}
    given, named = name_raw_files(gathered.clippings, kinds, record, existing)
    findings += (*strange, *named)
    sources = read_sources((*_earlier(record, existing, given), *given), settings.shortcodes)
    findings += sources.findings
    serial = language or _language(sources, sources.documents)
    documents, translations = in_one_language(sources.documents, serial)
    findings += translations
    linked = link(documents, sources.pictures, existing)
    understood = understand(sources.texts, serial, settings)
    serial = serial or understood.language
    dated = most_are_dated(linked.documents)
    everything = with_numbers((*understood.drafts, *(draft_of(one, serial, dated=dated) for one in linked.documents)))
    left_out = copies(everything)
    names = {clipping.name for clipping in given}
    ordered = arranged(_ours(everything, left_out, names), sources.order, listed=sources.listed)
    drafts = ordered.drafts
    shown = {copy.target for draft in drafts for copy in draft.pictures}
    findings += unshown(sources.pictures, [copy.source for draft in everything for copy in draft.pictures])
    ours = plan(
        drafts,
        given,
        {copy.left_out: copy.kept for copy in left_out if names & {copy.left_out, copy.kept}},
        record=record,
        existing=existing,
        serial=serial,
        pictures={name: data for name, data in linked.pictures.items() if name.removeprefix("manuscript/") in shown},
        force=force,
    )
    whole = msgspec.structs.replace(understood, drafts=everything, language=serial)
    findings += (*ordered.findings, *overview(whole, left_out, ours.decisions, told=language is not None))
    if not drafts and not left_out:
        findings.append(Finding("IMP-026", "none of the files is a text that import can read"))
    report = make_report(
        drafts,
        ours.decisions,
        language=serial,
        series=understood.series,
        copies=left_out,
        findings=findings,
    )
    return Import(_with_record(ours, existing), report)


def _with_record(ours: ImportPlan, existing: Mapping[str, bytes]) -> ImportPlan:
    data = write_record(ours.record)
    if not ours.record.sources or existing.get(PLACE) == data:
        return ours
    return msgspec.structs.replace(ours, files={**ours.files, PLACE: data})


def _earlier(record: ImportRecord, existing: Mapping[str, bytes], given: Sequence[Clipping]) -> tuple[Clipping, ...]:
    """Return the clippings of earlier imports: they help to learn the series phrase and to find copies."""
    names = {clipping.name for clipping in given}
    return tuple(
        Clipping(name, existing[RAW + name])
        for name in sorted(record.sources)
        if name not in names and RAW + name in existing
    )


def _language(sources: ReadSources, documents: Sequence[SourceDocument]) -> str | None:
    """Return the language that most documents are in, where there are more of them than texts."""
    if len(documents) < len(sources.texts):
        return None
    return language_of_all([language_of_document(document) for document in documents])


def _ours(
    drafts: Sequence[EpisodeDraft], left_out: Sequence[DuplicateClipping], names: set[str]
) -> tuple[EpisodeDraft, ...]:
    copied = {copy.left_out for copy in left_out}
    return tuple(draft for draft in drafts if draft.raw in names and draft.source not in copied)
