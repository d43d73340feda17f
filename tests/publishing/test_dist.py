"""Finished files: whole or not at all, all or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from make_book.findings import BookError
from make_book.publishing.dist import leftovers, publish


def test_files_are_written_into_folders_that_need_not_be_there(tmp_path: Path) -> None:
    publish({tmp_path / "a" / "x": b"one", tmp_path / "b" / "c" / "y": b"two"})
    assert (tmp_path / "a" / "x").read_bytes() == b"one"
    assert (tmp_path / "b" / "c" / "y").read_bytes() == b"two"
    assert leftovers(tmp_path / "a") == ()


@pytest.mark.parametrize("obstacle", ["folder", "file"])
def test_one_that_cannot_be_written_leaves_the_others_as_they_were(obstacle: str, tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(b"old")
    bad = tmp_path / "book.pdf" if obstacle == "folder" else tmp_path / "book.epub" / "book.pdf"
    if obstacle == "folder":
        bad.mkdir()
    with pytest.raises(BookError) as caught:
        publish({tmp_path / "book.epub": b"new", bad: b"new"})
    assert [finding.code for finding in caught.value.findings] == ["OUT-001"]
    in_the_way = bad if obstacle == "folder" else bad.parent
    assert caught.value.findings[0].hints[0].startswith(f"{in_the_way} is a {obstacle} where")
    assert (tmp_path / "book.epub").read_bytes() == b"old"
    assert leftovers(tmp_path) == ()


def test_a_pipe_or_a_device_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "book.pdf")
    with pytest.raises(BookError) as caught:
        publish({tmp_path / "book.pdf": b"new"})
    assert "no file" in caught.value.findings[0].message
    assert (tmp_path / "book.pdf").is_fifo()


def test_leftovers_are_half_written_files_only(tmp_path: Path) -> None:
    for name in (".book.pdf.77.part", ".hidden", "book.part", "book.pdf"):
        (tmp_path / name).touch()
    assert [path.name for path in leftovers(tmp_path)] == [".book.pdf.77.part"]
    assert leftovers(tmp_path / "nowhere") == ()


def test_a_file_that_is_right_already_is_not_written_again(tmp_path: Path) -> None:
    publish({tmp_path / "x": b"one", tmp_path / "y": b"one"})
    before = {name: (tmp_path / name).stat().st_ino for name in "xy"}
    publish({tmp_path / "x": b"one", tmp_path / "y": b"two"})
    assert (tmp_path / "x").stat().st_ino == before["x"]
    assert (tmp_path / "y").stat().st_ino != before["y"]
    assert (tmp_path / "y").read_bytes() == b"two"


def test_an_interruption_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "book.epub").write_bytes(b"old")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish({tmp_path / "book.epub": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"book.epub": b"old"}


def test_what_a_killed_build_left_goes_when_it_is_old(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (".x.7.part", ".x.8.part", ".y.7.part"))
    for part in (old, young, other):
        part.touch()
    for part in (old, other):
        os.utime(part, (0, 0))
    publish({tmp_path / "x": b"one"})
    assert {path.name for path in tmp_path.iterdir()} == {"x", ".x.8.part", ".y.7.part"}


def test_two_builds_with_one_process_id_do_not_share_a_half_written_file(tmp_path: Path) -> None:
    """As in two containers that write to one folder."""
    target = tmp_path / "book.pdf"
    other = tmp_path / f".book.pdf.{os.getpid()}-0.part"
    other.write_bytes(b"half of the other's")
    publish({target: b"whole"})
    assert target.read_bytes() == b"whole"
    assert other.read_bytes() == b"half of the other's"
