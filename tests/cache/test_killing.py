"""Builds killed at any moment, and builds at the same time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cache.conftest import products
from cache.killing import kill_builds


def test_a_killed_build_leaves_whole_files_and_the_next_is_right(book: Path) -> None:
    assert kill_builds(book, times=6, verb="epub", seed=3) >= 3
    assert kill_builds(book, times=2, verb="all", seed=4) >= 1


def test_two_builds_of_one_book_at_once_both_succeed(
    book: Path, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    build = [sys.executable, "-m", "make_book", "all", str(book)]
    both = [subprocess.Popen(build, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=300)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    left = products(book)
    assert command("all", book, "--no-cache").returncode == 0
    assert products(book) == left, "nothing half-written is left, and the files are those of a clean build"
