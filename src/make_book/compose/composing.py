"""All texts of the manuscript composed: those that changed, on all cores; the others as they were kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec

from make_book.cache import Cache
from make_book.cache.memoizing import key_of, memoize
from make_book.compose.texts import compose_episode, compose_matter
from make_book.findings import Finding
from make_book.manuscript.values import EpisodeSource, MatterSource, Source
from make_book.model import Episode, Imprint, Matter
from make_book.workers import spread

_WORTH_A_POOL = 200_000
"""Characters of Markdown that take about as long as a pool of workers takes to begin and end."""
SourceT = TypeVar("SourceT", bound=Source)
Result = TypeVar("Result")


class ComposedEpisode(msgspec.Struct, frozen=True, array_like=True):
    """An episode, and what was found while it was composed; its cross-references are still to be resolved."""

    piece: Episode
    findings: tuple[Finding, ...]


class ComposedMatter(msgspec.Struct, frozen=True, array_like=True):
    """A piece of front or back matter likewise."""

    piece: Matter
    findings: tuple[Finding, ...]


def compose_episodes(
    sources: Sequence[EpisodeSource], ids: Mapping[str, str], imprint: Imprint, cache: Cache, jobs: int
) -> list[ComposedEpisode]:
    """Return the episodes that `sources` say; `ids` are theirs by file."""
    manners = _manners(imprint)
    wanted = [(source.body.file, key_of(source, ids[source.body.file], manners)) for source in sources]

    def one(source: EpisodeSource) -> ComposedEpisode:
        return ComposedEpisode(*compose_episode(source, ids[source.body.file], manners))

    return memoize(cache, "episodes", wanted, ComposedEpisode, lambda places: _make(one, sources, places, jobs))


def compose_matters(sources: Sequence[MatterSource], imprint: Imprint, cache: Cache) -> list[ComposedMatter]:
    """Return the pieces of front and back matter that `sources` say."""
    manners = _manners(imprint)
    wanted = [(source.body.file, key_of(source, manners)) for source in sources]

    def one(source: MatterSource) -> ComposedMatter:
        return ComposedMatter(*compose_matter(source, manners))

    return memoize(cache, "matter", wanted, ComposedMatter, lambda places: _make(one, sources, places, 1))


def _manners(imprint: Imprint) -> Imprint:
    """Return of the imprint what a text may depend on: a new title of the book leaves its texts as they are."""
    return Imprint("", imprint.language, "", episode_label=imprint.episode_label)


def _make(one: Callable[[SourceT], Result], sources: Sequence[SourceT], places: list[int], jobs: int) -> list[Result]:
    from make_book.text import markdown  # noqa: F401 - before the workers begin, so that they have it

    chosen = [sources[at] for at in places]
    several = sum(len(source.body.text) for source in chosen) > _WORTH_A_POOL
    return spread(one, chosen, jobs if several else 1)
