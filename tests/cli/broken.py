"""A manuscript in which as much as possible is wrong, each fault on a line of its own."""

from __future__ import annotations

from pathlib import Path

BOOK = """\
[book]
title = "The Broken Book"
language = "en_??"
isbn = "978-3-16-148410-1"
date = "2021-02-30"
covr = "images/cover.png"
publisher = 7
cover = "images/none.png"

[order]
parts = "weekly"

[sections]
front = ["foreward"]

[[contributor]]
name = "Ida Brandt"
role = "wizardry"

[editions.pdf]
trim = "huge"
leading = "14 parsecs"
"""
EPISODES = {
    "001-head.md": """\
---
number: one
date: 2020-13-45
title: Head
langage: en
language: "!!"
title: Twice
---

A word[^none] that nobody explains.

![](images/board.png)

![A board](images/gone.png)

See [](episode:99) for more.

::: nonsense {=
Text.
:::

::: letter
Never closed.
""",
    "002-not-closed.md": "---\nnumber: 2\ntitle: Not closed\n\nText.\n",
    "003-nothing.md": "",
    "004-bytes.md": "---\nnumber: 4\n---\n\nA \ufffd byte.\n",
    "005-twice.md": "---\nnumber: 5\ndate: 2020-10-01\n---\n\nText.\n",
    "006-twice.md": "---\nnumber: 5\ndate: 2020-09-01\n---\n\nText with [a link](javascript:alert).\n",
    "009-control.md": "---\nnumber: 9\ndate: 2020-08-01\n---\n\nA bell \x07 rings.\n\n<script>alert()</script>\n",
}


def write(folder: Path) -> None:
    """Write the broken manuscript into `folder`."""
    episodes = folder / "manuscript" / "episodes"
    episodes.mkdir(parents=True)
    (folder / "manuscript" / "book.toml").write_text(BOOK, encoding="utf-8")
    (folder / "manuscript" / "forword.md").write_text("Text.\n", encoding="utf-8")
    for name, text in EPISODES.items():
        (episodes / name).write_bytes(text.encode().replace("\ufffd".encode(), b"\xff\xfe"))
