"""A full disk: of the book, of the cache."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cache.conftest import products
from make_book.cli.main import main

Command = Callable[..., subprocess.CompletedProcess[str]]
NAME = "the-tide-clerk.epub"
SMALL = (
    *("unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",)), "sh", "-c"),
    'mount -t tmpfs -o size="$1" none "$2" && shift && where="$1" && shift && "$@"; status=$?; '
    'cp -a "$where"/. "$where.after"; exit $status',
    "sh",
)
"""Run a command while a folder is a small disk of its own; `FOLDER.after` is what is on the disk then."""


def edit(book: Path) -> None:
    with (book / "manuscript" / "episodes" / "002.md").open("a") as file:
        file.write("\nOne word more.\n")


def on_small_disk(size: str, folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run make-book with `folder` on a disk of `size`; skip where the system lets nobody mount."""
    folder.mkdir(exist_ok=True)
    (folder.parent / f"{folder.name}.after").mkdir()
    if not shutil.which("unshare") or subprocess.run([*SMALL, "64k", folder, "true"], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    whole = [*SMALL, size, folder, *map(str, command)]
    return subprocess.run(whole, capture_output=True, text=True, check=False, timeout=120)


def test_a_file_that_cannot_be_written_is_told_and_the_old_edition_stays(book: Path, command: Command) -> None:
    assert command("epub", book).returncode == 0
    before = products(book)
    edit(book)
    limit = len(before[NAME]) // 2
    done = subprocess.run(
        [sys.executable, "-m", "make_book", "epub", str(book)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 1
    assert "[OUT-001]" in done.stderr
    assert NAME in done.stderr
    assert "the files that were there are untouched" in done.stderr
    assert products(book) == before


def test_a_full_disk_is_told_and_the_old_edition_stays(book: Path, command: Command, tmp_path: Path) -> None:
    assert command("epub", book).returncode == 0
    old = tmp_path / "old.epub"
    (book / "dist" / NAME).rename(old)
    edit(book)
    size = f"{old.stat().st_size * 3 // 2 // 1024}k"
    build = f'cp "{old}" "{book}/dist/{NAME}" && exec "{sys.executable}" -m make_book epub "{book}"'
    done = on_small_disk(size, book / "dist", "sh", "-c", build)
    assert done.returncode == 1
    assert "[OUT-001]" in done.stderr
    assert os.strerror(errno.ENOSPC) in done.stderr
    assert "--no-cache" in done.stderr
    left = {path.name: path.read_bytes() for path in (book / "dist.after").iterdir()}
    assert left == {NAME: old.read_bytes()}


def test_no_room_for_temporary_files_is_told(book: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "make_book", "pdf", str(book), "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)),
    )
    assert done.returncode == 1
    assert "[OUT-001]" in done.stderr
    assert "TMPDIR" in done.stderr
    assert products(book) == {}


def test_a_full_disk_under_the_cache_does_not_stop_a_build(book: Path, tmp_path: Path) -> None:
    build = (sys.executable, "-m", "make_book", "epub", book, "--cache-dir", tmp_path / "small")
    done = on_small_disk("24k", tmp_path / "small", *build)
    assert done.returncode == 0, done.stderr
    kept = sum(path.stat().st_size for path in (tmp_path / "small.after").rglob("*") if path.is_file())
    assert kept < len(products(book)[NAME])


def test_a_cache_that_takes_nothing_does_not_stop_a_build(
    book: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("sqlite3.connect", full)
        assert main(["epub", str(book), "--jobs", "1"]) == 0
    left = products(book)
    assert command("epub", book, "--no-cache").returncode == 0
    assert products(book) == left
