"""Saves as editors make them, and folders that come and go."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from make_book.serving.file_changes import Pace, changes, concerns
from serving.books import BOOK, episode, write_book

Bursts = list[frozenset[Path]]
SETTLED = 0.3


def watched(root: Path, act: Callable[[Bursts], Awaitable[None]]) -> Bursts:
    """Return the bursts of saves that are seen while `act` does something to the book at `root`."""

    async def go() -> Bursts:
        bursts: Bursts = []

        async def watch() -> None:
            async for burst in changes(root):
                bursts.append(burst)

        task = asyncio.create_task(watch())
        await asyncio.sleep(SETTLED)
        await act(bursts)
        await asyncio.sleep(SETTLED)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return bursts

    return asyncio.run(go())


async def until(true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it was not seen within 10 s")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_book(tmp_path / "book")


def test_a_save_is_seen(root: Path) -> None:
    async def act(bursts: Bursts) -> None:
        episode(root, 2).write_text("new", "utf-8")
        await until(lambda: bool(bursts))

    assert frozenset().union(*watched(root, act)) == {episode(root, 2)}


def test_an_editor_that_saves_by_renaming_is_seen_and_its_own_files_are_not(root: Path) -> None:
    async def act(bursts: Bursts) -> None:
        beside = episode(root, 2).with_name(".002.md.swp")
        beside.write_text("new", "utf-8")
        (root / "manuscript" / "episodes" / "4913").write_text("", "utf-8")
        await asyncio.sleep(SETTLED)
        assert bursts == []
        beside.replace(episode(root, 2))
        await until(lambda: bool(bursts))

    assert frozenset().union(*watched(root, act)) == {episode(root, 2)}


def test_a_burst_of_saves_is_a_few_builds_not_hundreds(root: Path) -> None:
    async def act(bursts: Bursts) -> None:
        for number in range(300):
            episode(root, 10 + number).write_text("new", "utf-8")
        await until(lambda: len(frozenset().union(*bursts)) == 300)

    assert len(watched(root, act)) < 30


def test_what_we_write_ourselves_is_not_a_save(root: Path) -> None:
    async def act(_: Bursts) -> None:
        for name in ("dist", ".make-book"):
            (root / name).mkdir()
            (root / name / "book.pdf").write_bytes(b"%PDF")

    assert watched(root, act) == []


@pytest.mark.parametrize("folder", ["manuscript", "manuscript/episodes", "styles"])
def test_a_folder_that_is_deleted_and_made_again_is_seen_again(root: Path, folder: str) -> None:
    styles = root / "styles"
    styles.mkdir()
    (styles / "print.css").write_text("p {}", "utf-8")

    async def act(bursts: Bursts) -> None:
        aside = root.parent / "aside"
        shutil.copytree(root / folder, aside)
        shutil.rmtree(root / folder)
        await until(lambda: bool(bursts))
        shutil.copytree(aside, root / folder)
        await asyncio.sleep(1.2)
        bursts.clear()
        file = next(path for path in sorted((root / folder).rglob("*")) if path.is_file())
        file.write_text("written afterwards", "utf-8")
        await until(lambda: any(file in burst for burst in bursts))

    watched(root, act)


def test_a_manuscript_that_another_takes_the_place_of_is_seen(root: Path) -> None:
    async def act(bursts: Bursts) -> None:
        other = write_book(root.parent / "other")
        (root / "manuscript").rename(root.parent / "before")
        (other / "manuscript").rename(root / "manuscript")
        await until(lambda: frozenset() in bursts)

    watched(root, act)


def test_a_book_without_a_manuscript_folder_is_watched_too(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(BOOK, "utf-8")

    async def act(bursts: Bursts) -> None:
        (tmp_path / "book.toml").write_text(BOOK + "\n", "utf-8")
        await until(lambda: bool(bursts))

    assert frozenset().union(*watched(tmp_path, act)) == {tmp_path / "book.toml"}


@pytest.mark.parametrize(
    ("name", "does"),
    [
        ("manuscript/book.toml", True),
        ("manuscript/episodes/a/001.md", True),
        ("manuscript/images/map.png", True),
        ("styles/print.css", True),
        ("manuscript", True),
        ("foreword.md", True),
        ("dist/book.pdf", False),
        ("notes.txt", False),
        (".make-book/kept/x", False),
        (".git/index", False),
        ("manuscript/episodes/001.md~", False),
        ("manuscript/episodes/.001.md.swp", False),
        ("manuscript/episodes/#001.md#", False),
        ("manuscript/episodes/.#001.md", False),
        ("manuscript/episodes/001.md.tmp", False),
        ("manuscript/episodes/001.md___jb_tmp___", False),
        ("manuscript/episodes/4913", False),
        ("manuscript/.DS_Store", False),
    ],
)
def test_what_concerns_a_book(name: str, *, does: bool) -> None:
    assert concerns(Path("/b") / name, Path("/b")) is does


def test_what_the_watch_missed_is_found_out_afterwards(root: Path) -> None:
    pace = Pace(root)
    pace.begin()
    assert not pace.missed()
    (root / "dist").mkdir()
    (root / "dist" / "book.pdf").write_bytes(b"")
    assert not pace.missed()
    episode(root, 1).write_text("another", "utf-8")
    assert pace.missed()
    pace.begin()
    episode(root, 3).unlink()
    assert pace.missed()
