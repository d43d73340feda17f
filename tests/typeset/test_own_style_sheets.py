"""A book's own style sheets: three lines are three lines, and nothing is unsaid."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from make_book.editions import EpubEdition, PdfEdition
from make_book.findings import BookError
from make_book.manuscript.values import NamedEdition
from make_book.pipeline import Options, Product, TypesetBook, make_edition, typeset_book
from pdf.fonts import make_font

TOML = '[book]\ntitle = "The Ferry"\nlanguage = "en"\n'


def book(root: Path, styles: dict[str, str | bytes]) -> TypesetBook:
    texts = {"manuscript/book.toml": TOML, "manuscript/episodes/001.md": "---\nnumber: 1\n---\n\nThe ferry.\n"}
    for name, text in {**texts, **{f"styles/{name}": text for name, text in styles.items()}}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return typeset_book(root, Options())


def epub(made: TypesetBook, settings: EpubEdition | None = None) -> tuple[zipfile.ZipFile, Product]:
    product = make_edition(made, NamedEdition("epub", settings or EpubEdition()), Options())
    return zipfile.ZipFile(io.BytesIO(product.data)), product


def sheet(archive: zipfile.ZipFile) -> str:
    return archive.read(next(name for name in archive.namelist() if name.endswith(".css"))).decode()


def codes(made: TypesetBook) -> list[tuple[str, str]]:
    return [(one.code, str(one.span)) for one in made.findings if one.code.startswith("TYP")]


def test_three_lines_for_the_epub_are_added_to_ours(tmp_path: Path) -> None:
    plain = sheet(epub(book(tmp_path / "a", {}))[0])
    archive, product = epub(book(tmp_path / "b", {"epub-extra.css": "p { color: #123456 }\n"}))
    assert sheet(archive) == f"{plain}\np {{ color: #123456 }}\n"
    assert product.findings == ()


def test_three_lines_for_print_are_added_to_ours(tmp_path: Path) -> None:
    def pages(styles: dict[str, str | bytes], name: str) -> int:
        made = book(tmp_path / name, styles)
        assert codes(made) == []
        return make_edition(made, NamedEdition("pdf", PdfEdition()), Options()).pages

    extra = ".text p { break-after: page }\n.text::after { content: 'x' }\n"
    assert pages({"print-extra.css": extra}, "b") > pages({}, "a")


def test_a_sheet_that_replaces_ours_with_little_is_told_of(tmp_path: Path) -> None:
    made = book(tmp_path, {"print.css": "p { color: red }", "epub.css": ""})
    assert codes(made) == [("TYP-007", "styles/print.css:1"), ("TYP-007", "styles/epub.css:1")]


def test_a_copy_of_ours_with_changes_is_not_told_of(tmp_path: Path) -> None:
    ours = Path(__file__).parents[2] / "styles"
    styles: dict[str, str | bytes] = {name: (ours / name).read_bytes() for name in ("print.css", "epub.css")}
    assert codes(book(tmp_path, styles)) == []


def test_a_sheet_that_nothing_uses_is_told_of(tmp_path: Path) -> None:
    assert codes(book(tmp_path, {"custom.css": "p { color: red }"})) == [("TYP-006", "styles/custom.css")]


def test_a_font_of_the_book_is_embedded_where_a_sheet_names_it(tmp_path: Path) -> None:
    fonts: dict[str, str | bytes] = {
        "fonts/quay.ttf": make_font("Quay", "Thefry. "),
        "fonts/pier.ttf": make_font("Pier", "Thefry. "),
    }
    archive, product = epub(book(tmp_path, {**fonts, "epub-extra.css": "h1 { font-family: Quay, serif }"}))
    assert [name for name in archive.namelist() if "own-" in name] == ["EPUB/fonts/own-quay-normal-400.ttf"]
    assert 'font-family: "Quay"' in sheet(archive)
    opf = next(name for name in archive.namelist() if name.endswith(".opf"))
    assert b"own-quay-normal-400.ttf" in archive.read(opf)
    assert product.findings == ()


def test_the_text_of_an_epub_may_have_a_font(tmp_path: Path) -> None:
    made = book(tmp_path, {"fonts/quay.ttf": make_font("Quay", "Thefry. ")})
    archive, _ = epub(made, EpubEdition(text_font="quay"))
    assert 'body {\n  font-family: "Quay", serif;\n}' in sheet(archive)
    with pytest.raises(BookError, match="EPB-008"):
        epub(made, EpubEdition(text_font="Pier"))
