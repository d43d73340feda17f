"""What people call their books and pictures: long titles, names with spaces and signs of the address line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from make_book.clock import EARLIEST
from make_book.pdf.pdf_edition import make_pdf
from make_book.pipeline import Options, typeset_book
from pdf.edge import SCREEN
from pdf.paper import PrintedPage, page_entries


def printed(root: Path, text: str, title: str = "Names", pictures: tuple[str, ...] = ()) -> tuple[PrintedPage, ...]:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "gold").save(picture, "PNG")
    files = {"book.toml": f'[book]\ntitle = "{title}"\nlanguage = "en"\n'.encode(), "episodes/1.md": text.encode()}
    for name, data in (files | {f"images/{name}": picture.getvalue() for name in pictures}).items():
        path = root / "manuscript" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    book = typeset_book(root, Options())
    made = make_pdf(book.book, book.sections, SCREEN, book.styles, EARLIEST)
    assert made.findings == ()
    return page_entries(made.data)


@pytest.mark.parametrize(
    ("name", "written"),
    [("the quay.png", "the%20quay.png"), ("набережная.png", "набережная.png"), ("a#1?b.png", "a%231%3Fb.png")],
)
def test_a_picture_of_any_name_is_printed(tmp_path: Path, name: str, written: str) -> None:
    pages = printed(tmp_path, f"A quay.\n\n![The quay](images/{written})\n", pictures=(name,))
    assert sum(page_entry.others for page_entry in pages) > 0


def test_a_long_title_of_the_book_is_shortened_in_the_running_head(tmp_path: Path) -> None:
    title = "On the Keeping of Gauges and What the Harbour Office Made of Them in a Dry Year"
    (verso,) = [
        page_entry for page_entry in printed(tmp_path, "Water rose again. " * 260, title) if page_entry.label == "2"
    ]
    head = " ".join(ink.text for ink in verso.inks if ink.artifact and ink.baseline > verso.height * 0.9)
    assert "…" in head
    assert min(ink.left for ink in verso.inks) > 0
    assert max(ink.right for ink in verso.inks) < verso.width
