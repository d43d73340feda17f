"""The shelf: results kept on disk, an entry a file, each with its checksum.

A shelf may be read, written, trimmed and cleared by any number of processes at once, and each may be
killed at any moment: an entry appears whole, under its name, or not at all. What is on it may be lost
and is never believed unseen: a file that is not what was put there is removed, and is a miss. Entries
are data for a decoder, never to be unpickled: a book's folder may come from anybody.

The folder is marked as a cache (bford.info/cachedir) and as nothing for git. One that holds anything
else is not ours: nothing is kept there, and nothing removed.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from make_book.cache.keys import digest

TAG = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55"
_MARKS = {
    TAG: f"{_SIGNATURE}\n# What make-book keeps for its next build. Remove it at will.\n",
    ".gitignore": "*\n",
}
_KEPT, _PARTS, _GONE = "kept", "parts", "gone-"
_MAGIC = b"make-book kept 1\n"
_SUM = 32
_HEAD = len(_MAGIC) + 8 + _SUM
_HOUR = 3600 * 10**9
_NAME = re.compile(r"[0-9a-f]{64}")
_SAFELY = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""Follow no link, wait for no pipe."""
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

    def get(self, key: str) -> bytes | None:
        """Return what was kept under `key`, whole and unchanged, or `None`."""
        name = _name(key)
        path = self._path(name)
        try:
            descriptor = os.open(path, _SAFELY)
        except OSError:
            return None
        try:
            data = _read(descriptor, name)
            used = os.fstat(descriptor).st_mtime_ns
        except OSError:
            return None
        finally:
            os.close(descriptor)
        if data is None:
            _remove(path)
        elif used < self._since():
            with suppress(OSError):
                os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, if that can be done; never raises for a full or read-only disk."""
        name = _name(key)
        if len(data) + _HEAD > self.limit:
            return
        part = _part(self.folder)
        for _ in range(2):  # the second time after the folders were made, or made again
            try:
                _write(part, _head(name, data), data)
                os.replace(part, self._path(name))  # noqa: PTH105
            except FileNotFoundError:
                _remove(part)
                if not self._make(name):
                    return
            except OSError:
                _remove(part)
                return
            else:
                return

    def trim(self) -> None:
        """Remove entries, the least recently used first, until the shelf is within its limit; sweep old parts."""
        if (now := self._now()) is None:
            return
        self._fresh = None
        entries = [(entry.st_mtime_ns, entry.st_size, path) for path, entry in _walk(self._kept)]
        surplus = sum(size for _, size, _ in entries) - self.limit
        for _, size, path in sorted(entries) if surplus > 0 else ():
            _remove(path)
            surplus -= size
            if surplus <= 0:
                break
        for path, entry in _files(f"{self.folder}{os.sep}{_PARTS}"):
            if entry.st_mtime_ns < now - _HOUR:
                _remove(path)
        self._sweep_gone(now)

    def clear(self) -> bool:
        """Remove the shelf and its folder, if the folder is ours; tell whether there was anything to remove.

        Raise `OSError` when it cannot be removed.
        """
        if not is_shelf(self.folder):
            return False
        for room in (_KEPT, _PARTS):
            with suppress(FileNotFoundError):
                gone = self.folder / f"{_GONE}{os.getpid()}-{next(_serial)}"
                (self.folder / room).rename(gone)
                _remove_tree(gone)
        for gone in self.folder.glob(f"{_GONE}*"):
            _remove_tree(gone)
        for mark in _MARKS:
            (self.folder / mark).unlink(missing_ok=True)
        try:
            self.folder.rmdir()
        except OSError:  # somebody began to fill it again
            _mark(self.folder)
        return True

    def _path(self, name: str) -> str:
        return f"{self._kept}{name[:2]}{os.sep}{name[2:]}"

    def _make(self, name: str) -> bool:
        """Make the folders that an entry needs; tell whether they are there and ours."""
        try:
            self.folder.mkdir(exist_ok=True)
            if not _is_ours(self.folder):
                return False
            _mark(self.folder)
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


def is_shelf(folder: Path) -> bool:
    """Tell whether `folder` is a shelf: marked as one, and holding nothing that is not a shelf's."""
    with suppress(OSError):
        marked = (folder / TAG).read_text("utf-8", "replace").startswith(_SIGNATURE)
        return marked and _is_ours(folder)
    return False


def _is_ours(folder: Path) -> bool:
    """Tell whether `folder` is empty or holds what a shelf holds, whatever of it is there yet."""
    ours = {*_MARKS, _KEPT, _PARTS}
    return all(name in ours or name.startswith(_GONE) for name in os.listdir(folder))  # noqa: PTH208


def _mark(folder: Path) -> None:
    """Make the marks, each whole or not at all."""
    (folder / _PARTS).mkdir(exist_ok=True)
    for name, text in _MARKS.items():
        if not (folder / name).exists():
            part = _part(folder)
            _write(part, text.encode())
            os.replace(part, folder / name)  # noqa: PTH105


def _part(folder: Path) -> str:
    """Return a name that no other process or thread writes to."""
    return f"{folder}{os.sep}{_PARTS}{os.sep}{os.getpid()}-{next(_serial)}-{time.monotonic_ns()}"


def _name(key: str) -> str:
    return key if _NAME.fullmatch(key) else digest(key)


def _sum(name: str, data: bytes) -> bytes:
    whole = blake2b(name.encode(), digest_size=_SUM)
    whole.update(data)
    return whole.digest()


def _head(name: str, data: bytes) -> bytes:
    return _MAGIC + len(data).to_bytes(8, "big") + _sum(name, data)


def _read(descriptor: int, name: str) -> bytes | None:
    """Return the data of an entry, `None` if it is not what was written."""
    size = os.fstat(descriptor).st_size - _HEAD
    head = os.read(descriptor, _HEAD)
    if size < 0 or not head.startswith(_MAGIC) or head[len(_MAGIC) : -_SUM] != size.to_bytes(8, "big"):
        return None
    pieces = list(_pieces(descriptor, size))
    data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
    return data if len(data) == size and head[-_SUM:] == _sum(name, data) else None


def _pieces(descriptor: int, size: int) -> Iterator[bytes]:
    """Yield what the file holds from here on, `size` bytes if it is whole; the system may give less at a time."""
    while size > 0 and (piece := os.read(descriptor, size)):
        size -= len(piece)
        yield piece


def _write(path: str, *pieces: bytes) -> None:
    """Write a new file. It is not flushed: what a power cut tears, its checksum tells."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _walk(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the files in the folders in `folder`."""
    for room in _listed(folder):
        yield from _files(room.path)


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    for entry in _listed(folder):
        with suppress(OSError):
            yield entry.path, entry.stat(follow_symlinks=False)


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108


def _remove_tree(folder: Path) -> None:
    """Remove `folder` while others may still write into it or remove it too."""
    for _ in range(3):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    shutil.rmtree(folder)
