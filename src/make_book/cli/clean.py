"""`clean`: away with caches and with what killed builds left half written; never a text, never a finished book."""

from __future__ import annotations

import argparse
from pathlib import Path

from make_book.cache.disk_cache import DiskCache
from make_book.cli.answer import Answer
from make_book.cli.cache_options import OLD_FOLDER, folder
from make_book.cli.screen import Screen, shown
from make_book.importing.book_files import half_written
from make_book.manuscript.root import find_root
from make_book.publishing.dist import leftovers


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Remove the cache, one that an earlier version left in the book's folder, and half-written files; print which."""
    root = screen.root = find_root(arguments.book)
    caches = dict.fromkeys(place for place in (root / OLD_FOLDER, folder(arguments, root)) if place)
    gone = [place for place in caches if _cleared(place)]
    strange = [place for place in caches if place not in gone and place.exists()]
    for path in (*leftovers(root / "dist"), *half_written(root / "manuscript")):
        path.unlink(missing_ok=True)
        gone.append(path)
    lines = tuple(f"removed {shown(path)}" for path in gone) or ("There was nothing to remove.",)
    lines += tuple(f"left {shown(path)} alone: make-book did not make it" for path in strange)
    return Answer(data={"removed": [_named(path, root) for path in gone]}, closing=lines)


def _cleared(place: Path) -> bool:
    """Remove a cache (a link to one: only the link); tell whether it was one."""
    if place.is_symlink():
        place.unlink()
        return True
    return DiskCache(place, 0).clear()


def _named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
