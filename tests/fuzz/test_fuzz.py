"""A short run of `make fuzz`: nothing crashes, nothing hangs, no word is lost unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.run import fault_of_book, fault_of_text
from fuzz.texts import damaged, text


@pytest.mark.parametrize("seed", range(0, 400, 50))
def test_random_texts_are_read_whole_or_told(seed: int) -> None:
    assert [fault for at in range(seed, seed + 50) if (fault := fault_of_text(at))] == []


@pytest.mark.logs
@pytest.mark.parametrize("seed", range(6))
def test_damaged_books_are_built_or_told(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert fault_of_book(seed, tmp_path / "book") is None


def test_the_same_seed_gives_the_same_text_and_the_same_damage() -> None:
    book = {"manuscript/book.toml": b"[book]\n", "manuscript/episodes/1.md": b"One.\n\nTwo.\n"}
    assert text(7) == text(7)
    assert text(7) != text(8)
    assert damaged(book, 7) == damaged(book, 7)
