"""All texts of the manuscript composed: those that changed, on all cores; the others as they were kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from make_book.compose.texts import compose_episode, compose_matter
from make_book.findings import Finding
from make_book.manuscript.values import EpisodeSource, MatterSource, Source
from make_book.model import Episode, Imprint, Matter
from make_book.resources import BuildResources, key_of

_WORTH_A_POOL = 200_000
"""Characters of Markdown that take about as long as a pool of workers takes to begin and end."""


class ComposedEpisode(msgspec.Struct, frozen=True, array_like=True):
    """An episode, and what was found while it was composed; its cross-references are still to be resolved."""

    piece: Episode
    findings: tuple[Finding, ...]


class ComposedMatter(msgspec.Struct, frozen=True, array_like=True):
    """A piece of front or back matter likewise."""

    piece: Matter
    findings: tuple[Finding, ...]


def compose_episodes(
    sources: Sequence[EpisodeSource], ids: Mapping[str, str], imprint: Imprint, resources: BuildResources
) -> list[ComposedEpisode]:
    """Return the episodes that `sources` say; `ids` are theirs by file."""
    defaults = _text_defaults(imprint)
    return resources.remember(
        "episodes",
        sources,
        lambda source: key_of(source, ids[source.body.file], defaults),
        lambda source: ComposedEpisode(*compose_episode(source, ids[source.body.file], defaults)),
        ComposedEpisode,
        work=_work,
        prepare=_prepare,
    )


def compose_matters(
    sources: Sequence[MatterSource], imprint: Imprint, resources: BuildResources
) -> list[ComposedMatter]:
    """Return the pieces of front and back matter that `sources` say."""
    defaults = _text_defaults(imprint)
    return resources.remember(
        "front and back matter",
        sources,
        lambda source: key_of(source, defaults),
        lambda source: ComposedMatter(*compose_matter(source, defaults)),
        ComposedMatter,
        work=_work,
        prepare=_prepare,
    )


def _text_defaults(imprint: Imprint) -> Imprint:
    """Return of the imprint what a text may depend on: a new title of the book leaves its texts as they are."""
    return Imprint("", imprint.language, "", episode_label=imprint.episode_label)


def _work(source: Source) -> float:
    return len(source.body.text) / _WORTH_A_POOL


def _prepare() -> None:
    """Load the converter before the workers start, so that they have it."""
    from make_book.text import markdown  # noqa: F401
