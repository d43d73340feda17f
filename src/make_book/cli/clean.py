"""`clean`: away with caches and with what killed builds left half written; never a text, never a finished book."""

from __future__ import annotations

import argparse

from make_book.cli.answer import Answer
from make_book.cli.screen import Screen, shown
from make_book.manuscript.sources import find_root
from make_book.publishing.dist import leftovers, remove_cache


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Remove `.make-book/` and the half-written files in `dist/`; say which."""
    root = screen.root = find_root(arguments.book)
    gone = [cache] if (cache := remove_cache(root)) else []
    for path in leftovers(root / "dist"):
        path.unlink(missing_ok=True)
        gone.append(path)
    removed = [path.relative_to(root).as_posix() for path in gone]
    lines = tuple(f"removed {shown(path)}" for path in gone) or ("There was nothing to remove.",)
    return Answer(data={"removed": removed}, closing=lines)
