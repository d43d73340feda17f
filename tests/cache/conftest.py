"""A small book, and the command line run in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

FILES = {
    "manuscript/book.toml": '[book]\ntitle = "The Tide Clerk"\nlanguage = "en"\nauthors = ["Ida Marsh"]\n'
    'identifier = "urn:uuid:6c8d2f1e-3f5b-4c58-9a3e-0f4f6f0e2a11"\n\n[editions.epub]\nfonts = "none"\n\n'
    "[editions.pdf]\n",
    "manuscript/episodes/001.md": "---\ntitle: One\n---\nThe tide clerk counts the boats at dawn.\n",
    "manuscript/episodes/002.md": "---\ntitle: Two\n---\nNo boat is late but one.\n",
}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of two episodes; nothing in the environment speaks of caches or dates."""
    monkeypatch.delenv("MAKE_BOOK_CACHE", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    root = tmp_path / "book"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command() -> Command:
    """Run make-book in a process of its own, with `environ` added to the environment."""

    def run(*arguments: str | Path, environ: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "make_book", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, **(environ or {})},
        )

    return run


def products(root: Path) -> dict[str, bytes]:
    """Return the files in `dist/`, hidden ones too."""
    folder = root / "dist"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}
