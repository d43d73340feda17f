"""A small invented book with lists too long for a page: contents in parts, sources, an index."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.pdf import chunks
from make_book.pdf.pdf_edition import Printed, make_pdf
from make_book.pdf.print_options import PrintOptions
from make_book.pipeline import Options, TypesetBook, typeset_book
from make_book.resources import BuildResources

EPISODES = 54
_BOOK = """[book]
title = "The Ferry Bell"
language = "en"
identifier = "urn:uuid:5f0c7b0e-2f0e-5e0f-9f53-0d8a5e2e7b11"
date = "1933"

[order]
by = "number"
parts = "month"

[sections]
front = ["title-page", "contents"]
back = ["index", "sources"]
"""
_TELLERS = ("Ada Kremer", "Benedikt Moor of the Lower Landing")
_PLACES = [first + last for first in "Ab Bel Cor Dun El Fen".split() for last in "acre down ford ham".split()]
_INDEX = """What follows is a list of *landings*.[^1]

- A list before the list
- is no part of it.

[^1]: And this a note to it.
"""


def _episode(number: int) -> str:
    title = f"Bell {number}"
    if number % 3 == 0:
        title += ", and What Was Said of It Afterwards by Those Who Had Been on the Other Shore"
    marks = [f"At [{place}]{{.index}} nobody waited." for place in _PLACES[number % 4 :: 3]]
    marks += [f"[The boat]{{.index term={place} sub='its boat, and who rowed it'}} was late." for place in _PLACES[::5]]
    head = {
        "number": number,
        "date": f"1932-{1 + number // 12:02}-{1 + number % 12:02}",
        "title": f'"{title}"',
        "narrator": _TELLERS[number % 2],
        "source-url": f"https://example.org/ferry/{number}/the-bell-that-rang-on-a-day-without-a-boat",
    }
    lines = "\n".join(f"{key}: {value}" for key, value in head.items())
    return f"---\n{lines}\n---\n\n" + " ".join(marks if number < 5 else marks[:1]) + "\n"


@lru_cache(maxsize=1)
def ferry_book() -> TypesetBook:
    """Return the book, typeset."""
    with TemporaryDirectory() as folder:
        manuscript = Path(folder, "manuscript")
        (manuscript / "episodes").mkdir(parents=True)
        (manuscript / "book.toml").write_text(_BOOK, "utf-8")
        (manuscript / "index.md").write_text(_INDEX, "utf-8")
        for number in range(1, EPISODES + 1):
            (manuscript / "episodes" / f"{number:03}.md").write_text(_episode(number), "utf-8")
        return typeset_book(Path(folder), Options())


@lru_cache(maxsize=16)
def ferry(edition: PdfEdition, *, length: int = chunks.CHUNK_LENGTH, jobs: int = 1, plain: bool = False) -> Printed:
    """Return the printed book; units longer than `length` are laid out in chunks."""
    book = ferry_book()
    moment = book_time(book.book.imprint.date, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK_LENGTH", length)
        resources, options = BuildResources(jobs=jobs), PrintOptions(plain)
        return make_pdf(book.book, book.sections, edition, book.styles, moment, resources=resources, options=options)
