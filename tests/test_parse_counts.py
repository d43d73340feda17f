"""How often a section's XHTML is parsed and serialised on its way: a stage that has a tree asks it, not the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from make_book import xhtml
from make_book.clock import book_time
from make_book.editions import EpubEdition
from make_book.epub.epub_edition import find_cover, make_epub
from make_book.resources import DEFAULT_RESOURCES
from make_book.typeset.sections import typeset
from pdf.edge import edge_book

COUNTED = ("parse", "parse_document", "serialise")


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the calls of the functions of `xhtml` that read or write markup (`parse_one` and `inner` by these)."""
    found: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def count(*values: object) -> object:
            found[name] += 1
            return function(*values)

        return count

    book = edge_book()  # not counted
    assert book
    for name in COUNTED:
        monkeypatch.setattr(xhtml, name, counted(name, getattr(xhtml, name)))
    return found


def test_the_epub_parses_and_serialises_every_section_once(counts: Counter[str]) -> None:
    book = edge_book()
    cover = find_cover(book.book, book.styles, "block", DEFAULT_RESOURCES).cover
    counts.clear()
    make_epub(book.book, book.sections, EpubEdition(), book.styles, book_time(book.book.imprint.date, {}), cover=cover)
    documents = sum(section.kind not in {"contents", "half-title"} for section in book.sections)
    assert documents > 10
    assert counts == {"parse": documents, "serialise": documents + 1}, "of the cover there is a tree, and no text yet"


def test_typeset_parses_and_serialises_every_section_once_and_parses_every_note_once(counts: Counter[str]) -> None:
    book = edge_book()
    notes = [note for piece in book.book.written for note in piece.text.notes]
    assert notes
    made = typeset(book.book, book.styles)
    assert counts["parse"] == len(made) + len(notes)
    assert counts["parse_document"] == 0
    blocks = counts["serialise"] - len(made)
    assert len(notes) <= blocks <= 5 * len(notes), "the blocks of the notes, each with its number"
