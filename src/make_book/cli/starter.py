"""The files of a book that has just begun: what `init` writes, and how `import` knows them again. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

SAMPLE_FILE = "manuscript/episodes/001-a-first-episode.md"
BOOK_FILE = "manuscript/book.toml"
SCHEMA_FILE = "manuscript/book.schema.json"
GUESSED = "  # not told: `make-book import` writes here what it finds"

_BOOK = """\
#:schema book.schema.json

[book]
title = {title}
{authors}
language = {language}
# subtitle = "A diary"
# series = "The Packet Library"
# series-index = 1
# publisher = "Cordage Press"
# place = "Whitsea"
# date = "2021-03"                 # of the book
# rights = "© 2021 Rosa Anker"
# description = "What a shop says of the book, in two or three sentences."
# subjects = ["Diaries"]
# isbn = "978-3-16-148410-0"
# cover = "images/cover.jpg"       # without one make-book draws a cover
# cover-alt = "What the cover shows, for those who do not see it"

# [order]
# by = "number"                    # or "date", "name"
# parts = "month"                  # or "year", "narrator", "list"; "none" if left out

# [editions.pdf]
# trim = "5.5x8.5"                 # or "5x8", "6x9", "a5", "b-format", "120x190mm"

# [editions.press]                 # one more edition, for a printer
# format = "pdf"
# profile = "press"
"""
_AUTHORS = '# authors = ["Rosa Anker"]'

_SAMPLE = """\
---
number: 1
date: 2020-10-13
title: A first episode
standfirst: What an episode looks like before it is a page.
narrator: Rosa Anker
{language}---

This file is an episode. The lines between the dashes are its head, and everything below them is its
text, in Markdown: a blank line parts two paragraphs, and *stars* set words in italics.

"Write straight quotation marks," said the printer, "and I will set the right ones." A note[^1] goes to the
foot of the page.

* * *

Three stars are a break. `make-book all` makes an EPUB and a print PDF of all episodes and puts them into
`dist/`. Then write over this file, or delete it; `make-book import` takes it away by itself.

[^1]: Like this one. In the EPUB it opens where it is called.
"""
_IGNORED = "dist/\n.make-book/\n"
_STYLES = """\
`print-extra.css` and `epub-extra.css` here are added to make-book's style sheets. Any other file replaces make-book's
file of the same name: `make-book export-template --list` names them all, `make-book export-template print.css` copies
one here to be changed.
"""


def starter(title: str, authors: Sequence[str], language: str | None, schema: str) -> Mapping[str, str]:
    """Return the files of a new book by their path in it. No `language`: English, till `import` knows better."""
    return {
        BOOK_FILE: book_file(title, authors, language),
        SCHEMA_FILE: schema,
        SAMPLE_FILE: sample(language),
        "manuscript/images/.gitkeep": "",
        "styles/README.md": _STYLES,
        ".gitignore": _IGNORED,
    }


def book_file(title: str, authors: Sequence[str], language: str | None) -> str:
    """Return the text of book.toml."""
    told = f"authors = [{', '.join(map(_toml, authors))}]" if authors else _AUTHORS
    return _BOOK.format(title=_toml(title), authors=told, language=_toml(language) if language else f'"en"{GUESSED}')


def sample(language: str | None) -> str:
    """Return the first episode's file in a book of `language`; it is in English."""
    english = language is None or language.lower().split("-")[0] == "en"
    return _SAMPLE.format(language="" if english else "language: en\n")


def is_sample(data: bytes) -> bool:
    """Tell whether `data` is the first episode as `init` wrote it, and nobody since."""
    return data in (sample(None).encode(), sample("de").encode())


def with_language(text: str, language: str) -> str | None:
    """Return book.toml's `text` with `language` where `init` had been told none; `None` if there is no such line."""
    line = f'language = "en"{GUESSED}\n'
    return text.replace(line, f"language = {_toml(language)}\n") if line in text else None


def title_of(folder: str) -> str:
    """Return the title that the name of a folder stands for: "the-tide_clerk" gives "The tide clerk"."""
    words = " ".join(re.split(r"[\s_.\-]+", folder)).strip()
    return f"{words[:1].upper()}{words[1:]}" or "Untitled"


def _toml(text: str) -> str:
    """Return `text` as a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
