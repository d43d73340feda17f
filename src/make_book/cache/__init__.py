"""Results kept for the next build: content-addressed, never wrong, never needed.

Whatever is kept can be made again; a key names all that the result depends on (`keys.digest`).
"""

from __future__ import annotations

from typing import Protocol

from make_book.cache.keys import digest

__all__ = ["NO_CACHE", "Cache", "digest"]


class Cache(Protocol):
    """Where results are kept, by key."""

    def get(self, key: str) -> bytes | None:
        """Return what was kept under `key`, whole and unchanged, or `None`."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, if that can be done; never raises for a full or read-only disk."""


class _Nothing:
    """Keeps nothing."""

    def get(self, key: str) -> bytes | None:  # noqa: ARG002
        return None

    def put(self, key: str, data: bytes) -> None: ...


NO_CACHE: Cache = _Nothing()
