"""A part of the book chosen on the command line: --only, --from, --to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from make_book.findings import Finding
from make_book.manuscript.dates import parse_date, until
from make_book.manuscript.episode_numbers import number_order, parse_number
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import Bound, EpisodeSource

_RANGE = re.compile(r"(\d{1,6})\s*[-–]\s*(\d{1,6})\Z", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z", re.ASCII)

Test = Callable[[EpisodeSource], bool]


class Selection(msgspec.Struct, frozen=True):
    """What to build: `only` these (numbers, ranges `3-5`, ISO dates, file names), `first` to `last`."""

    only: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None


def select(
    episodes: Sequence[EpisodeSource], selection: Selection
) -> tuple[tuple[EpisodeSource, ...], tuple[Finding, ...]]:
    """Return the episodes that `selection` takes in, in their order, and what is wrong with it."""
    findings: list[Finding] = []
    numbered = any(episode.head.number is not None for episode in episodes)
    wanted = [test for text in selection.only if (test := _only(text, episodes, findings, numbered=numbered))]
    first, last = (
        read_bound(text, findings, numbered=numbered) if text is not None else None
        for text in (selection.first, selection.last)
    )
    chosen = tuple(
        episode
        for episode in episodes
        if (not selection.only or any(test(episode) for test in wanted)) and is_within(episode, first, last)
    )
    if episodes and not chosen and not findings:
        findings.append(_nothing(selection, backwards=_is_backwards(first, last)))
    return chosen, tuple(findings)


def _nothing(selection: Selection, *, backwards: bool) -> Finding:
    if not backwards:
        return Finding("MAN-065", "no episode is in the selection")
    message = f"no episode is in the selection: its end, {selection.last}, lies before its beginning, {selection.first}"
    return Finding("MAN-065", message, None, (f"turn them round: --from {selection.last} --to {selection.first}",))


def _is_backwards(first: Bound | None, last: Bound | None) -> bool:
    if first is None or last is None:
        return False
    if first.number is not None and last.number is not None:
        return number_order(last.number) < number_order(first.number)
    return first.date is not None and last.date is not None and not until(first.date, last.date)


def read_bound(text: str, findings: list[Finding], *, numbered: bool = True) -> Bound | None:
    """Read one end of a selection: a number, or a date; a lone year is one only where nothing is `numbered`."""
    if _is_number(text, numbered=numbered):
        return Bound(number=parse_number(text))
    try:
        return Bound(date=parse_date(text))
    except ValueError:
        findings.append(Finding("MAN-066", f"{text!r} is neither a number nor a date", None, ("as 22 or 2020-10-13",)))
        return None


def _is_number(text: str, *, numbered: bool) -> bool:
    """Tell whether `text` is a number; four digits are a year where nothing is `numbered`."""
    try:
        number = parse_number(text)
    except ValueError:
        return False
    return numbered or not isinstance(number, int) or len(text) != len("2020")


def is_within(episode: EpisodeSource, first: Bound | None, last: Bound | None) -> bool:
    """Say whether `episode` lies between two bounds, both included; a missing bound bounds nothing."""
    lower = first is None or _within(first, lower=True)(episode)
    return lower and (last is None or _within(last, lower=False)(episode))


def _within(bound: Bound, *, lower: bool) -> Test:
    def test(episode: EpisodeSource) -> bool:
        number, date = episode.head.number, episode.head.date
        if bound.number is not None:
            if number is None:
                return False
            place, end = number_order(number), number_order(bound.number)
            return place >= end if lower else place <= end
        if bound.date is None or date is None:
            return False
        return date.key >= bound.date.key if lower else until(date, bound.date)

    return test


def _only(text: str, episodes: Sequence[EpisodeSource], findings: list[Finding], *, numbered: bool) -> Test | None:
    text = text.strip()
    name = re.sub(r"\.(?:md|markdown|mdx|txt)\Z", "", text)
    if any(episode.name in (text, name) for episode in episodes):
        return lambda episode: episode.name in (text, name)
    if not _MONTH.match(text) and (found := _RANGE.match(text)):
        low, high = sorted((int(found[1]), int(found[2])))
        return lambda episode: episode.head.number is not None and low <= number_order(episode.head.number)[0] <= high
    try:
        if _is_number(text, numbered=numbered):
            return lambda episode: episode.head.number == parse_number(text)
        bound = Bound(date=parse_date(text))
    except ValueError:
        names = [episode.name for episode in episodes]
        hints = did_you_mean(text, names) or ("as 22, 3-5, 2020-10-13 or an episode's file name",)
        findings.append(Finding("MAN-066", f"{text!r} is no number, range, date or episode", None, hints))
        return None
    return lambda episode: is_within(episode, bound, bound)
