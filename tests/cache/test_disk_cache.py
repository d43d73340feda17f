"""The cache on disk: what is in it is whole, or it is not there."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from make_book.cache import digest
from make_book.cache.disk_cache import DiskCache, is_cache_folder, may_be_cache_folder, remove_abandoned
from make_book.resources import BuildResources

MUCH = 1 << 30


@pytest.fixture
def disk_cache(tmp_path: Path) -> DiskCache:
    return DiskCache(tmp_path / "cache", MUCH)


def database(disk_cache: DiskCache) -> Path:
    return disk_cache.folder / "results.sqlite"


def execute(disk_cache: DiskCache, statement: str) -> list[tuple[object, ...]]:
    """Do something to the database behind the cache's back."""
    with closing(sqlite3.connect(database(disk_cache), isolation_level=None)) as opened:
        return opened.execute(statement).fetchall()


@pytest.mark.parametrize("data", [b"", b"x", b"SQLite format 3\0" * 9, bytes(range(256)) * 9000])
def test_what_was_put_is_got(disk_cache: DiskCache, data: bytes) -> None:
    disk_cache.put({"a": data, "\ud800": b"half"})
    assert disk_cache.get(["a", "b", "\ud800"]) == {"a": data, "\ud800": b"half"}


def test_thousands_are_put_and_got_at_once(disk_cache: DiskCache) -> None:
    entries = {str(number): digest(str(number)).encode() for number in range(3000)}
    disk_cache.put(entries)
    assert disk_cache.get(list(entries)) == entries


def test_the_last_that_was_put_is_got(disk_cache: DiskCache) -> None:
    disk_cache.put({"a": b"one"})
    disk_cache.put({"a": b"two"})
    assert disk_cache.get(["a"]) == {"a": b"two"}


def test_nothing_is_made_before_something_is_kept(disk_cache: DiskCache) -> None:
    assert disk_cache.get(["a"]) == {}
    disk_cache.put({})
    disk_cache.trim()
    assert not disk_cache.clear()
    assert not disk_cache.folder.exists()


def test_the_folder_is_marked_as_a_cache_and_as_nothing_for_git(disk_cache: DiskCache) -> None:
    disk_cache.put({"a": b"one"})
    assert (disk_cache.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (disk_cache.folder / ".gitignore").read_text() == "*\n"
    assert is_cache_folder(disk_cache.folder)


def test_a_cache_travels_to_another_process(disk_cache: DiskCache) -> None:
    disk_cache.put({"a": b"one"})
    assert pickle.loads(pickle.dumps(disk_cache)).get(["a"]) == {"a": b"one"}


def test_a_changed_result_is_a_miss_and_is_made_good(disk_cache: DiskCache) -> None:
    disk_cache.put({"a": b"some text", "b": b"other"})
    for change in ("data = x'00'", "data = 'text'", "data = 3", "data = NULL", "sum = x'00'", "sum = NULL"):
        execute(disk_cache, f"UPDATE results SET {change}")
        assert disk_cache.get(["a", "b"]) == {}
        disk_cache.put({"a": b"some text", "b": b"other"})
        assert disk_cache.get(["a", "b"]) == {"a": b"some text", "b": b"other"}


def test_a_result_under_the_key_of_another_is_a_miss(disk_cache: DiskCache) -> None:
    disk_cache.put({"a": b"one", "b": b"two"})
    execute(disk_cache, "UPDATE results SET (sum, data) = (SELECT sum, data FROM results AS other LIMIT 1)")
    assert len(disk_cache.get(["a", "b"])) == 1


@pytest.mark.parametrize("seed", range(6))
def test_damage_anywhere_in_the_file_costs_results_and_nothing_else(disk_cache: DiskCache, seed: int) -> None:
    entries = {str(number): digest(str(number)).encode() * (1 + number * 9 % 200) for number in range(60)}
    chance = random.Random(seed)
    disk_cache.put(entries)
    whole = database(disk_cache).read_bytes()
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 8, 3000))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        database(disk_cache).write_bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        for key, got in disk_cache.get(list(entries)).items():
            assert got == entries[key]
        disk_cache.trim()
        disk_cache.put({"new": b"new"})
        disk_cache.put({"new": b"new"})
        assert disk_cache.get(["new"]) in ({"new": b"new"}, {})


