"""Watches the folder of a book for saves; several saves in a short time are one burst. The only importer of watchfiles.

Folders that are deleted and created again are found by comparing them from time to time:
the system's own watch stays with the folder that is gone.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

_FOLDERS = ("manuscript", "styles")
_BURST, _QUIET, _ROUND = 50, 15, 500
"""Milliseconds: how long a burst of saves lasts at most; the pause that ends it; how often folders are compared."""
_NOT_OURS = re.compile(
    r"^\.|~$|^#.*#$|^4913$|\.(?:sw[a-z]|tmp|temp|bak|part|crswap|orig)$|___jb_|^Thumbs\.db$|^desktop\.ini$",
    re.IGNORECASE,
)
"""Names that editors and operating systems give to files of their own."""
_MADE = frozenset({"dist", "__pycache__", "node_modules"})


def concerns(path: Path, root: Path) -> bool:
    """Tell whether a change of `path` can change the book at `root`."""
    try:
        parts = path.relative_to(root).parts
    except ValueError:
        parts = path.parts[-1:]  # a linked manuscript folder lies elsewhere
    if not parts or any(_NOT_OURS.search(part) for part in parts):
        return False
    if parts[0] in _MADE:
        return False
    return len(parts) > 1 or parts[0] in _FOLDERS or parts[0].endswith((".md", ".toml"))


async def changes(root: Path) -> AsyncIterator[frozenset[Path]]:
    """Yield what was saved in the book at `root`, burst by burst, until cancelled.

    An empty set means that folders were created or deleted: everything may have changed.
    """
    while True:
        folders = _there(root)
        async for burst in _watched(root, folders):
            if burst:
                yield burst
            if _there(root) != folders:
                break
        yield frozenset()


def _places(root: Path) -> list[Path]:
    """Return the folders that a book is in: two, or its root if book.toml stands there."""
    loose = not (root / "manuscript").is_dir() and (root / "book.toml").is_file()
    return [root] if loose else [root / name for name in _FOLDERS]


def _there(root: Path) -> dict[Path, tuple[int, int]]:
    """Return the folders to watch, each with what tells it from another of the same name."""
    found = {}
    for folder in (root, *_places(root)):
        try:
            facts = os.stat(folder)  # noqa: PTH116 - one call for each folder, twice a second
        except OSError:
            continue
        found[folder] = (facts.st_dev, facts.st_ino)
    return found


async def _watched(root: Path, folders: dict[Path, tuple[int, int]]) -> AsyncIterator[frozenset[Path]]:
    """Yield bursts of saves in `folders`, and an empty set whenever a round is over without one."""
    import asyncio

    from watchfiles import awatch

    deep = [folder for folder in _places(root) if folder in folders]
    if not deep:
        await asyncio.sleep(_ROUND / 1000)
        yield frozenset()
        return
    bursts = awatch(
        *deep,
        watch_filter=lambda _, path: concerns(Path(path), root),
        debounce=_BURST,
        step=_QUIET,
        rust_timeout=_ROUND,
        yield_on_timeout=True,
    )
    try:
        async for burst in bursts:
            yield frozenset(Path(path) for _, path in burst)
    except FileNotFoundError:
        return
    finally:
        await bursts.aclose()


class Pace:
    """Whether a save was missed: the state of the folder when the last build began."""

    def __init__(self, root: Path) -> None:
        """Compare states of the book at `root`."""
        self._root, self._seen = root, 0

    def begin(self) -> None:
        """Note the state of the folder: a build begins now."""
        self._seen = fingerprint(self._root)

    def missed(self) -> bool:
        """Tell whether something was saved since then, even if watching missed it."""
        return fingerprint(self._root) != self._seen


def fingerprint(root: Path) -> int:
    """Return a number that is another one when a file of the book at `root` has come, gone or been written."""
    facts = []
    for place in _places(root):
        for folder, names, files in os.walk(place):
            names[:] = sorted(name for name in names if concerns(Path(folder, name, "x"), root))
            for name in sorted(files):
                path = os.path.join(folder, name)  # noqa: PTH118 - thousands of files
                if concerns(Path(path), root):
                    facts.append(_facts(path))
    return hash(tuple(facts))


def _facts(path: str) -> tuple[str, int, int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116 - thousands of files
    except OSError:
        return path, 0, 0, 0
    return path, found.st_mtime_ns, found.st_size, found.st_ino
