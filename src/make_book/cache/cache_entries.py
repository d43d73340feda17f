"""An entry of the shelf: a head that tells length and checksum, then the data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b

_MAGIC = b"make-book kept 1\n"
_SUM = 32
_HEAD = len(_MAGIC) + 8 + _SUM
_READ = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""Follow no link, wait for no pipe."""
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | sum(getattr(os, flag, 0) for flag in ("O_CLOEXEC", "O_BINARY"))


class Damaged(Exception):
    """The file is not what was written."""


def head(name: str, data: bytes) -> bytes:
    """Return what stands before `data` in the entry called `name`."""
    return _MAGIC + len(data).to_bytes(8, "big") + _sum(name, data)


def read(path: str, name: str) -> tuple[bytes, int]:
    """Return the data of the entry `name`, and when the file was last touched (ns).

    Raise `Damaged` for a file that is not that entry whole and unchanged, `OSError` if it cannot be read.
    """
    descriptor = os.open(path, _READ)
    try:
        state = os.fstat(descriptor)
        first, size = os.read(descriptor, _HEAD), state.st_size - _HEAD
        if size < 0 or not first.startswith(_MAGIC + size.to_bytes(8, "big")):
            raise Damaged
        data = b"".join(_pieces(descriptor, size))
    finally:
        os.close(descriptor)
    if len(data) != size or first[-_SUM:] != _sum(name, data):
        raise Damaged
    return data, state.st_mtime_ns


def write(path: str, *pieces: bytes) -> None:
    """Write a new file. It is not flushed: what a power cut tears, its checksum tells. Raise `OSError`."""
    descriptor = os.open(path, _WRITE, 0o666)
    try:
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _pieces(descriptor: int, size: int) -> Iterator[bytes]:
    """Yield what the file holds from here on, up to `size` bytes; the system may give less at a time."""
    while size > 0 and (piece := os.read(descriptor, size)):
        size -= len(piece)
        yield piece


def _sum(name: str, data: bytes) -> bytes:
    whole = blake2b(name.encode(), digest_size=_SUM)
    whole.update(data)
    return whole.digest()
