"""What is to be said of an import as a whole: copies, gaps, numbers given twice, files left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from make_book.findings import Finding, Span
from make_book.importing.duplicates import DuplicateClipping
from make_book.importing.import_record import RAW
from make_book.importing.import_values import EpisodeDraft
from make_book.importing.planning import Decision
from make_book.importing.understanding import Understood


def overview(
    understood: Understood, left_out: Sequence[DuplicateClipping], decisions: Sequence[Decision], *, told: bool
) -> Iterator[Finding]:
    """Yield the findings on all episodes together; `told`: the language was given, not found out."""
    if not told and understood.language:
        hint = f'language = "{understood.language}" in book.toml settles it'
        yield Finding("IMP-021", f"the episodes are in {understood.language}", None, (hint,))
    for copy in left_out:
        message = f"the same episode as {RAW}{copy.kept}, {copy.shorter_by} words shorter"
        yield Finding("IMP-007", message, Span(RAW + copy.left_out, 1))
    yield from _of_numbers(understood.drafts, {copy.left_out for copy in left_out})
    for decision in decisions:
        if decision.action == "edited":
            hints = ("--diff shows what import would change", "--force overwrites the file")
            yield Finding("IMP-020", "edited by hand, left as it is", Span(decision.target), hints)


def _of_numbers(drafts: Sequence[EpisodeDraft], copied: set[str]) -> Iterator[Finding]:
    by_number: dict[int, list[EpisodeDraft]] = {}
    for draft in sorted(drafts, key=lambda draft: draft.source):
        if draft.number is not None and draft.source not in copied:
            by_number.setdefault(draft.number, []).append(draft)
    for low, high in pairwise(sorted(by_number)):
        if high - low > 1:
            missing = f"{low + 1}" if high - low == 2 else f"{low + 1}–{high - 1}"
            hints = tuple(_between(drafts, by_number[low][0], by_number[high][0]))
            yield Finding("IMP-008", f"no episode {missing}", Span(RAW + by_number[high][0].source, 1), hints)
    for number, same in sorted(by_number.items()):
        for other in same[1:]:
            message = f"number {number} is also that of {RAW}{same[0].source}, another text"
            yield Finding("IMP-009", message, Span(RAW + other.source, 1))


def _between(drafts: Sequence[EpisodeDraft], low: EpisodeDraft, high: EpisodeDraft) -> Iterator[str]:
    """Yield a hint for every episode without a number whose date lies between those of `low` and `high`."""
    first, last = low.field("date"), high.field("date")
    for draft in sorted(drafts, key=lambda draft: draft.source):
        date = draft.field("date")
        if draft.number is None and first and last and date and first < date < last:
            yield f"{RAW}{draft.source} has no number, and its date {date} lies between"
