"""The parts of the book: by month, by year, by narrator, by folder, from the list in book.toml, or none."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from make_book.findings import Finding
from make_book.manuscript.file_names import parse_file_name
from make_book.manuscript.selection import is_within
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import Config, EpisodeSource, PartPlan
from make_book.model import Episode, Part
from make_book.slugs import unique_slug
from make_book.text.languages import format_month
from make_book.text.typography import refine

Pair = tuple[EpisodeSource, Episode]
Findings = list[Finding]
Key = TypeVar("Key")
Titled = tuple[str, str, tuple[Episode, ...]]
"""Slug, title, episodes."""


def make_parts(
    pairs: Sequence[Pair], config: Config, every: Sequence[EpisodeSource]
) -> tuple[tuple[Part, ...], Findings]:
    """Return the parts as `config.order.parts` wants them, and what is wrong with the list or the episodes.

    `pairs` are the episodes of this edition in reading order; `every` all the book has, which the
    list in book.toml may name.
    """
    findings: Findings = []
    makers: dict[str, Callable[[], Sequence[Titled]]] = {
        "month": lambda: _by_month(pairs, config.imprint.language, findings),
        "year": lambda: _by_year(pairs, findings),
        "narrator": lambda: _by_narrator(pairs, findings),
        "folder": lambda: _by_folder(pairs, config, findings),
        "list": lambda: _by_list(pairs, config, every, findings),
    }
    make = makers.get(config.order.parts)
    titled = make() if make else ()
    if not titled:
        return (Part("part", None, tuple(episode for _, episode in pairs)),), findings
    return tuple(_numbered(titled)), findings


def _numbered(titled: Sequence[Titled]) -> Iterator[Part]:
    """Give ids; a slug that comes again is counted."""
    seen: dict[str, int] = {}
    for name, title, episodes in titled:
        seen[name] = seen.get(name, 0) + 1
        yield Part(f"part-{name}" if seen[name] == 1 else f"part-{name}-{seen[name]}", title, episodes)


def _by_month(pairs: Sequence[Pair], tag: str, findings: Findings) -> list[Titled]:
    keyed = _keyed(pairs, lambda e: e.date and (e.date.year, e.date.month), "date", findings)
    runs = [[episode for _, episode in run] for _, run in itertools.groupby(keyed, key=lambda pair: pair[0])]
    titles = [next((episode.date for episode in run if episode.date), None) for run in runs]
    return [
        (date.iso[:7], format_month(date, tag), tuple(run))
        for date, run in zip(titles, runs, strict=True)
        if date is not None
    ]


def _by_year(pairs: Sequence[Pair], findings: Findings) -> list[Titled]:
    keyed = _keyed(pairs, lambda episode: episode.date and episode.date.year, "date", findings)
    return [
        (f"{year:04d}", str(year), tuple(episode for _, episode in run))
        for year, run in itertools.groupby(keyed, key=lambda pair: pair[0])
    ]


def _by_narrator(pairs: Sequence[Pair], findings: Findings) -> list[Titled]:
    groups: dict[str, list[Episode]] = {}
    for narrator, episode in _keyed(pairs, lambda episode: episode.narrator, "narrator", findings):
        groups.setdefault(narrator, []).append(episode)
    return [(unique_slug(narrator), narrator, tuple(episodes)) for narrator, episodes in groups.items()]


def _by_folder(pairs: Sequence[Pair], config: Config, findings: Findings) -> list[Titled]:
    """Return the parts that the folders under `episodes/` make, called by their names."""
    root = f"{config.file.removesuffix('book.toml')}episodes/"
    folders = {source.body.file: _part_folder(source, root) for source, _ in pairs}
    keyed = _keyed(pairs, lambda episode: folders[episode.source], "folder", findings)
    return [
        (unique_slug(name), refine(_folder_title(name), config.imprint.language), tuple(episode for _, episode in run))
        for name, run in itertools.groupby(keyed, key=lambda pair: pair[0])
    ]


def _part_folder(source: EpisodeSource, root: str) -> str | None:
    """Return the folder that an episode lies in; one that is itself a folder of scenes lies in the folder above."""
    folders = source.body.file.removeprefix(root).split("/")[: -2 if source.scenes else -1]
    return folders[0] if folders else None


def _folder_title(name: str) -> str:
    parsed = parse_file_name(name)
    return parsed.title(numbered=parsed.digits is not None) or name


def _keyed(
    pairs: Sequence[Pair], key: Callable[[Episode], Key | None], what: str, findings: Findings
) -> list[tuple[Key, Episode]]:
    """Return episodes with their keys; one without goes with the one before it, at the start with the next."""
    keys = [key(episode) for _, episode in pairs]
    last = next((one for one in keys if one is not None), None)
    if last is None:
        findings += (
            [Finding("MAN-067", f"no {what}: the book stays without parts", pairs[0][0].span())] if pairs else []
        )
        return []
    keyed = []
    for (source, episode), one in zip(pairs, keys, strict=True):
        if one is None:
            findings.append(Finding("MAN-067", f"no {what}: it goes with its neighbour", source.span()))
        last = last if one is None else one
        keyed.append((last, episode))
    return keyed


def _by_list(pairs: Sequence[Pair], config: Config, every: Sequence[EpisodeSource], findings: Findings) -> list[Titled]:
    plans, tag = config.parts, config.imprint.language
    if not plans:
        return []
    for plan in plans:
        _check(plan, every, findings)
    members: list[list[Episode]] = [[] for _ in plans]
    at = 0
    for source, episode in pairs:
        found = [index for index, plan in enumerate(plans) if _takes(plan, source)]
        if len(found) > 1:
            titles = " and ".join(repr(plans[index].title) for index in found)
            findings.append(Finding("MAN-019", f"stands in the parts {titles}", source.span()))
        elif not found:
            message = f"stands in no part of the list: put into {plans[at].title!r}"
            findings.append(Finding("MAN-020", message, source.span(), ("name it in a [[part]]",)))
        at = found[0] if found else at
        members[at].append(episode)
    return [(unique_slug(p.title), refine(p.title, tag), tuple(m)) for p, m in zip(plans, members, strict=True) if m]


def _takes(plan: PartPlan, source: EpisodeSource) -> bool:
    bounded = plan.first is not None or plan.last is not None
    return bool(_names(source) & set(plan.episodes)) or (bounded and is_within(source, plan.first, plan.last))


def _names(source: EpisodeSource) -> set[str]:
    return {source.name} if source.head.number is None else {source.name, str(source.head.number)}


def _check(plan: PartPlan, every: Sequence[EpisodeSource], findings: Findings) -> None:
    known = set().union(*map(_names, every))
    for name in plan.episodes:
        if name not in known:
            hints = did_you_mean(name, known)
            findings.append(Finding("MAN-018", f"{plan.title!r} names {name!r}, which is not there", plan.span, hints))
    if not any(_takes(plan, source) for source in every):
        findings.append(Finding("MAN-021", f"part {plan.title!r} has no episodes", plan.span))
