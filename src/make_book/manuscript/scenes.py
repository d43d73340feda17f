"""Folders as chapters: the files of a folder joined as the scenes of one episode."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.findings import Finding, Span
from make_book.manuscript.values import EpisodeSource, Order, SourceText


def join_scenes(
    sources: Sequence[EpisodeSource], order: Order, folder: str
) -> tuple[list[EpisodeSource], tuple[Finding, ...]]:
    """Return `sources` (in the order of their names), those of a folder as one episode where folders are chapters.

    `folder` is the path of `episodes/`. Without a word in book.toml folders are chapters if their files are
    numbered anew in each, and none has a title, a number or a date.
    """
    groups: dict[str, list[EpisodeSource]] = {}
    for source in sources:
        groups.setdefault(_folder(source), []).append(source)
    inner = {name: group for name, group in groups.items() if name.startswith(f"{folder}/")}
    if order.folders == "none" or not inner or (order.folders is None and not _are_scenes(groups, inner)):
        return list(sources), ()
    joined: list[EpisodeSource] = []
    for name, group in groups.items():
        joined += [_chapter(name, group)] if name in inner and len(group) > 1 else group
    count = sum(len(group) for group in inner.values())
    message = f"the {count} files in {len(inner)} folders are read as scenes, each folder as a chapter"
    hint = 'folders = "none" under [order] keeps each file an episode'
    found = (Finding("MAN-076", message, Span(folder), (hint,)),) if order.folders is None else ()
    return joined, found


def _folder(source: EpisodeSource) -> str:
    return source.body.file.rpartition("/")[0]


def _are_scenes(groups: dict[str, list[EpisodeSource]], inner: dict[str, list[EpisodeSource]]) -> bool:
    if len(inner) < 2 or len(groups) > len(inner):
        return False
    stems = [_stem(source) for group in inner.values() for source in group]
    counted = all(any(letter.isdecimal() for letter in stem) for stem in stems)
    again = len(set(stems)) < len(stems)
    plain = not any(one.head.title or one.head.date or one.head.number for group in inner.values() for one in group)
    return counted and again and plain


def _stem(source: EpisodeSource) -> str:
    return source.name.rpartition("/")[2]


def _chapter(folder: str, group: Sequence[EpisodeSource]) -> EpisodeSource:
    """Return the files of a folder as one episode; a page for the folder itself (`index.md`) goes first.

    The titles of the other files become headings.
    """
    name = folder.rpartition("/")[2]
    pages = [source for source in group if _stem(source) == name]
    rest = [source for source in group if source not in pages]
    first = pages[0] if pages else rest[0]
    head = first.head if pages else msgspec.structs.replace(first.head, title=None)
    texts = [*(source.body for source in pages), *(_headed(source) for source in rest)]
    return msgspec.structs.replace(first, name=name, head=head, body=texts[0], scenes=tuple(texts[1:]))


def _headed(source: EpisodeSource) -> SourceText:
    if not source.head.title:
        return source.body
    text = f"## {source.head.title}\n\n{source.body.text}"
    return SourceText(source.body.file, text, max(1, source.body.first_line - 2))
