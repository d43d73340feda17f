"""The cache on disk: one table of results in a SQLite database, each result with its checksum.

Any number of processes may read, write, trim and clear one cache at once, and each may be killed at any moment.
What is lost is made again, and nothing is believed unseen: a result whose checksum is wrong is a miss, and a
database that is damaged is thrown away. Results are data for a decoder, never to be unpickled.

A connection lives no longer than the call that opened it, so that a process that is forked inherits none: SQLite
allows no connection to be carried across a fork (sqlite.org/howtocorrupt.html, 2.6).

The folder is marked as a cache (bford.info/cachedir) and as nothing for git; the mark may name the book it is for.
A folder that holds anything and is not marked is not ours: nothing is kept there, and nothing removed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")

_TAG, _IGNORE = "CACHEDIR.TAG", ".gitignore"
_SIGNED = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n# What make-book keeps for its next build. Remove it at will.\n"
)
_BOOK = b"# It is for the book in "
_DATABASE = "results.sqlite"
_OLD = ("kept", "parts", "gone-*")
"""What earlier versions kept here: a file for each result."""
_SETTINGS = (
    "PRAGMA journal_mode = TRUNCATE",  # a journal that is truncated, not removed, is never another process's new one
    "PRAGMA synchronous = OFF",  # what a power cut tears, the checksums tell
    "PRAGMA temp_store = MEMORY",
)
_TABLE = "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, used INTEGER, sum BLOB, data BLOB)"
_NOW = "CAST(strftime('%s', 'now') AS INTEGER) / 3600"
"""Hours: a result in steady use is marked as used once an hour. This orders what is thrown away, and nothing else."""
_PATIENCE = 5.0
"""Seconds to wait for another process; after that this process leaves the cache alone."""
_LONG = 90 * 24 * 3600
"""Seconds."""
_AT_ONCE = 500
"""Keys asked for in one statement; SQLite allows 999."""
_LARGEST = 900_000_000
"""Bytes of a result; SQLite allows 1,000,000,000 in a row."""


class DiskCache:
    """A cache in `folder` that `trim` keeps to `limit` bytes. Nothing is opened or made before it is used."""

    def __init__(self, folder: Path, limit: int, book: Path | None = None) -> None:
        """Keep results in `folder`, made when needed (its parent must be there); its mark names `book`."""
        self.folder, self.limit, self.book = folder, limit, book
        self._database = folder / _DATABASE
        self._is_blocked = False

    def __reduce__(self) -> tuple[type[DiskCache], tuple[Path, int, Path | None]]:
        """Travel to another process as what it was made from."""
        return DiskCache, (self.folder, self.limit, self.book)

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept under `keys`, whole and unchanged; keys without a result are left out."""
        if not keys or not _is_file(self._database):
            return {}
        wanted = {_name(key): key for key in keys}
        found = self._ask(lambda database: dict(_read(database, list(wanted))), "rw") or {}
        return {wanted[name]: data for name, data in found.items()}

    def put(self, entries: Mapping[str, bytes]) -> None:
        """Keep `entries`, if that can be done; never raises for a full or read-only disk."""
        largest = min(self.limit, _LARGEST)
        rows = [(_name(key), data) for key, data in entries.items() if len(data) <= largest]
        if not rows or not self._make_folder():
            return
        for _ in range(2):  # the second time after a damaged database was thrown away
            if self._ask(lambda database: _write(database, rows), "rwc"):
                return

    def trim(self) -> None:
        """Remove results, the least recently used first, until the database is within the limit."""
        if is_cache_folder(self.folder) and _is_file(self._database):
            self._ask(lambda database: _shrink(database, self.limit), "rw")

    def clear(self) -> bool:
        """Remove what is kept, and the folder if nothing else is in it; tell whether it was a cache.

        Raise `OSError` when something cannot be removed.
        """
        if not is_cache_folder(self.folder):
            return False
        with suppress(FileNotFoundError):  # another process does the same
            self._throw_away()
            _remove_old(self.folder)
            (self.folder / _IGNORE).unlink(missing_ok=True)
            for mark in self.folder.glob(f"{_TAG}*"):
                mark.unlink(missing_ok=True)
            try:
                self.folder.rmdir()
            except OSError:  # another process fills it again already, or it holds what is not ours
                with suppress(OSError):
                    _mark(self.folder, self.book)
        return True

    def _ask(self, ask: Callable[[sqlite3.Connection], Answer], mode: str) -> Answer | None:
        """Return what `ask` returns of the database, opened in `mode`; `None` when that fails.

        A database that is damaged is thrown away.
        """
        if self._is_blocked:
            return None
        address = f"{Path(os.path.abspath(self._database)).as_uri()}?mode={mode}"  # noqa: PTH100
        try:
            with closing(sqlite3.connect(address, _PATIENCE, uri=True, isolation_level=None)) as database:
                for setting in _SETTINGS:
                    database.execute(setting)
                return ask(database)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            self._is_blocked = code == sqlite3.SQLITE_BUSY
            is_of_another_shape = code == sqlite3.SQLITE_ERROR and mode == "rwc"
            if is_of_another_shape or code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                with suppress(OSError):
                    self._throw_away()
            return None

    def _throw_away(self) -> None:
        """Remove the database, and then its journal: SQLite ignores a journal without its database."""
        for name in (_DATABASE, f"{_DATABASE}-journal"):
            with suppress(FileNotFoundError):
                (self.folder / name).unlink()

    def _make_folder(self) -> bool:
        """Make the folder and mark it; tell whether it is there and ours."""
        try:
            self.folder.mkdir(exist_ok=True)
            if not is_cache_folder(self.folder):
                if not may_be_cache_folder(self.folder):
                    return False
                _mark(self.folder, self.book)
            elif not self._database.exists():
                with suppress(OSError):
                    _remove_old(self.folder)
        except OSError:
            return False
        return True