@pytest.mark.parametrize(
    "content", [b"", b"x", b"SQLite format 3\0", b"not a database at all, but long enough to be one" * 99]
)
def test_what_is_no_database_is_thrown_away(disk_cache: DiskCache, content: bytes) -> None:
    disk_cache.put({"a": b"one"})
    database(disk_cache).write_bytes(content)
    assert disk_cache.get(["a"]) == {}
    disk_cache.put({"a": b"two"})
    assert disk_cache.get(["a"]) == {"a": b"two"}


@pytest.mark.parametrize("table", ["results (x)", "results (key, used, sum, data, more)", "other (key)"])
def test_a_database_of_another_shape_is_thrown_away(disk_cache: DiskCache, table: str) -> None:
    disk_cache.put({"a": b"one"})
    execute(disk_cache, "DROP TABLE results")
    execute(disk_cache, f"CREATE TABLE {table}")
    assert disk_cache.get(["a"]) == {}
    disk_cache.put({"a": b"two"})
    assert disk_cache.get(["a"]) == {"a": b"two"}


@pytest.mark.parametrize("thing", ["folder", "pipe", "link", "circle"])
def test_what_is_no_file_is_a_miss_and_is_not_waited_for(disk_cache: DiskCache, tmp_path: Path, thing: str) -> None:
    disk_cache.put({"a": b"one"})
    path = database(disk_cache)
    path.rename(tmp_path / "one")
    match thing:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "link":
            path.symlink_to(tmp_path / "one")
        case "circle":
            path.symlink_to(path)
    assert disk_cache.get(["a"]) == {}
    disk_cache.put({"a": b"two"})
    disk_cache.trim()
    assert disk_cache.get(["a"]) in ({}, {"a": b"two"})
    assert (tmp_path / "one").exists()


READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'


