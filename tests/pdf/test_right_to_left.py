"""Hebrew and Arabic in an English book: faces in reserve, the right direction, every word."""

from __future__ import annotations

from pathlib import Path

import pytest

from make_book.checks.equality import check_pdf
from make_book.checks.pdfium import opened
from make_book.editions import PdfEdition
from make_book.manuscript.values import NamedEdition
from make_book.pipeline import Options, TypesetBook, make_edition, typeset_book
from make_book.typeset.fonts import faces_for, text_faces

EPISODE = """The sailor wrote [שלום לך]{lang=he} on the wall, and under it [السلام عليكم]{lang=ar} in red.

::: {lang=he}
בראשית ברא אלהים את השמים ואת הארץ והארץ היתה תהו ובהו וחשך על פני תהום ורוח אלהים מרחפת על פני המים
:::
"""


@pytest.fixture
def book(tmp_path: Path) -> TypesetBook:
    episodes = tmp_path / "manuscript" / "episodes"
    episodes.mkdir(parents=True)
    (episodes / "001.md").write_text(EPISODE, encoding="utf-8")
    (episodes.parent / "book.toml").write_text('[book]\ntitle = "A Sea"\nlanguage = "en"\n', encoding="utf-8")
    return typeset_book(tmp_path, Options())


def test_every_word_is_in_the_pdf_in_order_and_in_an_embedded_font(book: TypesetBook) -> None:
    data = make_edition(book, NamedEdition("pdf", PdfEdition()), Options()).data
    assert check_pdf(book.sections, data, PdfEdition()) == ()
    with opened(data) as document:
        fonts = {font for page in document.pages() for font in page.fonts()}
    assert all(embedded for _, embedded in fonts)
    assert {word for name, _ in fonts for word in ("Frank", "Amiri") if word in name} == {"Frank", "Amiri"}


def test_faces_in_reserve_are_used_only_where_the_text_face_cannot_help() -> None:
    assert faces_for("Plain words, Русские слова, Ελληνικά") == text_faces()
    assert [face.family for face in faces_for("שלום")[2:]] == ["Frank Ruhl Libre"]
    assert [face.family for face in faces_for("سلام")[2:]] == ["Amiri"]
