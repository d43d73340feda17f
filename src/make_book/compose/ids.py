"""Ids that last: from an episode's number, its date or its file name, never from its place among others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from make_book.manuscript.episode_numbers import number_order
from make_book.manuscript.values import EpisodeSource
from make_book.slugs import unique_slug


def episode_ids(episodes: Sequence[EpisodeSource]) -> dict[str, str]:
    """Return the id of every episode by its file.

    `episodes` is the whole book, so that a selection changes no id. Of several episodes of one number or one
    date the first is called by it, the others by their file names; names that make the same id are told
    apart by a hash of the file's path.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for episode in episodes:
        own = next(one for one in _wanted(episode) if one not in taken)
        ids[episode.body.file] = own
        taken.add(own)
    return ids


def _wanted(episode: EpisodeSource) -> tuple[str, ...]:
    name = f"episode-{unique_slug(episode.name)}"
    last = f"{name}-{hashlib.sha256(episode.body.file.encode()).hexdigest()[:8]}"
    if (number := episode.head.number) is not None:
        whole, decimals, letter = number_order(number)
        return (f"episode-{whole:03d}{f'-{decimals}' if decimals else ''}{letter}", name, last)
    return (f"episode-{episode.head.date.iso}", name, last) if episode.head.date else (name, last)
