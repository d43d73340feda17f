"""`remember`: what the cache has is not made again, and a cache or processes change no result."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import msgspec
import pytest

from make_book.cache import NO_CACHE, Cache
from make_book.resources import BuildResources, key_of


class MemoryCache:
    """A cache in memory."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self.entries[key] for key in keys if key in self.entries}

    def put(self, entries: Mapping[str, bytes]) -> None:
        self.entries.update(entries)


class Word(msgspec.Struct, frozen=True, array_like=True):
    """A result."""

    text: str
    lines: tuple[int, ...] = ()


def words(cache: Cache, texts: Sequence[str], stage: str = "words", jobs: int = 1) -> tuple[list[Word], list[str]]:
    """Return the results for `texts`, and those texts that had to be made."""
    made: list[str] = []
    reported: list[tuple[str, int, int]] = []

    def make(text: str) -> Word:
        made.append(text)
        return Word(text.upper(), (len(text),))

    resources = BuildResources(cache, jobs, lambda *progress: reported.append(progress))
    results = resources.remember(stage, texts, key_of, make, Word)
    assert reported == [(stage, count + 1, len(reported)) for count in range(len(reported))]
    return results, made


def test_only_what_changed_is_made_and_all_comes_back_in_order() -> None:
    cache = MemoryCache()
    assert words(cache, ["a", "b", "c"])[1] == ["a", "b", "c"]
    results, made = words(cache, ["a", "B", "c"])
    assert made == ["B"]
    assert results == [Word("A", (1,)), Word("B", (1,)), Word("C", (1,))]


def test_what_was_undone_is_still_there() -> None:
    cache = MemoryCache()
    words(cache, ["a", "b"])
    words(cache, ["a", "c"])
    assert words(cache, ["a", "b"])[1] == []


def test_stages_do_not_meet() -> None:
    cache = MemoryCache()
    words(cache, ["a"], "one")
    assert words(cache, ["a"], "other")[1] == ["a"]


def test_equal_items_have_equal_results() -> None:
    cache = MemoryCache()
    for _ in range(2):
        assert words(cache, ["a", "a"])[0] == [Word("A", (1,))] * 2


def test_what_has_no_key_is_made_each_time() -> None:
    cache, made = MemoryCache(), list[str]()

    def make(text: str) -> Word:
        made.append(text)
        return Word(text)

    def key(text: str) -> str | None:
        return text if text == "x" else None

    for _ in range(2):
        BuildResources(cache, jobs=1).remember("words", ["part", "x"], key, make, Word)
    assert made == ["part", "x", "part"]


@pytest.mark.parametrize("damage", [b"", b"\xc1", msgspec.msgpack.encode({"x": 1}), msgspec.msgpack.encode([1])])
def test_a_result_of_another_shape_is_made_again(damage: bytes) -> None:
    cache = MemoryCache()
    words(cache, ["a"])
    cache.entries = dict.fromkeys(cache.entries, damage)
    assert words(cache, ["a"]) == ([Word("A", (1,))], ["a"])


def test_half_a_character_is_not_kept_and_does_no_harm() -> None:
    cache = MemoryCache()
    for jobs in (1, 2):
        assert words(cache, ["\ud800", "b", "c"], jobs=jobs)[0][0] == Word("\ud800", (1,))
    assert key_of("\ud800") != key_of("\ud801")


def test_keys_tell_lists_of_values_apart() -> None:
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of(["abc"]), key_of("abc", None)}) == 5


def test_without_a_cache_everything_is_made() -> None:
    for _ in range(2):
        assert words(NO_CACHE, ["a", "b"])[1] == ["a", "b"]


@pytest.mark.parametrize("cache", [NO_CACHE, MemoryCache()])
def test_several_processes_make_the_same_results(cache: Cache) -> None:
    texts = [f"text {number}" for number in range(40)]
    assert words(cache, texts, jobs=2) == ([Word(text.upper(), (len(text),)) for text in texts], [])
    assert words(cache, texts)[1] == ([] if cache is not NO_CACHE else texts)


def test_a_pool_is_used_for_enough_work_only() -> None:
    def processes(work: float) -> set[int]:
        resources = BuildResources(jobs=2)
        return set(resources.remember("pids", range(8), str, lambda _: os.getpid(), int, work=lambda _: work))

    assert processes(0.1) == {os.getpid()}
    assert os.getpid() not in processes(0.2)


def test_what_was_made_before_a_failure_is_kept() -> None:
    cache = MemoryCache()

    def make(number: int) -> int:
        if number == 3:
            raise ValueError(number)
        return number

    resources = BuildResources(cache, jobs=1)
    with pytest.raises(ValueError, match="3"):
        resources.remember("numbers", range(5), str, make, int)
    assert len(cache.entries) == 3


def test_what_workers_need_is_prepared_once_and_only_when_something_is_made() -> None:
    resources, prepared = BuildResources(MemoryCache(), jobs=2), list[int]()
    for _ in range(2):
        resources.remember(
            "pids", range(4), str, lambda _: os.getpid(), int, prepare=lambda: prepared.append(os.getpid())
        )
    assert prepared == [os.getpid()]
