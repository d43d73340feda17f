"""Files taken in once: what an episode's file and a picture's say, kept until their bytes change."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import msgspec

from make_book import pictures
from make_book.findings import Finding
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.source_parsing import parse_episode
from make_book.manuscript.text_decoding import to_text
from make_book.manuscript.values import EpisodeSource
from make_book.model import Image
from make_book.resources import BuildResources, key_of


class EpisodeFile(msgspec.Struct, frozen=True):
    """An episode's file: its path as findings show it, what the episode is called by it, its bytes."""

    file: str
    name: str
    data: bytes


class ParsedEpisodeFile(msgspec.Struct, frozen=True, array_like=True):
    """What an episode's file says, if anything, and what is wrong with it."""

    source: EpisodeSource | None
    findings: tuple[Finding, ...]


class MeasuredPicture(msgspec.Struct, frozen=True, array_like=True):
    """The type and size of a picture; of one that cannot be shown, the `fault`; `data` where it was converted."""

    media_type: str = ""
    width: int = 0
    height: int = 0
    fault: str | None = None
    data: bytes | None = None


def parse_episode_files(files: Sequence[EpisodeFile], resources: BuildResources) -> list[ParsedEpisodeFile]:
    """Return what each of `files` says."""
    return resources.remember("episode files", files, key_of, _episode, ParsedEpisodeFile, work=_no_pool)


def measure_pictures(files: Sequence[tuple[str, bytes]], resources: BuildResources) -> list[Image | str]:
    """Return the pictures in `files` (path in the manuscript, bytes); of one that is none, what is wrong with it."""
    taken = resources.remember(
        "picture files",
        files,
        lambda file: key_of(file[0], sha256(file[1]).digest()),
        lambda file: _picture(*file),
        MeasuredPicture,
        work=_no_pool,
    )
    return [
        Image(path, one.media_type, one.data or data, one.width, one.height) if one.fault is None else one.fault
        for (path, data), one in zip(files, taken, strict=True)
    ]


def read_text(data: bytes, collector: FindingCollector) -> str:
    """Return the text of a file, "" with a finding in `collector` when there is none."""
    if not data.strip():
        collector.add("MAN-043", "the file is empty", (), "delete it, or write it")
        return ""
    return to_text(data, collector)


def _no_pool(_: object) -> float:
    """Return 0: a file is read in less time than it takes to send what it says from one process to another."""
    return 0


def _episode(file: EpisodeFile) -> ParsedEpisodeFile:
    collector = FindingCollector(file.file)
    text = read_text(file.data, collector)
    mdx = file.file.lower().endswith(".mdx")
    source = parse_episode(text, file.name, collector, mdx=mdx) if text else None
    return ParsedEpisodeFile(source, tuple(collector.findings))


def _picture(path: str, data: bytes) -> MeasuredPicture:
    try:
        image = pictures.measure(data, path)
    except pictures.BadPicture as error:
        return MeasuredPicture(fault=str(error))
    converted = None if image.data is data else image.data
    return MeasuredPicture(image.media_type, image.width, image.height, data=converted)
