"""Where a command keeps results for the next one, and what it builds with."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path

from make_book.cache import NO_CACHE, Cache, digest
from make_book.cache.disk_cache import DiskCache, may_be_cache_folder, remove_abandoned
from make_book.findings import BookError, Finding
from make_book.resources import BuildResources, Progress, no_progress
from make_book.slugs import file_slug

OLD_FOLDER = ".make-book"
"""Where earlier versions kept results, in the book's folder. Nothing there is read: it may come with a foreign book."""
_OFF = ("", "0", "off")
"""What MAKE_BOOK_CACHE says when nothing is to be kept."""


def folder(arguments: argparse.Namespace, root: Path) -> Path | None:
    """Return where results are kept: as the command line says, else the environment, else `default_folder`.

    `None`: nowhere.
    """
    if arguments.no_cache:
        return None
    if arguments.cache_dir is not None:
        return Path(os.path.abspath(arguments.cache_dir))  # noqa: PTH100 - a link stays a link
    said = os.environ.get("MAKE_BOOK_CACHE")
    if said is None:
        return default_folder(root)
    return None if said.strip().lower() in _OFF else Path(os.path.abspath(said)).expanduser()  # noqa: PTH100


def default_folder(root: Path) -> Path | None:
    """Return the folder for the book at `root` in the user's cache folder (XDG Base Directory, 0.8).

    It is never in the book's folder: what lies there may have been made by somebody else. `None`: the user has none.
    """
    said = Path(os.environ.get("XDG_CACHE_HOME", ""))
    home = said if said.is_absolute() else Path(os.path.expanduser("~/.cache"))  # noqa: PTH111 - raises nothing
    real = Path(os.path.realpath(root))
    name = f"{file_slug(real.name, 40)}-{digest(os.fsencode(real))[:16]}"
    return home / "make-book" / name if home.is_absolute() else None


def cache(arguments: argparse.Namespace, root: Path) -> Cache:
    """Return the cache in `folder`. Raise `BookError` (OUT-006) for one that is named and holds something else."""
    place, default = folder(arguments, root), default_folder(root)
    if place is None:
        return NO_CACHE
    if place != default and not may_be_cache_folder(place):
        message = f"{place} cannot be the cache: something else is there"
        hint = "name a folder that is empty, or is not there yet"
        raise BookError([Finding("OUT-006", message, hints=(hint,))])
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return DiskCache(place, arguments.cache_size, root.resolve() if place == default else None)


def resources(arguments: argparse.Namespace, root: Path, progress: Progress = no_progress) -> BuildResources:
    """Return the resources that the command line asks for. Raise `BookError` as `cache` does."""
    return BuildResources(cache(arguments, root), arguments.jobs, progress)


def tidy(kept: Cache) -> None:
    """Bring what is kept on disk back to its limit, and remove the caches of books that are gone."""
    if isinstance(kept, DiskCache):
        kept.trim()
        if kept.book is not None:
            remove_abandoned(kept.folder.parent)
