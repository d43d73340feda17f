"""Folders as chapters: the files of a folder joined as the scenes of one episode."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from make_book.findings import Finding, Span
from make_book.manuscript.values import EpisodeSource, Order, SourceText


def join_scenes(
    sources: Sequence[EpisodeSource], order: Order, folder: str
) -> tuple[list[EpisodeSource], tuple[Finding, ...]]:
    """Return `sources` (in the order of their names), those of a folder as one episode where folders are chapters.

    `folder` is the path of `episodes/`. Without a word in book.toml folders are chapters if their files are
    numbered anew in each, and only the first of a folder has a title, and none a number or a date.
    """
    groups: dict[str, list[EpisodeSource]] = {}
    for source in sources:
        groups.setdefault(_folder(source), []).append(source)
    inner = {name: group for name, group in groups.items() if name.startswith(f"{folder}/") and len(group) > 1}
    if order.folders == "none" or not inner or (order.folders is None and not _are_scenes(inner)):
        return list(sources), ()
    names = Counter(name.rpartition("/")[2] for name in inner)
    joined: list[EpisodeSource] = []
    for name, group in groups.items():
        short = name.rpartition("/")[2]
        known = short if names[short] == 1 else name.removeprefix(f"{folder}/")
        joined += [_chapter(known, group)] if name in inner else group
    count = sum(len(group) for group in inner.values())
    message = f"the {count} files in {len(inner)} folders are read as scenes, each folder as a chapter"
    hint = 'folders = "none" under [order] keeps each file an episode'
    found = (Finding("MAN-076", message, Span(folder), (hint,)),) if order.folders is None else ()
    return joined, found


def _folder(source: EpisodeSource) -> str:
    return source.body.file.rpartition("/")[0]


def _are_scenes(inner: dict[str, list[EpisodeSource]]) -> bool:
    numbers = [found[0] for group in inner.values() for one in group if (found := _DIGITS.search(_stem(one)))]
    counted = len(numbers) == sum(map(len, inner.values()))
    again = len({int(number) for number in numbers}) < len(numbers)
    heads = [one.head for group in inner.values() for one in group]
    titled = any(one.head.title for group in inner.values() for one in group[1:])
    return len(inner) > 1 and counted and again and not titled and not any(one.date or one.number for one in heads)


def _stem(source: EpisodeSource) -> str:
    return source.name.rpartition("/")[2]


_DIGITS = re.compile(r"\d+")


def _titled_first(group: Sequence[EpisodeSource]) -> list[EpisodeSource]:
    """Return the first file if it alone has a title: it is the chapter's."""
    first, *others = group
    return [first] if first.head.title and not any(one.head.title for one in others) else []


def _chapter(folder: str, group: Sequence[EpisodeSource]) -> EpisodeSource:
    """Return the files of a folder as one episode; a page for the folder itself (`index.md`) goes first.

    The titles of the other files become headings.
    """
    name = folder.rpartition("/")[2]
    pages = [source for source in group if _stem(source) == name] or _titled_first(group)
    rest = [source for source in group if source not in pages]
    first = pages[0] if pages else rest[0]
    head = first.head if pages else msgspec.structs.replace(first.head, title=None)
    texts = [*(source.body for source in pages), *(_headed(source) for source in rest)]
    return msgspec.structs.replace(first, name=folder, head=head, body=texts[0], scenes=tuple(texts[1:]))


def _headed(source: EpisodeSource) -> SourceText:
    if not source.head.title:
        return source.body
    text = f"## {source.head.title}\n\n{source.body.text}"
    return SourceText(source.body.file, text, max(1, source.body.first_line - 2))
