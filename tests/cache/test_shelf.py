"""The shelf: what is on it is whole, or it is not there."""

from __future__ import annotations

import errno
import multiprocessing
import os
import pickle
from pathlib import Path

import pytest

from make_book.cache import digest
from make_book.cache.disk_cache import DiskCache, is_cache_folder, may_be_cache_folder

MUCH = 1 << 30
HOUR = 3600


@pytest.fixture
def disk_cache(tmp_path: Path) -> DiskCache:
    return DiskCache(tmp_path / ".make-book", MUCH)


def entry(disk_cache: DiskCache, key: str) -> Path:
    name = digest(key)
    return disk_cache.folder / "kept" / name[:2] / name[2:]


def entries(disk_cache: DiskCache) -> list[Path]:
    return sorted(path for path in (disk_cache.folder / "kept").rglob("*") if path.is_file())


def age(path: Path, hours: float) -> None:
    then = path.stat().st_mtime - hours * HOUR
    os.utime(path, (then, then))


@pytest.mark.parametrize("data", [b"", b"x", b"make-book kept 1\n" * 9, bytes(range(256)) * 9000])
def test_what_was_put_is_got(disk_cache: DiskCache, data: bytes) -> None:
    disk_cache._put("a", data)
    assert disk_cache._get("a") == data
    assert disk_cache._get("b") is None


def test_the_last_that_was_put_is_got(disk_cache: DiskCache) -> None:
    disk_cache._put("a", b"one")
    disk_cache._put("a", b"two")
    assert disk_cache._get("a") == b"two"


def test_nothing_is_made_before_something_is_kept(disk_cache: DiskCache) -> None:
    assert disk_cache._get("a") is None
    disk_cache.trim()
    assert not disk_cache.clear()
    assert not disk_cache.folder.exists()


