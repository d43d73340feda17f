"""Where every page begins in the text, held against the words that the PDF itself shows on it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.model import Book, Division, Imprint
from make_book.pdf.layout import section_rendering
from make_book.pdf.layout.layout_text import LayoutTextReader
from make_book.pdf.pdf_edition import Printed, make_pdf
from make_book.pipeline import Options, TypesetBook, typeset_book
from make_book.resources import BuildResources
from make_book.style_files import read_styles
from pdf.edge import EDITIONS, edge_book, printed
from pdf.loose import loose, loose_book
from pdf.paper import page_entries
from sections import letters_of, make_section

ROOT = Path(__file__).parents[2]
_NO_LETTER = re.compile(r"[\s\d,–\u00ad\u200b-\u200f\u2060\ufeff]")
"""Numbers of notes and pages, and what parts them, stand in the text of the paper only: they are left out."""
_ENOUGH = 12
editions = pytest.mark.parametrize("edition", EDITIONS.values(), ids=list(EDITIONS))


def wrong_tops(pages: Printed, book: TypesetBook, notes: str) -> Iterator[str]:
    """Yield the pages that do not begin with the letters that the page map says."""
    texts = {section.id: letters_of(section, notes=notes) for section in book.sections}
    for page_entry, page_object in zip(pages.page_map.page_entries, page_entries(pages.data), strict=True):
        shown = _NO_LETTER.sub("", page_object.text)
        if page_entry.top is None:
            if shown:
                yield f"{page_entry.label}: nothing is known of {shown[:30]}"
            continue
        section, letter = page_entry.top
        text = _NO_LETTER.sub("", texts[section][letter : letter + 4 * _ENOUGH])[:_ENOUGH]
        if not (text and shown.casefold().startswith(text.casefold())):
            yield f"{page_entry.label}: {text} is not {shown[:30]}"


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[LayoutTextReader]:
    """Return the readers of all section layouts that are made from now on in this process."""
    kept: list[LayoutTextReader] = []

    class Kept(LayoutTextReader):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            kept.append(self)

    monkeypatch.setattr(section_rendering, "LayoutTextReader", Kept)
    return kept


def unread(readers: list[LayoutTextReader]) -> dict[str, int]:
    return {section: count for reader in readers for section, count in reader.unread.items() if count}


@editions
def test_every_page_begins_with_the_letters_that_the_page_map_says(edition: PdfEdition) -> None:
    assert list(wrong_tops(printed(edition), edge_book(), edition.notes)) == []


def test_neither_a_long_table_nor_text_that_runs_above_the_page_misleads() -> None:
    css = "table { break-inside: auto } .runner { position: running(runner) }"
    pages = loose(css)
    assert list(wrong_tops(pages, loose_book(), "foot")) == []
    within = [
        page_entry.top
        for page_entry in pages.page_map.page_entries
        if page_entry.section == "episode-005" and page_entry.top
    ]
    assert len(within) > 2


def test_the_sample_is_read_to_its_last_letter(readers: list[LayoutTextReader]) -> None:
    book = typeset_book(ROOT, Options())
    pages = _printed(book, PdfEdition())
    assert list(wrong_tops(pages, book, "foot")) == []
    assert readers
    assert unread(readers) == {}


def test_a_real_serial_is_read_to_its_last_letter(
    readers: list[LayoutTextReader], shared: Path, tmp_path: Path
) -> None:
    episodes = tmp_path / "manuscript" / "episodes"
    episodes.mkdir(parents=True)
    for path in sorted((shared / "corpus" / "pepys-1660").glob("*.md"))[40:70]:
        shutil.copy(path, episodes)
    imprint = '[book]\ntitle = "A Diary"\nauthors = ["S."]\nlanguage = "en"\nidentifier = "urn:isbn:9780000000002"\n'
    (episodes.parent / "book.toml").write_text(imprint, "utf-8")
    book = typeset_book(tmp_path, Options())
    edition = PdfEdition(openings="run-on")
    assert list(wrong_tops(_printed(book, edition), book, "foot")) == []
    assert readers
    assert unread(readers) == {}


def test_right_to_left_pages_begin_with_the_first_word_in_reading_order() -> None:
    figures = str.maketrans("0123456789", "אבגדהוזחטי")
    words = [str(number).translate(figures) for number in range(1000, 1900)]
    text = "".join(f"<p>{' '.join(words[at : at + 60])}</p>" for at in range(0, len(words), 60))
    whole = f'<section id="s" class="episode" lang="he" dir="rtl"><h1>T</h1><div class="text">{text}</div></section>'
    section = make_section("s", "episode", "T", Division.BODY, "he", whole)
    imprint = Imprint(title="T", language="he", identifier="urn:isbn:9780000000002", direction="rtl")
    book = Book(imprint=imprint, front=(), parts=(), back=())
    pages = make_pdf(
        book, (section,), PdfEdition(), read_styles(), book_time(None, {}), resources=BuildResources(jobs=1)
    )
    assert len(pages.page_map.page_entries) > 2
    shown = letters_of(section, notes="foot")
    for page_entry, page_object in list(zip(pages.page_map.page_entries, page_entries(pages.data), strict=True))[1:]:
        there = set(re.findall(r"[א-י]{4}", page_object.text))
        assert page_entry.top is not None
        assert shown[page_entry.top[1] :][:4] == min(there, key=words.index)


@editions
def test_a_letter_is_on_the_page_that_begins_before_it(edition: PdfEdition) -> None:
    page_map = printed(edition).page_map
    for section in edge_book().sections:
        count = len(letters_of(section, notes=edition.notes))
        tops = [
            (page_entry.top[1], at)
            for at, page_entry in enumerate(page_map.page_entries)
            if page_entry.top and page_entry.top[0] == section.id
        ]
        assert tops == sorted(tops)
        for letter, page in tops:
            assert page_map.page_of(section.id, letter) == page
        found = [page_map.page_of(section.id, letter) for letter in range(0, count + 1, 97)]
        assert found == sorted(found)
        assert found[0] == page_map.anchors[section.id]


def _printed(book: TypesetBook, edition: PdfEdition) -> Printed:
    moment = book_time(book.book.imprint.date, {})
    return make_pdf(book.book, book.sections, edition, book.styles, moment, resources=BuildResources(jobs=1))
