"""A book that has just begun, and the command line run in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from make_book.cli.main import main


class Ran(msgspec.Struct, frozen=True):
    """What one command gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """What it answered as data."""
        answer: dict[str, Any] = json.loads(self.out)
        return answer


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command line in this process."""

    def command(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return command


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A book as `init` makes it; we are in its folder."""
    folder = tmp_path / "the-tide-clerk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert run("init").status == 0
    return folder


@pytest.fixture
def sample(book: Path) -> Path:
    """The one episode of `book`."""
    return book / "manuscript" / "episodes" / "001-a-first-episode.md"


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files under `folder` by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