def test_the_folder_is_marked_as_a_cache_and_as_nothing_for_git(disk_cache: DiskCache) -> None:
    disk_cache._put("a", b"one")
    assert (disk_cache.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (disk_cache.folder / ".gitignore").read_text() == "*\n"
    assert is_cache_folder(disk_cache.folder)


def test_a_shelf_travels_to_another_process(disk_cache: DiskCache) -> None:
    disk_cache._put("a", b"one")
    assert pickle.loads(pickle.dumps(disk_cache))._get("a") == b"one"


def test_a_flipped_bit_is_noticed_wherever_it_is(disk_cache: DiskCache) -> None:
    disk_cache._put("a", b"some text")
    whole = entry(disk_cache, "a").read_bytes()
    for at in range(len(whole)):
        data = bytearray(whole)
        data[at] ^= 1 << at % 8
        entry(disk_cache, "a").write_bytes(data)
        assert disk_cache._get("a") is None
        assert entries(disk_cache) == []


@pytest.mark.parametrize("length", [0, 1, 20, 60, 100])
def test_a_torn_entry_is_a_miss_and_goes(disk_cache: DiskCache, length: int) -> None:
    disk_cache._put("a", b"some text" * 20)
    os.truncate(entry(disk_cache, "a"), length)
    assert disk_cache._get("a") is None
    assert entries(disk_cache) == []


def test_an_entry_with_more_than_was_written_is_a_miss(disk_cache: DiskCache) -> None:
    disk_cache._put("a", b"some text")
    with entry(disk_cache, "a").open("ab") as file:
        file.write(b"\0")
    assert disk_cache._get("a") is None


def test_an_entry_under_the_name_of_another_is_a_miss(disk_cache: DiskCache) -> None:
    disk_cache._put("a", b"one")
    disk_cache._put("b", b"two")
    entry(disk_cache, "a").replace(entry(disk_cache, "b"))
    assert disk_cache._get("b") is None


@pytest.mark.parametrize("thing", ["folder", "pipe", "link", "circle"])
def test_what_is_no_file_is_a_miss_and_is_not_waited_for(disk_cache: DiskCache, tmp_path: Path, thing: str) -> None:
    disk_cache._put("a", b"one")
    path = entry(disk_cache, "a")
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
    assert disk_cache._get("a") is None
    disk_cache._put("a", b"two")
    assert disk_cache._get("a") == (None if thing == "folder" else b"two")


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
def test_a_disk_that_takes_nothing_stops_nobody(
    disk_cache: DiskCache, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    disk_cache._put("a", b"one")

    def refuse(*_: object) -> int:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr("os.write", refuse)
    disk_cache._put("b", b"two")
    assert disk_cache._get("a") == b"one"
    assert disk_cache._get("b") is None
    assert list((disk_cache.folder / "parts").iterdir()) == []


def test_a_file_in_the_place_of_the_folder_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"precious")
    for folder in (tmp_path / "file", tmp_path / "file" / "in-it", tmp_path / "no" / "parent"):
        disk_cache = DiskCache(folder, MUCH)
        disk_cache._put("a", b"one")
        disk_cache.trim()
        assert disk_cache._get("a") is None
        assert not disk_cache.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept" / "aa").mkdir(parents=True)
    (tmp_path / "kept" / "aa" / "letter").write_bytes(b"precious")
    disk_cache = DiskCache(tmp_path, 0)
    DiskCache(tmp_path, MUCH)._put("a", b"one")
    disk_cache.trim()
    assert not disk_cache.clear()
    assert not may_be_cache_folder(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == [
        "kept",
        "kept/aa",
        "kept/aa/letter",
    ]


def test_what_a_kill_left_of_the_first_mark_does_not_keep_the_shelf_from_being_used(disk_cache: DiskCache) -> None:
    disk_cache.folder.mkdir()
    (disk_cache.folder / "CACHEDIR.TAG.77-0-1").write_text("Signat")
    disk_cache._put("a", b"one")
    assert disk_cache._get("a") == b"one"
    assert disk_cache.clear()
    assert not disk_cache.folder.exists()


def test_the_least_recently_used_go_first(disk_cache: DiskCache) -> None:
    for number in range(10):
        disk_cache._put(str(number), b"x" * 1000)
        age(entry(disk_cache, str(number)), 100 - number)
    assert disk_cache._get("0") is not None, "used: it is the freshest now"
    weight = entry(disk_cache, "0").stat().st_size
    DiskCache(disk_cache.folder, 3 * weight).trim()
    assert {key for key in map(str, range(10)) if disk_cache._get(key)} == {"0", "8", "9"}


def test_trimming_within_the_limit_removes_nothing(disk_cache: DiskCache) -> None:
    for number in range(10):
        disk_cache._put(str(number), b"x" * 1000)
    disk_cache.trim()
    assert len(entries(disk_cache)) == 10


def test_what_is_larger_than_the_limit_is_not_kept(tmp_path: Path) -> None:
    disk_cache = DiskCache(tmp_path / "shelf", 100)
    disk_cache._put("a", b"x" * 101)
    assert disk_cache._get("a") is None


def test_an_entry_in_steady_use_is_touched_once_an_hour(disk_cache: DiskCache) -> None:
    disk_cache._put("a", b"one")
    path = entry(disk_cache, "a")
    age(path, 0.5)
    before = path.stat().st_mtime_ns
    disk_cache._get("a")
    assert path.stat().st_mtime_ns == before
    age(path, 1)
    disk_cache._get("a")
    assert path.stat().st_mtime_ns >= before


def test_what_a_killed_process_left_is_swept_when_it_is_old(disk_cache: DiskCache) -> None:
    disk_cache._put("a", b"one")
    old, young = disk_cache.folder / "parts" / "77-0-1", disk_cache.folder / "parts" / "78-0-1"
    half_cleared = disk_cache.folder / "gone-77-0-1"
    half_cleared.mkdir()
    for path in (old, young, half_cleared / "x"):
        path.write_bytes(b"half")
    age(old, 2)
    age(half_cleared, 2)
    disk_cache.trim()
    assert [old.exists(), young.exists(), half_cleared.exists()] == [False, True, False]
    assert disk_cache._get("a") == b"one"


def test_clearing_removes_everything_of_ours_and_nothing_else(disk_cache: DiskCache) -> None:
    disk_cache._put("a", b"one")
    (disk_cache.folder / "letter").write_bytes(b"precious")
    assert disk_cache.clear()
    assert disk_cache._get("a") is None
    assert (disk_cache.folder / "letter").read_bytes() == b"precious"
    (disk_cache.folder / "letter").unlink()
    assert disk_cache.clear()
    assert not disk_cache.folder.exists()


def value(number: int) -> bytes:
    return digest(str(number)).encode() * (1 + number % 300)


def hammer(disk_cache: DiskCache, worker: int, rounds: int) -> None:
    """Put, get, damage, trim and clear, as many do at once; leave with 1 if anything got is not what was put."""
    for number in range(rounds):
        at = (number * 7 + worker * 13) % 40
        disk_cache._put(str(at), value(at))
        other = (at * 5 + number) % 40
        if disk_cache._get(str(other)) not in (None, value(other)):
            os._exit(1)
        match number % 50, worker:
            case 49, 0:
                disk_cache.trim()
            case 25, 1 | 3:
                disk_cache.clear()
            case 10, 2 if (path := entry(disk_cache, str(at))).exists():
                try:
                    os.truncate(path, 30)
                except FileNotFoundError:
                    continue
    os._exit(0)


def test_many_processes_use_one_shelf_and_no_one_gets_what_was_not_put(tmp_path: Path) -> None:
    disk_cache = DiskCache(tmp_path / "shelf", 60_000)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=hammer, args=(disk_cache, worker, 300)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    disk_cache.trim()
    assert sum(path.stat().st_size for path in entries(disk_cache)) <= 60_000
    assert not list((disk_cache.folder / "parts").iterdir()), "nothing half-written is left"
    disk_cache._put("after", b"all")
    assert disk_cache._get("after") == b"all"