def is_cache_folder(folder: Path) -> bool:
    """Tell whether `folder` is marked as a cache of ours."""
    with suppress(OSError):
        return (folder / _TAG).read_bytes().startswith(_SIGNED)
    return False


def may_be_cache_folder(folder: Path) -> bool:
    """Tell whether `folder` is a cache of ours or can become one: it is empty, or not there."""
    try:
        return is_cache_folder(folder) or all(name.startswith(f"{_TAG}.") for name in os.listdir(folder))  # noqa: PTH208
    except FileNotFoundError:
        return True
    except OSError:
        return False


def remove_abandoned(folder: Path) -> None:
    """Remove the caches in `folder` whose books are gone and that were not used for long before the last one was."""
    found = {}
    with suppress(OSError):
        for cache in folder.iterdir():
            if is_cache_folder(cache) and _is_file(cache / _DATABASE):
                found[cache] = (cache / _DATABASE).stat().st_mtime
    for cache, used in found.items():
        with suppress(OSError):
            book = (cache / _TAG).read_bytes().removeprefix(_SIGNED).removeprefix(_BOOK).rstrip(b"\n")
            if book and used < max(found.values()) - _LONG and not os.path.lexists(book):
                DiskCache(cache, 0).clear()


def _read(database: sqlite3.Connection, names: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the results that are there and whole, by name; mark them as used."""
    (now,) = database.execute(f"SELECT {_NOW}").fetchone()
    unmarked: list[tuple[int, bytes]] = []
    for at in range(0, len(names), _AT_ONCE):
        some = names[at : at + _AT_ONCE]
        places = ", ".join("?" * len(some))
        rows = database.execute(f"SELECT key, used, sum, data FROM results WHERE key IN ({places})", some)
        for name, used, checksum, data in rows:
            if isinstance(data, bytes) and checksum == _sum(name, data):
                yield name, data
                if used != now:
                    unmarked.append((now, name))
    if unmarked:
        with suppress(sqlite3.OperationalError):  # the database is read-only, or another process writes
            database.execute("PRAGMA busy_timeout = 0")
            database.execute("BEGIN IMMEDIATE")
            database.executemany("UPDATE results SET used = ? WHERE key = ?", unmarked)
            database.execute("COMMIT")


def _write(database: sqlite3.Connection, rows: Sequence[tuple[bytes, bytes]]) -> bool:
    if not database.execute("PRAGMA page_count").fetchone()[0]:
        database.execute("PRAGMA auto_vacuum = INCREMENTAL")
    database.execute("BEGIN IMMEDIATE")
    database.execute(_TABLE)
    database.executemany(
        f"INSERT OR REPLACE INTO results VALUES (?, {_NOW}, ?, ?)",
        ((name, _sum(name, data), data) for name, data in rows),
    )
    database.execute("COMMIT")
    return True


def _shrink(database: sqlite3.Connection, limit: int) -> None:
    """Delete results until the database has at most `limit` bytes, and give the room back to the disk."""
    while (surplus := _size(database) - limit) > 0:
        database.execute("BEGIN IMMEDIATE")
        going: list[tuple[int]] = []
        for row, size in database.execute("SELECT rowid, length(data) FROM results ORDER BY used, rowid"):
            going.append((row,))
            surplus -= size
            if surplus <= 0:
                break
        database.executemany("DELETE FROM results WHERE rowid = ?", going)
        database.execute("COMMIT")
        database.executescript("PRAGMA incremental_vacuum")  # `execute` would end after the first page
        if not going:
            return


def _size(database: sqlite3.Connection) -> int:
    """Return the bytes of the pages in use."""
    pages, free, size = (
        database.execute(f"PRAGMA {fact}").fetchone()[0] for fact in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _name(key: str) -> bytes:
    """Return the key as the database has it: 32 bytes; a digest in hexadecimal is these already."""
    if len(key) == 64:
        with suppress(ValueError):
            return bytes.fromhex(key)
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=32).digest()


def _sum(name: bytes, data: bytes) -> bytes:
    return blake2b(data, digest_size=16, key=name).digest()


def _is_file(path: Path) -> bool:
    """Tell whether `path` is a file: no link is followed, no pipe waited for."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _mark(folder: Path, book: Path | None) -> None:
    """Mark `folder`, whole or not at all, before anything else is put there. Raise `OSError`."""
    named = b"" if book is None else _BOOK + os.fsencode(book) + b"\n"
    part = folder / f"{_TAG}.{os.getpid()}-{time.monotonic_ns()}"
    try:
        part.write_bytes(_SIGNED + named)
        part.replace(folder / _TAG)
    finally:
        part.unlink(missing_ok=True)
    (folder / _IGNORE).write_text("*\n", encoding="utf-8")


def _remove_old(folder: Path) -> None:
    for pattern in _OLD:
        for path in folder.glob(pattern):
            shutil.rmtree(path)
