"""The serials that figures are taken of are the same everywhere, and are books."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from make_book.compose import compose
from make_book.manuscript.sources import read

SERIALS = Path(__file__).parents[2] / "benchmarks" / "serials.py"


def serial(folder: Path, *options: str) -> dict[str, bytes]:
    """Write a serial of seven short episodes; return its files by name."""
    command = [sys.executable, str(SERIALS), str(folder), "--episodes", "7", "--words", "120", *options]
    subprocess.run(command, check=True, capture_output=True)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_numbers_give_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    files = serial(tmp_path / "a")
    digest = hashlib.sha256(b"".join(name.encode() + data for name, data in files.items())).hexdigest()
    assert digest[:16] == "9686115b518f6feb"


def test_another_seed_gives_another_serial(tmp_path: Path) -> None:
    assert serial(tmp_path / "a", "--seed", "2") != serial(tmp_path / "b", "--seed", "3")


def test_a_serial_is_a_book_without_a_finding_and_has_the_words_asked_for(tmp_path: Path) -> None:
    files = serial(tmp_path / "a")
    manuscript = read(tmp_path / "a" / "book")
    composed = compose(manuscript.manuscript)
    assert not manuscript.findings
    assert not composed.findings
    assert len(composed.book.episodes) == 7
    prose = [
        text.decode().split("\n---\n", 1)[1] for name, text in files.items() if name.endswith(".md") and "/" in name
    ]
    assert abs(sum(len(text.split()) for text in prose) - 7 * 120) < 60


def test_pandoc_is_given_the_same_words(tmp_path: Path) -> None:
    files = serial(tmp_path / "a")
    whole = files["pandoc.md"].decode()
    last = files["book/manuscript/episodes/0007.md"].decode().split("\n---\n", 1)[1].strip()
    assert whole.count("\n# ") == 7
    assert whole.rstrip().endswith(last)
