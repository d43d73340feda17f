"""Files taken in once: what an episode's file and a picture's say, kept until their bytes change."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import msgspec

from make_book import pictures
from make_book.cache import Cache
from make_book.cache.memoizing import key_of, memoize
from make_book.findings import Finding
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.source_parsing import parse_episode
from make_book.manuscript.text_decoding import to_text
from make_book.manuscript.values import EpisodeSource
from make_book.model import Image


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
    """The type and size of a picture; of one that cannot be shown, the `fault`."""

    media_type: str = ""
    width: int = 0
    height: int = 0
    fault: str | None = None


def parse_episode_files(files: Sequence[EpisodeFile], cache: Cache) -> list[ParsedEpisodeFile]:
    """Return what each of `files` says."""
    wanted = [(file.file, key_of(file)) for file in files]
    return memoize(
        cache, "episode files", wanted, ParsedEpisodeFile, lambda places: [_episode(files[at]) for at in places]
    )


def measure_pictures(files: Sequence[tuple[str, bytes]], cache: Cache) -> list[Image | str]:
    """Return the pictures in `files` (path in the manuscript, bytes); of one that is none, what is wrong with it."""
    wanted = [(path, key_of(path, sha256(data).digest())) for path, data in files]
    taken = memoize(
        cache, "picture files", wanted, MeasuredPicture, lambda places: [_picture(*files[at]) for at in places]
    )
    return [
        Image(path, one.media_type, data, one.width, one.height) if one.fault is None else one.fault
        for (path, data), one in zip(files, taken, strict=True)
    ]


def read_text(data: bytes, collector: FindingCollector) -> str:
    """Return the text of a file, "" with a finding in `collector` when there is none."""
    if not data.strip():
        collector.add("MAN-043", "the file is empty", (), "delete it, or write it")
        return ""
    return to_text(data, collector)


def _episode(file: EpisodeFile) -> ParsedEpisodeFile:
    collector = FindingCollector(file.file)
    text = read_text(file.data, collector)
    source = parse_episode(text, file.name, collector) if text else None
    return ParsedEpisodeFile(source, tuple(collector.findings))


def _picture(path: str, data: bytes) -> MeasuredPicture:
    try:
        image = pictures.measure(data, path)
    except pictures.BadPicture as error:
        return MeasuredPicture(fault=str(error))
    return MeasuredPicture(image.media_type, image.width, image.height)
