"""Manuscript in, book out: the composing stage."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from make_book.compose.composing import compose_episodes, compose_matters
from make_book.compose.cross_references import Target, Targets, index, resolve
from make_book.compose.glossary_links import link_terms
from make_book.compose.ids import episode_ids
from make_book.compose.illustrations import number_figures, resolve_images, unused_images, used_images
from make_book.compose.indexing import judge_marks
from make_book.compose.matter_plan import plan_matter
from make_book.compose.page_links import PageKeys, page_keys, resolve_pages
from make_book.compose.parts import make_parts
from make_book.compose.texts import compose_imprint, untitled
from make_book.findings import Finding
from make_book.manuscript.selection import Selection, select
from make_book.manuscript.values import EpisodeSource, Manuscript
from make_book.model import Book, Cover, Episode, GeneratedSection, Imprint, Matter
from make_book.resources import DEFAULT_RESOURCES, BuildResources
from make_book.text.languages import format_date, language
from make_book.text.naming import cover_alternative, episode_label
from make_book.text.typography import refine

Piece = TypeVar("Piece", bound=Episode | Matter)
Findings = tuple[Finding, ...]


class Composed(msgspec.Struct, frozen=True):
    """The book, and everything that is wrong with it."""

    book: Book
    findings: tuple[Finding, ...]


def compose(
    manuscript: Manuscript, selection: Selection | None = None, resources: BuildResources = DEFAULT_RESOURCES
) -> Composed:
    """Return the book that `manuscript` makes, or the part of it that `selection` takes in."""
    config, imprint = manuscript.config, compose_imprint(manuscript.config.imprint)
    ids = episode_ids(manuscript.episodes)
    sources, amiss = select(manuscript.episodes, selection) if selection else (manuscript.episodes, ())
    rendered = compose_episodes(sources, ids, imprint, resources)
    written = compose_matters(manuscript.matter, imprint, resources)
    pieces, sections = [one.piece for one in rendered], [one.piece for one in written]
    matter_plan = plan_matter(config, imprint, sections, pieces)
    targets = index(_targets(manuscript, pieces, sections, matter_plan.generated))
    pages = page_keys((*manuscript.episodes, *manuscript.left_out), manuscript.matter)
    known = _Known(manuscript, targets, pages)
    episodes, in_episodes = _finish(pieces, [one.findings for one in rendered], known)
    matter, in_matter = _finish(sections, [one.findings for one in written], known)
    matter, episodes = link_terms(matter, episodes)
    if "list-of-illustrations" in matter_plan.generated:
        episodes = [replace(one, text=number_figures(one.text, one.id)) for one in episodes]
        matter = [replace(one, text=number_figures(one.text, one.kind)) for one in matter]
    parts, in_parts = make_parts(list(zip(sources, episodes, strict=True)), config, manuscript.episodes)
    texts = [*(piece.text for piece in matter), *(episode.text for episode in episodes)]
    files = [*(piece.source for piece in matter), *(episode.source for episode in episodes)]
    misled = judge_marks(list(zip(texts, files, strict=True)), whole=selection is None)
    by_kind = {piece.kind: piece for piece in matter}
    book = Book(
        imprint=imprint,
        front=tuple(by_kind.get(kind, GeneratedSection(kind)) for kind in matter_plan.front),
        parts=parts,
        back=tuple(by_kind.get(kind, GeneratedSection(kind)) for kind in matter_plan.back),
        images=used_images(texts, manuscript),
        cover=_cover(manuscript, imprint),
    )
    unused = [] if selection else unused_images(texts, manuscript)
    return Composed(book, (*amiss, *in_matter, *in_episodes, *matter_plan.findings, *in_parts, *misled, *unused))


class _Known(msgspec.Struct, frozen=True):
    """What a link or a picture may lead to."""

    manuscript: Manuscript
    targets: Targets
    pages: PageKeys


def _finish(pieces: Sequence[Piece], found: Sequence[Findings], known: _Known) -> tuple[list[Piece], list[Finding]]:
    """Resolve what leads from one text to another, now that all are known; return what was `found` too, in order."""
    finished: list[Piece] = []
    findings: list[Finding] = []
    for piece, earlier in zip(pieces, found, strict=True):
        shown, amiss = resolve_images(piece.text, piece.source, known.manuscript)
        linked, dead = resolve_pages(shown, piece.source, known.pages)
        text, lost = resolve(linked, piece.source, piece.language, known.targets)
        finished.append(replace(piece, text=text))
        findings += [*earlier, *amiss, *dead, *lost]
    return finished, findings


def _targets(
    manuscript: Manuscript,
    episodes: Sequence[Episode],
    matter: Sequence[Matter],
    generated: Iterable[str],
) -> Iterator[Target]:
    """Yield everything a reference may lead to; numbers claim their keys before file names do."""
    imprint = manuscript.config.imprint
    inside = {episode.source: episode for episode in episodes}
    every = (*manuscript.episodes, *manuscript.left_out)
    for source in every:
        episode = inside.get(source.body.file)
        keys = () if source.head.number is None else (str(source.head.number),)
        yield Target(keys, episode.id if episode else None, functools.partial(_name_of, source, imprint))
    for source in every:
        episode = inside.get(source.body.file)
        names = (source.name, *((episode.id,) if episode else ()))
        yield Target(names, episode.id if episode else None, functools.partial(_name_of, source, imprint))
    for piece in matter:
        yield Target((piece.kind,), piece.kind, functools.partial(_as_titled, piece))
    for kind in generated:
        yield Target((kind,), kind, functools.partial(_as_labelled, kind))


def _as_titled(piece: Matter, _: str) -> str:
    return piece.title


def _as_labelled(kind: str, tag: str) -> str:
    return language(tag).label(kind)


def _name_of(source: EpisodeSource, imprint: Imprint, tag: str) -> str:
    if source.head.number is not None:
        return episode_label(source.head.number, tag, imprint)
    if source.head.title is None and source.head.date is not None:
        return format_date(source.head.date, tag)
    return refine(f'"{source.head.title or untitled(source, imprint)}"', tag)


def _cover(manuscript: Manuscript, imprint: Imprint) -> Cover | None:
    if manuscript.cover is None:
        return None
    plan = manuscript.config.cover
    return Cover(manuscript.cover, (plan and plan.alt) or cover_alternative(imprint))
