"""What a build works with: a cache, processes, a call that reports the progress. A book's bytes depend on none of it.

`remember` is the one way to make many results: it takes from the cache what is there, makes the rest with
several processes, and puts that into the cache.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import Self, TypeVar

import msgspec

from make_book.cache import NO_CACHE, Cache
from make_book.cache.toolchain import toolchain

Progress = Callable[[str, int, int], None]
"""Called with a stage, how many of its pieces are done, and how many there are; with 0 of 0 when a stage begins."""
Item = TypeVar("Item")
Result = TypeVar("Result")

_BATCH = 1 << 20
"""Bytes of results that are put into the cache at once."""
_encode = msgspec.msgpack.Encoder().encode


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing."""


class BuildResources(msgspec.Struct, frozen=True):
    """The means to make a book. Whatever they are, the same book becomes the same bytes."""

    cache: Cache = NO_CACHE
    jobs: int = 0
    """How many processes work at once; 0: one for each core."""
    progress: Progress = no_progress

    def remember(
        self,
        stage: str,
        items: Sequence[Item],
        key: Callable[[Item], str | None],
        make: Callable[[Item], Result],
        kind: type[Result],
        *,
        work: Callable[[Item], float] = lambda _: 1,
        prepare: Callable[[], object] = lambda: None,
    ) -> list[Result]:
        """Return `[make(item) for item in items]`; what the cache has is not made again.

        `stage` names the results. `key` returns a digest of everything that the result of an item depends on beside
        the toolchain; `None`: the item is made each time. Results are of the type `kind`, which msgspec can write and
        read unchanged. `work` is the time that an item takes, in units of the time that it takes to start and end a
        pool of processes: a pool is used for more than 1 in all. `prepare` is called once before anything is made and
        before processes start, so that these have what it loads.
        """
        cache, decode = self.cache, msgspec.msgpack.Decoder(kind).decode
        keys = list(_keys(stage, map(key, items))) if cache is not NO_CACHE else [None] * len(items)
        kept = cache.get([name for name in keys if name])
        found = [None if name is None else _read(kept.get(name), decode) for name in keys]
        missing = [at for at, result in enumerate(found) if result is None]
        if missing:
            from make_book.workers import spread_out  # not needed for a build that makes nothing

            prepare()
            jobs = self.jobs if sum(work(items[at]) for at in missing) > 1 else 1
            made = spread_out(partial(_make, make, cache, os.getpid()), [items[at] for at in missing], jobs)
            with _Batches(cache) as batches:
                for count, (at, (result, data)) in enumerate(zip(missing, made, strict=True), start=1):
                    found[at] = result if data is None or result is not None else decode(data)
                    batches.add(keys[at], data)
                    self.progress(stage, count, len(missing))
        return [result for result in found if result is not None]


DEFAULT_RESOURCES = BuildResources()
"""No cache, every core."""


def key_of(*values: object) -> str:
    """Return one key for `values`: whatever msgspec can write, told apart by all that they hold."""
    return sha256(_written(values) or repr(values).encode("utf-8", "surrogatepass")).hexdigest()


class _Batches:
    """New results on their way into the cache: many at once, and what there is when the making ends or fails."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._fresh: dict[str, bytes] = {}
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cache.put(self._fresh)

    def add(self, key: str | None, data: bytes | None) -> None:
        if key is None or data is None:
            return
        self._fresh[key] = data
        self._size += len(data)
        if self._size > _BATCH:
            self._cache.put(self._fresh)
            self._fresh, self._size = {}, 0


def _make(make: Callable[[Item], Result], cache: Cache, parent: int, item: Item) -> tuple[Result | None, bytes | None]:
    """Return what `make` makes of `item`, and the same in bytes if the cache needs it; a worker sends only bytes."""
    result = make(item)
    travels = os.getpid() != parent
    data = _written(result) if travels or cache is not NO_CACHE else None
    return (None if travels and data is not None else result), data


def _keys(stage: str, keys: Iterable[str | None]) -> Iterator[str | None]:
    """Yield the cache's keys for `keys`: those of the same stage and toolchain only."""
    common = sha256(key_of(stage, toolchain()).encode())
    for key in keys:
        if key is None:
            yield None
            continue
        whole = common.copy()
        whole.update(key.encode())
        yield whole.hexdigest()


def _read(data: bytes | None, decode: Callable[[bytes], Result]) -> Result | None:
    try:
        return None if data is None else decode(data)
    except msgspec.MsgspecError:
        return None


def _written(value: object) -> bytes | None:
    """Return `value` in bytes; `None` for a text with half a character (a lone surrogate), which has no bytes."""
    try:
        return _encode(value)
    except UnicodeEncodeError:
        return None
