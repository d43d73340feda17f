"""The build cache: finished editions; a build that asks for the same again gets them from here.

The same: the toolchain, everything in the book's folder that a build may read, and what is asked for.
Nothing heavy is imported here, for then there is nothing to do.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from make_book.cache import NO_CACHE, Cache, digest
from make_book.cache.source_manifest import SourceManifest, take_manifest
from make_book.cache.toolchain import toolchain
from make_book.findings import Finding
from make_book.style_files import shipped_folder


class StoredEdition(msgspec.Struct, frozen=True):
    """One finished file: its name, its edition, how many pages it has (0: none), its bytes."""

    name: str
    edition: str
    pages: int
    data: bytes


class FinishedBuild(msgspec.Struct, frozen=True):
    """The result of a build: files, findings, the words and episodes built, the episodes there are."""

    files: tuple[StoredEdition, ...]
    findings: tuple[Finding, ...]
    words: int
    chosen: int
    episodes: int


class _Card(msgspec.Struct, frozen=True):
    """The entry in the cache: `finished` without the bytes of its files, and the keys of these."""

    finished: FinishedBuild
    keys: tuple[str, ...]


class BuildCache:
    """The cached builds of the book at `root` for one `wish`: all on the command line that a result depends on."""

    def __init__(self, cache: Cache, root: Path, wish: Sequence[str]) -> None:
        """Note the files of the book as they are now, before any of them is read."""
        self._cache, self._root, self._wish = cache, root, tuple(wish)
        self._manifest = None if cache is NO_CACHE else take_manifest(root)

    def find(self) -> FinishedBuild | None:
        """Return what was made of this book as it is now, `None` if that is not kept, or not whole."""
        if self._manifest is None or not (kept := self._get(self._key(self._manifest))):
            return None
        try:
            card = msgspec.msgpack.decode(kept, type=_Card)
        except (msgspec.MsgspecError, KeyError):
            return None
        files = []
        for made, key in zip(card.finished.files, card.keys, strict=False):
            if (data := self._get(key)) is None or Path(made.name).name != made.name:
                return None
            files.append(msgspec.structs.replace(made, data=data))
        return msgspec.structs.replace(card.finished, files=tuple(files))

    def keep(self, finished: FinishedBuild) -> None:
        """Keep what was made, unless a file of the book, or of make-book, was changed meanwhile."""
        if self._manifest is None:
            return
        key = self._key(self._manifest)
        toolchain.cache_clear()
        if take_manifest(self._root) != self._manifest or self._key(self._manifest) != key:
            return
        keys = tuple(digest("file", made.data) for made in finished.files)
        self._cache.put({name: made.data for made, name in zip(finished.files, keys, strict=True)})
        files = tuple(msgspec.structs.replace(made, data=b"") for made in finished.files)
        card = _Card(msgspec.structs.replace(finished, files=files), keys)
        self._cache.put({key: msgspec.msgpack.encode(card)})

    def _get(self, key: str) -> bytes | None:
        return self._cache.get([key]).get(key)

    def _key(self, manifest: SourceManifest) -> str:
        own = (self._root / "styles").resolve() != shipped_folder().resolve()
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        return digest("finished", toolchain(), manifest.contents, str(own), epoch, *self._wish)
