"""Ids that last: from an episode's number, its date or its file name, never from its place among others."""

from __future__ import annotations

from collections.abc import Sequence

from make_book.findings import Finding
from make_book.manuscript.episode_numbers import number_order
from make_book.manuscript.values import EpisodeSource
from make_book.slugs import unique_slug


def episode_ids(episodes: Sequence[EpisodeSource]) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return the id of every episode by its file, and a finding (MAN-050) for two that cannot be told apart.

    `episodes` is the whole book, so that a selection changes no id. Of several episodes of one date and
    without numbers the first is called by the date, the others by their file names.
    """
    ids: dict[str, str] = {}
    owners: dict[str, EpisodeSource] = {}
    findings: list[Finding] = []
    for episode in episodes:
        wanted = _wanted(episode)
        own = next((one for one in wanted if one not in owners), wanted[0])
        ids[episode.body.file] = own
        if (owner := owners.setdefault(own, episode)) is not episode:
            message = f"cannot be told apart from {owner.body.file}"
            findings.append(Finding("MAN-050", message, episode.span(), ("give it a number, or another file name",)))
    return ids, tuple(findings)


def _wanted(episode: EpisodeSource) -> tuple[str, ...]:
    name = f"episode-{unique_slug(episode.name)}"
    if (number := episode.head.number) is not None:
        whole, decimals, letter = number_order(number)
        return (f"episode-{whole:03d}{f'-{decimals}' if decimals else ''}{letter}", name)
    return (f"episode-{episode.head.date.iso}", name) if episode.head.date else (name,)
