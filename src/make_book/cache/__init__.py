"""Results kept for the next build: content-addressed, never wrong, never needed.

Whatever is kept can be made again; a key is a `digest` of all that the result depends on.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Protocol


class Cache(Protocol):
    """Where results are kept, by key."""

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept under `keys`, whole and unchanged; keys without a result are left out."""

    def put(self, entries: Mapping[str, bytes]) -> None:
        """Keep `entries`, if that can be done; never raises for a full or read-only disk."""


class _NoCache:
    """Keeps nothing."""

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:  # noqa: ARG002
        return {}

    def put(self, entries: Mapping[str, bytes]) -> None: ...


NO_CACHE: Cache = _NoCache()


class MemoryCache:
    """A cache that ends with its process and holds at most `limit` bytes; what is unused for longest goes."""

    def __init__(self, limit: int = 128 * 1024**2) -> None:
        """Hold nothing yet."""
        self._limit, self._size = limit, 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept under `keys`."""
        found = {key: self._kept[key] for key in keys if key in self._kept}
        for key in found:
            self._kept.move_to_end(key)
        return found

    def put(self, entries: Mapping[str, bytes]) -> None:
        """Keep those of `entries` that are not larger than all there is room for."""
        for key, data in entries.items():
            self._put(key, data)

    def _put(self, key: str, data: bytes) -> None:
        self._size -= len(self._kept.pop(key, b""))
        if len(data) > self._limit:
            return
        self._kept[key] = data
        self._size += len(data)
        while self._size > self._limit:
            self._size -= len(self._kept.popitem(last=False)[1])


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of `parts` in hexadecimal. Each part is counted, so that no two lists of parts are alike."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()
