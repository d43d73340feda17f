"""What an author does between two builds of a serial: one word changed, or two pages written."""

from __future__ import annotations

import re
from pathlib import Path

from serials import episodes

_WORD = re.compile(r"(?<![\w’^*-])[a-z]{5}(?![\w’*-])")
TWO_PAGES = 680
"""Words."""


def change_word(book: Path, nth: int) -> None:
    """In the book's middle episode, put another word of the same length for one in the middle; not twice the same."""
    file = _files(book)[middle_episode(book) - 1]
    text = file.read_text("utf-8")
    head = text.index("\n---\n") + 5
    words = list(_WORD.finditer(text, head))
    old = words[(len(words) // 2 + nth) % len(words)]
    new = next(word[0] for word in (*words[nth:], *words) if word[0] != old[0])
    file.write_text(f"{text[: old.start()]}{new}{text[old.end() :]}", "utf-8")


def middle_episode(book: Path) -> int:
    """Return the number of the episode in the middle of the book."""
    return len(_files(book)) // 2 + 1


def _files(book: Path) -> list[Path]:
    return sorted((book / "manuscript" / "episodes").glob("*.md"))


def write_two_pages(book: Path) -> None:
    """Begin the second episode with two more pages of text: every later page moves."""
    file = _files(book)[1]
    head, text = file.read_text("utf-8").split("\n---\n", 1)
    more = "\n\n".join(next(episodes(1, TWO_PAGES, seed=2)).paragraphs)
    file.write_text(f"{head}\n---\n\n{more}\n{text}", "utf-8")
