"""The order of the episodes: by number, else by date, else by name, and what is odd about it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Literal

from make_book.findings import Finding
from make_book.manuscript.values import EpisodeSource, Order
from make_book.model import PartialDate

Arranged = tuple[tuple[EpisodeSource, ...], tuple[EpisodeSource, ...], tuple[Finding, ...]]


def arrange(sources: Sequence[EpisodeSource], order: Order, *, drafts: bool = False) -> Arranged:
    """Return the episodes in reading order, the drafts left out, and the findings.

    Drafts stay out unless `drafts`; a number only a draft has is no gap.
    """
    kept = [source for source in sources if drafts or not source.head.draft]
    out = [source for source in sources if not drafts and source.head.draft]
    by = order.by or _natural(kept)
    keys = {"number": _number_key, "date": _date_key, "name": _name_key}
    episodes = tuple(sorted(kept, key=keys[by]))
    findings = (
        *_drafts(out),
        *_lacking(episodes, by),
        *_duplicates(episodes),
        *_gaps(episodes, order.start, {source.head.number for source in out}),
        *_disagreements(episodes),
    )
    return episodes, tuple(out), findings


def _natural(episodes: Sequence[EpisodeSource]) -> Literal["number", "date", "name"]:
    if any(episode.head.number is not None for episode in episodes):
        return "number"
    return "date" if any(episode.head.date for episode in episodes) else "name"


def _number_key(episode: EpisodeSource) -> tuple[object, ...]:
    number = episode.head.number
    return (number is None, number or 0, *_date_key(episode))


def _date_key(episode: EpisodeSource) -> tuple[object, ...]:
    date = episode.head.date
    return (date is None, date.key if date else (), episode.head.number or 0, *_name_key(episode))


def _name_key(episode: EpisodeSource) -> tuple[object, ...]:
    return (episode.name, episode.body.file)


def _drafts(out: Sequence[EpisodeSource]) -> Iterator[Finding]:
    for source in out:
        yield Finding("MAN-064", "a draft, left out", source.span("draft"), ("--drafts takes drafts in",))


def _lacking(episodes: Sequence[EpisodeSource], by: str) -> Iterator[Finding]:
    if by == "name":
        return
    for episode in episodes:
        if (episode.head.number if by == "number" else episode.head.date) is None:
            message = f"the episodes are ordered by {by}, but this one has none: it comes last"
            yield Finding("MAN-063", message, episode.span())


def _numbered(episodes: Sequence[EpisodeSource]) -> list[tuple[int, EpisodeSource]]:
    return [(e.head.number, e) for e in sorted(episodes, key=_number_key) if e.head.number is not None]


def _duplicates(episodes: Sequence[EpisodeSource]) -> Iterator[Finding]:
    for (number, first), (same, second) in itertools.pairwise(_numbered(episodes)):
        if number == same:
            message = f"number {number} is also the number of {first.span('number')}"
            yield Finding("MAN-060", message, second.span("number"))


def _gaps(episodes: Sequence[EpisodeSource], start: int | None, drafts: set[int | None]) -> Iterator[Finding]:
    numbered = _numbered(episodes)
    if not numbered:
        return
    before = numbered[0][0] - 1 if start is None else start - 1
    for number, episode in numbered:
        missing = [one for one in _between(before, number) if one not in drafts]
        if missing:
            what = f"number {missing[0]} is" if len(missing) == 1 else f"numbers {missing[0]} to {missing[-1]} are"
            yield Finding("MAN-061", f"{what} missing before this episode", episode.span("number"))
        before = max(before, number)


def _between(before: int, number: int) -> range:
    """Return the numbers left out; of a very long gap, a mistyped number, only the two ends."""
    first, last = before + 1, number - 1
    return range(first, last + 1, max(1, last - first)) if last - first > 10_000 else range(first, last + 1)


def _disagreements(episodes: Sequence[EpisodeSource]) -> Iterator[Finding]:
    dated = [(episode, date) for _, episode in _numbered(episodes) if (date := episode.head.date)]
    for (earlier, date), (later, next_date) in itertools.pairwise(dated):
        if _is_before(next_date, date):
            message = (
                f"number {later.head.number} is dated {next_date.iso}, "
                f"before number {earlier.head.number}, dated {date.iso} ({earlier.span('date')})"
            )
            yield Finding("MAN-062", message, later.span("date"))


def _is_before(one: PartialDate, other: PartialDate) -> bool:
    """Compare as far as both are known: 2020-10 is not before 2020-10-13."""
    pairs = zip((one.year, one.month, one.day), (other.year, other.month, other.day), strict=True)
    for a, b in pairs:
        if a is None or b is None:
            return False
        if a != b:
            return a < b
    return False
