"""What an import found, how sure it is, what it changed and what needs a human eye."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from make_book.findings import Finding, Severity
from make_book.importing.duplicates import DuplicateClipping
from make_book.importing.import_values import Change, EpisodeDraft, Field, LeftOut
from make_book.importing.planning import Decision
from make_book.importing.series import DetectedSeries
from make_book.model import Translator

_FEW_AUTHORS = 3


class EpisodeReport(msgspec.Struct, frozen=True, rename="kebab"):
    """One episode: where it went, every field with its confidence and slice, every change."""

    source: str
    target: str
    action: str
    language: str
    fields: tuple[Field, ...]
    translators: tuple[Translator, ...]
    changes: tuple[Change, ...]
    left_out: tuple[str, ...]
    findings: tuple[Finding, ...]
    omitted: tuple[LeftOut, ...] = ()
    """Words of the source that stand in no file, each with the reason."""


class Report(msgspec.Struct, frozen=True, rename="kebab"):
    """The whole import. `findings` are all of them, those of the episodes too."""

    language: str | None
    series_phrase: str | None
    narrators: dict[str, int]
    episodes: tuple[EpisodeReport, ...]
    copies: tuple[DuplicateClipping, ...]
    findings: tuple[Finding, ...]
    title: str | None = None
    """What the sources call the whole: the blog, the book."""
    authors: tuple[str, ...] = ()
    """Who wrote most of the episodes, where these are few."""


def make_report(
    drafts: Sequence[EpisodeDraft],
    decisions: Sequence[Decision],
    *,
    language: str | None,
    series: DetectedSeries,
    copies: Sequence[DuplicateClipping],
    findings: Sequence[Finding],
) -> Report:
    """Put together what is to be said of an import; `findings` are those of no single episode."""
    made = {decision.source: decision for decision in decisions}
    episodes = tuple(
        EpisodeReport(
            draft.source, made[draft.source].target, made[draft.source].action, draft.language, draft.fields,
            draft.translators, tuple(sorted(draft.changes, key=_place)), draft.consumed, draft.findings, draft.left_out,
        )
        for draft in sorted(drafts, key=lambda draft: made[draft.source].target)
        if draft.source in made
    )  # fmt: skip
    every = (*findings, *(finding for episode in episodes for finding in episode.findings))
    title, authors = _of_the_whole(drafts)
    return Report(language, series.phrase, series.narrators, episodes, tuple(copies), every, title, authors)


def _of_the_whole(drafts: Sequence[EpisodeDraft]) -> tuple[str | None, tuple[str, ...]]:
    """Return the title that most drafts state for the whole, and the authors if there are at most three of them."""
    titles = Counter(title for draft in drafts if (title := draft.field("series")))
    title, count = min(titles.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    authors = Counter(field.value for draft in drafts for field in draft.fields if field.name == "author")
    named = [
        name for name, times in sorted(authors.items(), key=lambda pair: (-pair[1], pair[0])) if times * 5 > len(drafts)
    ]
    few = tuple(named) if 0 < len(named) <= _FEW_AUTHORS else ()
    return (title if count * 2 > len(drafts) else None), few


def _place(change: Change) -> tuple[int, int]:
    return change.line, change.column or 0


COLUMNS = ("file", "no.", "date", "title", "narrator", "sure", "changes", "to see to")


def rows(report: Report) -> tuple[tuple[str, ...], ...]:
    """Return a row per episode under `COLUMNS`; `sure` is the least certain field and its confidence."""
    return tuple(_row(episode) for episode in report.episodes)


def _row(episode: EpisodeReport) -> tuple[str, ...]:
    found = {field.name: field.value for field in episode.fields}
    least = min(episode.fields, key=lambda field: field.confidence)
    warnings = sorted({f.code for f in episode.findings if f.severity is not Severity.NOTE})
    return (
        f"{episode.target} ({episode.action})",
        found.get("number", ""),
        found.get("date", ""),
        found.get("title", ""),
        found.get("narrator", ""),
        f"{least.name} {least.confidence:.0%}",
        str(len(episode.changes) or ""),
        " ".join(warnings),
    )


def to_json(report: Report) -> bytes:
    """Return the report as JSON, indented, ends with a line feed."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"