def test_what_is_read_only_is_read(disk_cache: DiskCache) -> None:
    disk_cache.put({"a": b"one"})
    execute(disk_cache, "UPDATE results SET used = 1")
    program = (
        "import pathlib, sys; from make_book.cache.disk_cache import DiskCache\n"
        "cache = DiskCache(pathlib.Path(sys.argv[1]), 1 << 30)\n"
        "cache.put({'b': b'two'}); cache.trim(); print(sorted(cache.get(['a', 'b'])))"
    )
    alone = ("unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",)), "sh", "-c", READ_ONLY, "sh")
    if not shutil.which("unshare") or subprocess.run([*alone, disk_cache.folder, "true"], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    command = [*alone, disk_cache.folder, sys.executable, "-c", program, disk_cache.folder]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "['a']\n"


def test_a_file_in_the_place_of_the_folder_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"precious")
    for folder in (tmp_path / "file", tmp_path / "file" / "in-it", tmp_path / "no" / "parent"):
        disk_cache = DiskCache(folder, MUCH)
        disk_cache.put({"a": b"one"})
        disk_cache.trim()
        assert disk_cache.get(["a"]) == {}
        assert not disk_cache.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept" / "aa").mkdir(parents=True)
    (tmp_path / "kept" / "aa" / "letter").write_bytes(b"precious")
    disk_cache = DiskCache(tmp_path, MUCH)
    disk_cache.put({"a": b"one"})
    disk_cache.trim()
    assert not disk_cache.clear()
    assert not may_be_cache_folder(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == [
        "kept",
        "kept/aa",
        "kept/aa/letter",
    ]


def test_what_a_kill_left_of_the_first_mark_does_not_keep_the_cache_from_being_used(disk_cache: DiskCache) -> None:
    disk_cache.folder.mkdir()
    (disk_cache.folder / "CACHEDIR.TAG.77-0-1").write_text("Signat")
    disk_cache.put({"a": b"one"})
    assert disk_cache.get(["a"]) == {"a": b"one"}
    assert disk_cache.clear()
    assert not disk_cache.folder.exists()


def old_style(folder: Path) -> None:
    """Make a cache as make-book 0.1 made it."""
    DiskCache(folder, MUCH).put({"a": b"one"})
    (folder / "results.sqlite").unlink()
    for path in (folder / "kept" / "aa" / "bb", folder / "parts" / "77-0-1", folder / "gone-77-0-1" / "x"):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")


def test_a_cache_of_the_old_kind_is_ours_to_remove_and_to_use(disk_cache: DiskCache) -> None:
    old_style(disk_cache.folder)
    assert may_be_cache_folder(disk_cache.folder)
    assert disk_cache.clear()
    assert not disk_cache.folder.exists()
    old_style(disk_cache.folder)
    disk_cache.put({"a": b"two"})
    assert sorted(path.name for path in disk_cache.folder.iterdir()) == [
        ".gitignore",
        "CACHEDIR.TAG",
        "results.sqlite",
        "results.sqlite-journal",
    ]
    assert disk_cache.get(["a"]) == {"a": b"two"}


def test_the_least_recently_used_go_first_and_the_file_becomes_smaller(disk_cache: DiskCache) -> None:
    for number in range(100):
        disk_cache.put({str(number): b"x" * 10_000})
    execute(disk_cache, "UPDATE results SET used = 100 + rowid")
    assert disk_cache.get(["0"]), "used: it is the freshest now"
    DiskCache(disk_cache.folder, 300_000).trim()
    left = [int(key) for key in disk_cache.get([str(number) for number in range(100)])]
    assert 20 < len(left) < 30
    assert sorted(left) == [0, *range(101 - len(left), 100)]
    assert database(disk_cache).stat().st_size <= 300_000


def test_trimming_within_the_limit_removes_nothing(disk_cache: DiskCache) -> None:
    keys = [str(number) for number in range(10)]
    disk_cache.put(dict.fromkeys(keys, b"x" * 1000))
    disk_cache.trim()
    assert len(disk_cache.get(keys)) == 10


def test_what_is_larger_than_the_limit_is_not_kept(tmp_path: Path) -> None:
    disk_cache = DiskCache(tmp_path / "cache", 100)
    disk_cache.put({"a": b"x" * 101, "b": b"x"})
    assert disk_cache.get(["a", "b"]) == {"b": b"x"}


def test_a_result_in_steady_use_is_marked_once_an_hour(disk_cache: DiskCache) -> None:
    disk_cache.put({"a": b"one", "b": b"two"})
    (used,) = execute(disk_cache, "SELECT DISTINCT used FROM results")
    before = database(disk_cache).stat().st_mtime_ns
    disk_cache.get(["a"])
    assert database(disk_cache).stat().st_mtime_ns == before
    execute(disk_cache, "UPDATE results SET used = used - 1")
    assert disk_cache.get(["a"]) == {"a": b"one"}
    assert execute(disk_cache, "SELECT used FROM results ORDER BY used DESC LIMIT 1") == [used]


def test_clearing_removes_everything_of_ours_and_nothing_else(disk_cache: DiskCache) -> None:
    disk_cache.put({"a": b"one"})
    (disk_cache.folder / "letter").write_bytes(b"precious")
    assert disk_cache.clear()
    assert disk_cache.get(["a"]) == {}
    assert (disk_cache.folder / "letter").read_bytes() == b"precious"
    (disk_cache.folder / "letter").unlink()
    assert disk_cache.clear()
    assert not disk_cache.folder.exists()


def test_caches_of_books_that_are_gone_are_removed_after_a_while(tmp_path: Path) -> None:
    kept = {"here": tmp_path, "gone": tmp_path / "gone", "lately-gone": tmp_path / "gone", "shared": None}
    for name, book in kept.items():
        DiskCache(tmp_path / "caches" / name, MUCH, book).folder.parent.mkdir(exist_ok=True)
        DiskCache(tmp_path / "caches" / name, MUCH, book).put({"a": b"one"})
        if name != "lately-gone":
            os.utime(tmp_path / "caches" / name / "results.sqlite", (0, 0))
    remove_abandoned(tmp_path / "caches")
    assert sorted(path.name for path in (tmp_path / "caches").iterdir()) == ["here", "lately-gone", "shared"]


def test_a_database_that_another_process_holds_is_waited_for_once(
    disk_cache: DiskCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put_often() -> None:
        for _ in range(1000):
            disk_cache.put({"b": b"two"})

    monkeypatch.setattr("make_book.cache.disk_cache._PATIENCE", 0.2)
    disk_cache.put({"a": b"one"})
    with closing(sqlite3.connect(database(disk_cache), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert disk_cache.get(["a"]) == {}
        waiting = threading.Thread(target=put_often)
        waiting.start()
        waiting.join(5)
        assert not waiting.is_alive(), "it waits once, not a thousand times"
    assert DiskCache(disk_cache.folder, MUCH).get(["a", "b"]) == {"a": b"one"}


def test_workers_read_and_write_with_connections_of_their_own(disk_cache: DiskCache) -> None:
    inner = BuildResources(disk_cache, jobs=1)

    def make(number: int) -> int:
        return inner.remember("inner", [number % 5], str, lambda item: item * 10, int)[0]

    for _ in range(2):
        made = BuildResources(disk_cache, jobs=4).remember("outer", range(40), str, make, int)
        assert made == [number % 5 * 10 for number in range(40)]
    assert execute(disk_cache, "SELECT count(*) FROM results") == [(45,)]
    assert execute(disk_cache, "PRAGMA integrity_check") == [("ok",)]


def write_for_ever(disk_cache: DiskCache) -> None:
    for number in range(1_000_000):
        disk_cache.put({f"{number} {at}": value(at) for at in range(0, 300, 7)})


def test_a_writer_that_is_killed_loses_at_most_what_it_was_writing(disk_cache: DiskCache) -> None:
    chance, context = random.Random(5), multiprocessing.get_context("fork")
    disk_cache.put({"first": b"one"})
    for _ in range(15):
        writer = context.Process(target=write_for_ever, args=(disk_cache,))
        writer.start()
        writer.join(chance.random() / 5)
        writer.kill()
        writer.join()
        batches = disk_cache.get([f"{number} {at}" for number in range(50) for at in (0, 294)])
        assert all(data == value(int(key.split()[1])) for key, data in batches.items())
        assert disk_cache.get(["first"]) == {"first": b"one"}, "the database was not thrown away"
        assert execute(disk_cache, "PRAGMA integrity_check") == [("ok",)]


def value(number: int) -> bytes:
    return digest(str(number)).encode() * (1 + number % 300)


def hammer(disk_cache: DiskCache, worker: int, rounds: int) -> None:
    """Put, get, damage, trim and clear, as many do at once; leave with 1 if anything got is not what was put."""
    for number in range(rounds):
        at = (number * 7 + worker * 13) % 40
        disk_cache.put({str(at): value(at)})
        other = (at * 5 + number) % 40
        if disk_cache.get([str(other)]).get(str(other)) not in (None, value(other)):
            os._exit(1)
        match number % 50, worker:
            case 49, 0:
                disk_cache.trim()
            case 25, 1 | 3:
                disk_cache.clear()
            case 10, 2:
                try:
                    os.truncate(database(disk_cache), 5000)
                except FileNotFoundError:
                    continue
    os._exit(0)


def test_many_processes_use_one_cache_and_no_one_gets_what_was_not_put(tmp_path: Path) -> None:
    disk_cache = DiskCache(tmp_path / "cache", 60_000)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=hammer, args=(disk_cache, worker, 300)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    disk_cache.put({"after": b"all"})
    disk_cache.trim()
    assert database(disk_cache).stat().st_size <= 60_000
    assert disk_cache.get(["after"]) == {"after": b"all"}
