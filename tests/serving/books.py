"""A small book that is quick to make, written into a folder."""

from __future__ import annotations

from pathlib import Path

BOOK = """[book]
title = "The Salt Ledger"
authors = ["Ada Quill"]
language = "en"
identifier = "urn:example:the-salt-ledger"
date = 1911
"""
EPISODES = ("The harbour opens", "A letter without a stamp", "The tide that stayed")


def write_book(root: Path, lines: int = 6) -> Path:
    """Write the book into `root` and return `root`."""
    episodes = root / "manuscript" / "episodes"
    episodes.mkdir(parents=True, exist_ok=True)
    (root / "manuscript" / "book.toml").write_text(BOOK, "utf-8")
    for number, title in enumerate(EPISODES, start=1):
        episode(root, number).write_text(text(number, title, lines), "utf-8")
    return root


def episode(root: Path, number: int) -> Path:
    """Return where the episode `number` of the book lies."""
    return root / "manuscript" / "episodes" / f"{number:03}.md"


def text(number: int, title: str, lines: int = 6) -> str:
    """Return an episode, whose paragraphs begin with its number and their own."""
    paragraphs = [
        f"Paragraph {number}.{line}: the clerk wrote down every barrel that left the quay, and who had paid for it."
        for line in range(1, lines + 1)
    ]
    return "\n\n".join([f"---\nnumber: {number}\ntitle: {title}\n---", *paragraphs]) + "\n"
