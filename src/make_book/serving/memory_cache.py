"""Results kept in memory, for a preview that may keep nothing on disk."""

from __future__ import annotations

from collections import OrderedDict


class MemoryCache:
    """A cache that ends with its process and holds at most `limit` bytes; what is unused for longest goes."""

    def __init__(self, limit: int = 128 * 1024**2) -> None:
        """Hold nothing yet."""
        self._limit, self._size = limit, 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        """Return what was kept under `key`, or `None`."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, if it is not larger than all there is room for."""
        self._size -= len(self._kept.pop(key, b""))
        if len(data) > self._limit:
            return
        self._kept[key] = data
        self._size += len(data)
        while self._size > self._limit:
            self._size -= len(self._kept.popitem(last=False)[1])
