"""Results kept for the next build: content-addressed, never wrong, never needed.

Whatever is kept can be made again; a key names all that the result depends on (`keys.digest`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from make_book.cache.keys import digest

__all__ = ["NO_CACHE", "Cache", "digest"]


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
