"""The shelf: results kept on disk, an entry a file, each with its checksum.

A shelf may be read, written, trimmed and cleared by any number of processes at once, and each may be
killed at any moment: an entry appears whole, under its name, or not at all. What is on it may be lost
and is never believed unseen: a file that is not what was put there is removed, and is a miss. Entries
are data for a decoder, never to be unpickled: a book's folder may come from anybody.

The folder is marked as a cache (bford.info/cachedir) and as nothing for git. A folder that holds
anything and is not marked is not ours: nothing is kept there, and nothing removed.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from make_book.cache import cache_entries
from make_book.cache.keys import digest

_TAG = "CACHEDIR.TAG"
_SIGNED = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n# What make-book keeps for its next build. Remove it at will.\n"
)
_IGNORE = ".gitignore"
_KEPT, _PARTS, _GONE = "kept", "parts", "gone-"
_HOUR = 3600 * 10**9
_NAME = re.compile(r"[0-9a-f]{64}")
_PLACE = re.compile(r"[0-9a-f]{2}[/\\\\][0-9a-f]{62}")
_serial = itertools.count()


class DiskCache:
    """A shelf in `folder` that `trim` keeps to `limit` bytes. Nothing is opened or made before it is used."""

    def __init__(self, folder: Path, limit: int) -> None:
        """Keep entries in `folder`, made when needed (its parent must be there)."""
        self.folder, self.limit = folder, limit
        self._kept = f"{folder}{os.sep}{_KEPT}{os.sep}"
        self._fresh: int | None = None
        """Entries used since then (ns) are not touched again."""

    def __reduce__(self) -> tuple[type[DiskCache], tuple[Path, int]]:
        """Travel to another process as a folder and a limit."""
        return DiskCache, (self.folder, self.limit)

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept under `keys`, whole and unchanged."""
        return {key: data for key in keys if (data := self._get(key)) is not None}

    def put(self, entries: Mapping[str, bytes]) -> None:
        """Keep `entries`, if that can be done; never raises for a full or read-only disk."""
        for key, data in entries.items():
            self._put(key, data)

    def _get(self, key: str) -> bytes | None:
        name = _name(key)
        path = self._path(name)
        try:
            data, used = cache_entries.read(path, name)
        except cache_entries.Damaged:
            _remove(path)
            return None
        except OSError:
            return None
        if used < self._since():
            with suppress(OSError):
                os.utime(path)
        return data

    def _put(self, key: str, data: bytes) -> None:
        if len(data) > self.limit:
            return
        name = _name(key)
        part = f"{self.folder}{os.sep}{_PARTS}{os.sep}{_once()}"
        for _ in range(2):  # the second time after the folders were made, or made again
            try:
                cache_entries.write(part, cache_entries.head(name, data), data)
                os.replace(part, self._path(name))  # noqa: PTH105
            except OSError as error:
                _remove(part)
                if not isinstance(error, FileNotFoundError) or not self._make(name):
                    return
            else:
                return

    def trim(self) -> None:
        """Remove entries, the least recently used first, until the shelf is within its limit; sweep old parts."""
        if not is_cache_folder(self.folder) or (now := self._now()) is None:
            return
        self._fresh = None
        found = [(state.st_mtime_ns, state.st_size, path) for path, state in _walk(self._kept)]
        surplus = sum(size for _, size, _ in found) - self.limit
        for _, size, path in sorted(found) if surplus > 0 else ():
            _remove(path)
            surplus -= size
            if surplus <= 0:
                break
        for path, state in _files(f"{self.folder}{os.sep}{_PARTS}"):
            if state.st_mtime_ns < now - _HOUR:
                _remove(path)
        self._sweep_gone(now)

    def clear(self) -> bool:
        """Remove what is kept, and the folder if nothing else is in it; tell whether it was a shelf.

        Raise `OSError` when something cannot be removed.
        """
        if not is_cache_folder(self.folder):
            return False
        with suppress(FileNotFoundError):  # another does the same
            self._empty()
        return True

    def _empty(self) -> None:
        for room in (_KEPT, _PARTS):
            with suppress(FileNotFoundError):
                (self.folder / room).rename(self.folder / f"{_GONE}{_once()}")
        for gone in self.folder.glob(f"{_GONE}*"):
            _remove_tree(gone)
        (self.folder / _IGNORE).unlink(missing_ok=True)
        for mark in self.folder.glob(f"{_TAG}*"):
            mark.unlink(missing_ok=True)
        try:
            self.folder.rmdir()
        except OSError:  # somebody fills it again already, or it holds what is not ours
            with suppress(OSError):
                _mark(self.folder)

    def _path(self, name: str) -> str:
        return f"{self._kept}{name[:2]}{os.sep}{name[2:]}"

    def _make(self, name: str) -> bool:
        """Make the folders that an entry needs; tell whether they are there and ours."""
        try:
            self.folder.mkdir(exist_ok=True)
            if not may_be_cache_folder(self.folder):
                return False
            if not is_cache_folder(self.folder):
                _mark(self.folder)
            (self.folder / _PARTS).mkdir(exist_ok=True)
            (self.folder / _KEPT / name[:2]).mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        return True

    def _since(self) -> int:
        if self._fresh is None:
            now = self._now()
            self._fresh = 0 if now is None else now - _HOUR
        return self._fresh

    def _now(self) -> int | None:
        """Return the time by the clock of the disk, which dates the entries; `None` if nothing can be written."""
        try:
            os.utime(self._kept)
            return os.stat(self._kept).st_mtime_ns  # noqa: PTH116
        except OSError:
            return None

    def _sweep_gone(self, now: int) -> None:
        """Remove what a killed `clear` left."""
        with suppress(OSError):
            for gone in self.folder.glob(f"{_GONE}*"):
                if gone.stat().st_mtime_ns < now - _HOUR:
                    _remove_tree(gone)


def is_cache_folder(folder: Path) -> bool:
    """Tell whether `folder` is marked as a shelf."""
    with suppress(OSError):
        return (folder / _TAG).read_bytes() == _SIGNED
    return False


def may_be_cache_folder(folder: Path) -> bool:
    """Tell whether `folder` is a shelf or can become one: it is empty, or not there."""
    try:
        return is_cache_folder(folder) or all(name.startswith(f"{_TAG}.") for name in os.listdir(folder))  # noqa: PTH208
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _mark(folder: Path) -> None:
    """Mark `folder`, whole or not at all, before anything else is put there. Raise `OSError`."""
    part = folder / f"{_TAG}.{_once()}"
    try:
        cache_entries.write(str(part), _SIGNED)
        part.replace(folder / _TAG)
    finally:
        part.unlink(missing_ok=True)
    (folder / _IGNORE).write_text("*\n", encoding="utf-8")


def _once() -> str:
    """Return a name that no other process or thread gives."""
    return f"{os.getpid()}-{next(_serial)}-{time.monotonic_ns()}"


def _name(key: str) -> str:
    return key if _NAME.fullmatch(key) else digest(key)


def _walk(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the entries in the folders in `folder`."""
    for room in _listed(folder):
        for path, state in _files(room.path):
            if _PLACE.fullmatch(path[len(folder) :]):
                yield path, state


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    for entry in _listed(folder):
        with suppress(OSError):
            yield entry.path, entry.stat(follow_symlinks=False)


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108


def _remove_tree(folder: Path) -> None:
    """Remove `folder` while others may still write into it or remove it too. Raise `OSError`."""
    for _ in range(3):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
