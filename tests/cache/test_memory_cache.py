"""Results kept in memory."""

from __future__ import annotations

from make_book.cache import MemoryCache


def test_what_was_put_is_there() -> None:
    memory = MemoryCache()
    memory.put({"a": b"1"})
    memory.put({"a": b"22"})
    assert memory.get(["a", "b"]) == {"a": b"22"}


def test_what_is_unused_for_longest_makes_room() -> None:
    memory = MemoryCache(10)
    for key in "abc":
        memory.put({key: b"333"})
    memory.get(["a"])
    memory.put({"d": b"333"})
    assert memory.get(list("abcd")) == dict.fromkeys("acd", b"333")


def test_what_is_too_large_is_not_kept_and_drives_nothing_out() -> None:
    memory = MemoryCache(10)
    memory.put({"a": b"333"})
    memory.put({"b": bytes(11)})
    assert memory.get(["a", "b"]) == {"a": b"333"}
    memory.put({"a": bytes(11)})
    assert memory.get(["a"]) == {}
