"""Where a command keeps results for the next one, and what it builds with."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path

from make_book.cache import NO_CACHE, Cache
from make_book.cache.disk_cache import DiskCache, may_be_cache_folder
from make_book.findings import BookError, Finding
from make_book.publishing.dist import CACHE
from make_book.resources import BuildResources, Progress, no_progress

_OFF = ("", "0", "off")
"""What MAKE_BOOK_CACHE says when nothing is to be kept."""


def folder(arguments: argparse.Namespace, root: Path) -> Path | None:
    """Return where results are kept: as the command line says, else the environment, else in the book at `root`.

    `None`: nowhere.
    """
    if arguments.no_cache:
        return None
    if arguments.cache_dir is not None:
        return Path(os.path.abspath(arguments.cache_dir))  # noqa: PTH100 - a link stays a link
    said = os.environ.get("MAKE_BOOK_CACHE")
    if said is None:
        return root / CACHE
    return None if said.strip().lower() in _OFF else Path(os.path.abspath(said)).expanduser()  # noqa: PTH100


def cache(arguments: argparse.Namespace, root: Path) -> Cache:
    """Return the cache in `folder`. Raise `BookError` (OUT-006) for one that is named and holds something else."""
    place = folder(arguments, root)
    if place is None:
        return NO_CACHE
    if place != root / CACHE:
        if not may_be_cache_folder(place):
            message = f"{place} cannot be the cache: something else is there"
            hint = "name a folder that is empty, or is not there yet"
            raise BookError([Finding("OUT-006", message, hints=(hint,))])
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
    return DiskCache(place, arguments.cache_size)


def resources(arguments: argparse.Namespace, root: Path, progress: Progress = no_progress) -> BuildResources:
    """Return the resources that the command line asks for. Raise `BookError` as `cache` does."""
    return BuildResources(cache(arguments, root), arguments.jobs, progress)


def tidy(kept: Cache) -> None:
    """Bring what is kept on disk back to its limit."""
    if isinstance(kept, DiskCache):
        kept.trim()
