"""Drawers: what holds is not made again, what does not hold is, and nothing grows for ever."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from make_book.cache import NO_CACHE, Cache
from make_book.cache.memoizing import key_of, memoize, memoize_one


class Shelf:
    """A cache in memory that counts what is put into it."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.puts = 0

    def get(self, key: str) -> bytes | None:
        return self.entries.get(key)

    def put(self, key: str, data: bytes) -> None:
        self.puts += 1
        self.entries[key] = data


class Word(msgspec.Struct, frozen=True, array_like=True):
    """A result."""

    text: str
    lines: tuple[int, ...] = ()


def words(cache: Cache, texts: Sequence[str], stage: str = "words") -> tuple[list[Word], list[str]]:
    """Return the results for `texts`, each called by its place, and those texts that had to be made."""
    made: list[str] = []

    def make(places: list[int]) -> list[Word]:
        made.extend(texts[at] for at in places)
        return [Word(texts[at].upper(), (at,)) for at in places]

    wanted = [(f"name {at}", key_of(text)) for at, text in enumerate(texts)]
    return memoize(cache, stage, wanted, Word, make), made


def test_only_what_changed_is_made_and_all_comes_back_in_order() -> None:
    disk_cache = Shelf()
    assert words(disk_cache, ["a", "b", "c"])[1] == ["a", "b", "c"]
    results, made = words(disk_cache, ["a", "B", "c"])
    assert made == ["B"]
    assert results == [Word("A", (0,)), Word("B", (1,)), Word("C", (2,))]


def test_an_edit_rewrites_one_drawer_and_no_edit_none() -> None:
    disk_cache = Shelf()
    texts = [f"text {number}" for number in range(300)]
    words(disk_cache, texts)
    assert len(disk_cache.entries) <= 64
    disk_cache.puts = 0
    words(disk_cache, texts)
    assert disk_cache.puts == 0
    words(disk_cache, [*texts[:9], "another", *texts[10:]])
    assert disk_cache.puts == 1


def test_what_was_undone_is_still_there() -> None:
    disk_cache = Shelf()
    words(disk_cache, ["a", "b"])
    words(disk_cache, ["a", "c"])
    assert words(disk_cache, ["a", "b"])[1] == []


def test_a_drawer_does_not_grow_for_ever() -> None:
    disk_cache = Shelf()
    for number in range(60):
        words(disk_cache, [f"version {number}"])
    (drawer,) = disk_cache.entries.values()
    assert len(msgspec.msgpack.decode(drawer)) == 24
    assert words(disk_cache, ["version 59"])[1] == []
    assert words(disk_cache, ["version 0"])[1] == ["version 0"]


def test_stages_do_not_meet() -> None:
    disk_cache = Shelf()
    words(disk_cache, ["a"], "one")
    assert words(disk_cache, ["a"], "other")[1] == ["a"]


def test_what_has_no_key_is_made_each_time() -> None:
    disk_cache, counted = Shelf(), []

    def make(places: list[int]) -> list[Word]:
        counted.append(places)
        return [Word("x") for _ in places]

    for _ in range(2):
        memoize(disk_cache, "words", [("part", None), ("name", key_of("x"))], Word, make)
    assert counted == [[0, 1], [0]]


@pytest.mark.parametrize("damage", [b"", b"\xc1", msgspec.msgpack.encode({"x": 1}), msgspec.msgpack.encode([1])])
def test_a_drawer_that_holds_something_else_is_a_miss(damage: bytes) -> None:
    disk_cache = Shelf()
    words(disk_cache, ["a"])
    disk_cache.entries = dict.fromkeys(disk_cache.entries, damage)
    assert words(disk_cache, ["a"]) == ([Word("A", (0,))], ["a"])


def test_a_result_of_another_shape_is_a_miss() -> None:
    disk_cache = Shelf()
    memoize(disk_cache, "words", [("name 0", key_of("a"))], dict[str, int], lambda _: [{"a": 1}])
    assert words(disk_cache, ["a"])[1] == ["a"]


def test_half_a_character_is_not_kept_and_does_no_harm() -> None:
    disk_cache = Shelf()
    for _ in range(2):
        assert words(disk_cache, ["\ud800", "b"])[0] == [Word("\ud800", (0,)), Word("B", (1,))]
    assert key_of("\ud800") != key_of("\ud801")


def test_keys_tell_lists_of_values_apart() -> None:
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of(["abc"]), key_of("abc", None)}) == 5


def test_without_a_cache_everything_is_made() -> None:
    for _ in range(2):
        assert words(NO_CACHE, ["a", "b"])[1] == ["a", "b"]


def test_one_result_is_kept_as_an_entry_of_its_own() -> None:
    disk_cache, made = Shelf(), []

    def make() -> Word:
        made.append(1)
        return Word("x")

    assert [memoize_one(disk_cache, "one", "key", Word, make) for _ in range(3)] == [Word("x")] * 3
    disk_cache.entries = dict.fromkeys(disk_cache.entries, b"\xc1")
    assert memoize_one(disk_cache, "one", "key", Word, make) == Word("x")
    assert len(made) == 2
