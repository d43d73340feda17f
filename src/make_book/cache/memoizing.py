"""Many small results kept in few entries: an edit rewrites one drawer, a build opens a few dozen files.

A result lies in the drawer that its name decides (an episode's id, whatever the episode says), under a
key that decides whether it still holds. So the drawers are entries that change; what is in them never does.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TypeVar

import msgspec

from make_book.cache import NO_CACHE, Cache
from make_book.cache.keys import digest
from make_book.cache.toolchain import toolchain

Result = TypeVar("Result")
Drawer = dict[str, msgspec.Raw]
Wanted = tuple[str, str | None]
"""The name of a result, which stays from build to build, and its key; without one it is made anew each time."""

_DRAWERS = 64
_FEWEST = 24
"""So many results a drawer keeps, or twice as many as the book has in it: the older ones go."""
_open = msgspec.msgpack.Decoder(Drawer).decode
_encode = msgspec.msgpack.Encoder().encode


def memoize(
    cache: Cache,
    stage: str,
    wanted: Sequence[Wanted],
    kind: type[Result],
    make: Callable[[list[int]], Sequence[Result]],
) -> list[Result]:
    """Return a result for each of `wanted`, in order.

    `kind` is the type of the results (msgspec must be able to write and read it unchanged); `stage` names
    what they are. `make` is called once with the places in `wanted` of all that is not kept, if anything
    is missing, and returns the results for these places in the same order.
    """
    if cache is NO_CACHE:
        return list(make(list(range(len(wanted)))))
    numbers = [zlib.crc32(name.encode("utf-8", "surrogatepass")) % _DRAWERS for name, _ in wanted]
    drawers = {number: _pull(cache, stage, number) for number in dict.fromkeys(numbers)}
    read = msgspec.msgpack.Decoder(kind).decode
    found = [_read(read, drawers[number].get(key or "")) for number, (_, key) in zip(numbers, wanted, strict=True)]
    missing = [at for at, one in enumerate(found) if one is None]
    if missing:
        used: dict[int, list[str]] = {}
        for at, result in zip(missing, make(missing), strict=True):
            found[at] = result
            if (key := wanted[at][1]) and (written := _written(result)):
                drawers[numbers[at]][key] = msgspec.Raw(written)
                used[numbers[at]] = []
        for number, (_, key) in zip(numbers, wanted, strict=True):
            if key and number in used:
                used[number].append(key)
        for number, keys in used.items():
            cache.put(_label(stage, number), _encode(_tidied(drawers[number], keys)))
    return [result for result in found if result is not None]


def memoize_one(cache: Cache, stage: str, key: str, kind: type[Result], make: Callable[[], Result]) -> Result:
    """Return the result that `make` gives, kept as an entry of its own under `stage` and `key`."""
    if cache is NO_CACHE:
        return make()
    label = digest("entry", toolchain(), stage, key)
    kept = cache.get(label)
    found = None if kept is None else _read(msgspec.msgpack.Decoder(kind).decode, msgspec.Raw(kept))
    if found is None:
        found = make()
        if written := _written(found):
            cache.put(label, written)
    return found


def key_of(*values: object) -> str:
    """Return one key for `values`: whatever msgspec can write, told apart by all that they hold."""
    return sha256(_written(values) or repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def _pull(cache: Cache, stage: str, number: int) -> Drawer:
    kept = cache.get(_label(stage, number))
    try:
        return {} if kept is None else _open(kept)
    except msgspec.MsgspecError:
        return {}


def _read(read: Callable[[msgspec.Raw], Result], kept: msgspec.Raw | None) -> Result | None:
    try:
        return None if kept is None else read(kept)
    except msgspec.MsgspecError:
        return None


def _written(value: object) -> bytes | None:
    """Return `value` in bytes; `None` for a text with half a character (a lone surrogate), which has no bytes."""
    try:
        return _encode(value)
    except UnicodeEncodeError:
        return None


def _tidied(drawer: Drawer, used: Iterable[str]) -> Drawer:
    """Return the drawer with what is used now in front, and as much of the rest as it may hold."""
    front = {key: drawer[key] for key in used if key in drawer}
    most = max(_FEWEST, 2 * len(front))
    return dict(list({**front, **drawer}.items())[:most])


def _label(stage: str, number: int) -> str:
    return digest("drawer", toolchain(), stage, str(number))
