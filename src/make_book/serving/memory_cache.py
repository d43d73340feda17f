"""Results kept in memory, for a preview that may keep nothing on disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence


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
