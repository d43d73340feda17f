"""The order of the episodes: by number, else by weight, by date, by name; and what is odd about it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from make_book.findings import Finding
from make_book.manuscript.episode_numbers import number_order, parse_number
from make_book.manuscript.file_names import parse_file_name
from make_book.manuscript.natural_order import path_keys
from make_book.manuscript.values import EpisodeSource, Order, OrderKind
from make_book.model import EpisodeNumber, PartialDate

Arranged = tuple[tuple[EpisodeSource, ...], tuple[EpisodeSource, ...], tuple[Finding, ...]]
Placed = dict[str, tuple[object, ...]]
"""A sort key for each episode that has one, by its file."""
Numbered = tuple[EpisodeNumber, EpisodeSource]


def arrange(sources: Sequence[EpisodeSource], order: Order, *, drafts: bool = False) -> Arranged:
    """Return the episodes in reading order, the drafts left out, and the findings.

    Drafts stay out unless `drafts`; a number only a draft has is no gap. `order.files` goes before everything.
    """
    kept = [source for source in by_name(sources) if drafts or not source.head.draft]
    out = [source for source in sources if not drafts and source.head.draft]
    by = order.by or ("list" if order.files else _natural(kept))
    keys = _keys(kept, by, order.files)
    episodes, lacking = _placed(kept, keys)
    findings = (
        *_drafts(out),
        *_lacking(episodes, lacking, by),
        *_duplicates(episodes),
        *_gaps(episodes, order.start, {source.head.number for source in out}),
        *_disagreements(episodes),
    )
    return episodes, tuple(out), findings


def by_name(sources: Sequence[EpisodeSource]) -> list[EpisodeSource]:
    """Return `sources` in the order of their files' names, as people count."""
    names = path_keys(source.body.file for source in sources)
    return sorted(sources, key=lambda source: (names[source.body.file], source.body.file))


def renumbered(sources: Sequence[EpisodeSource]) -> Iterator[Finding]:
    """Yield a finding for each episode whose number in front matter is not the one in its file's name."""
    for source in sources:
        digits = parse_file_name(source.name.rpartition("/")[2]).digits
        if source.numbered_by_name and digits is not None and "number" in source.places:
            said = parse_number(digits)
            if source.head.number not in (None, said):
                message = f"number {source.head.number} in a file whose name says {said}"
                yield Finding("MAN-036", message, source.span("number"))


def _natural(episodes: Sequence[EpisodeSource]) -> OrderKind:
    """Return what most of the episodes have to be ordered by."""
    numbered = sum(episode.head.number is not None for episode in episodes)
    dated = sum(episode.head.date is not None for episode in episodes)
    countable = [episode for episode in episodes if not episode.head.unnumbered]
    if numbered and (numbered * 2 >= len(countable) or numbered >= dated):
        return "number"
    if countable and all(episode.head.weight is not None for episode in countable):
        return "weight"
    return "date" if dated else "name"


def _keys(kept: Sequence[EpisodeSource], by: OrderKind, files: Sequence[str]) -> Placed:
    """Return the sort keys of those that have what the order is made by; ties follow date, number and name."""
    listed = {file: at for at, file in enumerate(files)}
    place = {episode.body.file: at for at, episode in enumerate(kept)}
    first: dict[OrderKind, Callable[[EpisodeSource], object]] = {
        "list": lambda episode: listed.get(episode.body.file),
        "number": lambda episode: None if episode.head.number is None else number_order(episode.head.number),
        "weight": lambda episode: episode.head.weight,
        "date": lambda episode: episode.head.date and episode.head.date.key,
        "name": lambda episode: None if _end(episode) else place[episode.body.file],
    }
    return {
        episode.body.file: (key, *_ties(episode), place[episode.body.file])
        for episode in kept
        if (key := first[by](episode)) is not None
    }


def _ties(episode: EpisodeSource) -> tuple[object, ...]:
    date, number = episode.head.date, episode.head.number
    return (date is None, date.key if date else (), () if number is None else number_order(number))


def _placed(
    kept: Sequence[EpisodeSource], keys: Placed
) -> tuple[tuple[EpisodeSource, ...], dict[str, EpisodeSource | None]]:
    """Return all episodes in order, and those without a key by file, each with the one that it stands after.

    One without a key stands where its file stands, after the file before it; but one that only lacks what
    it should have comes last where the names of the others are in another order than they themselves.
    """
    ordered = sorted((one for one in kept if one.body.file in keys), key=lambda one: keys[one.body.file])
    named = [one for one in kept if one.body.file in keys] == ordered
    lacking: dict[str, EpisodeSource | None] = {}
    last: list[EpisodeSource] = []
    before: EpisodeSource | None = None
    at_front = 0
    for episode in kept:
        if episode.body.file in keys:
            before = episode
        elif end := _end(episode):
            ordered.insert(at_front if end < 0 else len(ordered), episode)
            at_front += end < 0
        elif episode.head.unnumbered or named:
            ordered.insert(at_front if before is None else ordered.index(before) + 1, episode)
            lacking[episode.body.file] = before
            before = episode
        else:
            last.append(episode)
            lacking[episode.body.file] = ordered[-1] if ordered else None
    return (*ordered, *last), lacking


def _end(episode: EpisodeSource) -> int:
    """Return -1 or 1 for a prologue or an epilogue whose file's name has no digits to place it."""
    return 0 if episode.name[:1].isdecimal() else episode.head.end_of_book


def _drafts(out: Sequence[EpisodeSource]) -> Iterator[Finding]:
    for source in out:
        yield Finding("MAN-064", "a draft, left out", source.span("draft"), ("--drafts takes drafts in",))


def _lacking(episodes: Sequence[EpisodeSource], lacking: dict[str, EpisodeSource | None], by: str) -> Iterator[Finding]:
    for episode in episodes:
        if episode.body.file not in lacking or (by in ("number", "weight") and episode.head.unnumbered):
            continue
        before = lacking[episode.body.file]
        where = f"it stands after {before.body.file}" if before else "it stands first"
        if by == "list":
            yield Finding("MAN-075", f"the list of the files does not name this one: {where}", episode.span())
            continue
        message = f"the episodes are ordered by {by}, but this one has none: {where}"
        hints = ("`number: none` says that it is to have none",) if by == "number" else ()
        yield Finding("MAN-063", message, episode.span(), hints)


def _numbered(episodes: Sequence[EpisodeSource]) -> list[Numbered]:
    numbered = [(e.head.number, e) for e in episodes if e.head.number is not None]
    return sorted(numbered, key=lambda pair: (number_order(pair[0]), _ties(pair[1])))


def _duplicates(episodes: Sequence[EpisodeSource]) -> Iterator[Finding]:
    for (number, first), (same, second) in itertools.pairwise(_numbered(episodes)):
        if number == same:
            message = f"number {number} is also the number of {first.span('number')}"
            yield Finding("MAN-060", message, second.span("number"))


def _gaps(episodes: Sequence[EpisodeSource], start: int | None, drafts: set[EpisodeNumber | None]) -> Iterator[Finding]:
    numbered = _numbered(episodes)
    if not numbered:
        return
    before = number_order(numbered[0][0])[0] - 1 if start is None else start - 1
    for written, episode in numbered:
        number = number_order(written)[0]
        missing = [one for one in _between(before, number) if one not in drafts]
        if missing and not episode.number_is_guessed:
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
