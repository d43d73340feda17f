import pytest

from epub.reading import OPF, files, package
from epub.samples import SECTIONS, made
from make_book.editions import EpubEdition
from make_book.epub import typefaces


def test_no_fonts_means_none() -> None:
    assert typefaces.embed("none", "x", "h1{}") == typefaces.Embedded()
    assert not [name for name in files(made().data) if "font" in name]


def test_titles_get_roman_and_italic_with_their_licence() -> None:
    data = made(edition=EpubEdition(fonts="display")).data
    found = {name for name in files(data) if "/fonts/" in name}
    assert found == {
        "EPUB/fonts/eb-garamond-roman-400.ttf",
        "EPUB/fonts/eb-garamond-italic-400.ttf",
        "EPUB/fonts/OFL.txt",
    }
    assert b"SIL OPEN FONT LICENSE" in files(data)["EPUB/fonts/OFL.txt"].upper()
    css = files(data)["EPUB/styles/book.css"].decode()
    assert css.count("@font-face") == 2
    assert "body {\n  font-family" not in css


def test_the_whole_text_gets_bold_too_and_the_family() -> None:
    css = typefaces.embed("all", "abc", "").css
    assert css.count("@font-face") == 4
    assert 'body {\n  font-family: "EB Garamond", serif;' in css


def test_every_declared_file_is_there_and_is_true_type() -> None:
    data = files(made(edition=EpubEdition(fonts="all")).data)
    css = data["EPUB/styles/book.css"].decode()
    declared = [line.split("(../")[1].split(")")[0] for line in css.splitlines() if "src: url(" in line]
    assert len(declared) == 4
    for path in declared:
        assert data[f"EPUB/{path}"][:4] == b"\x00\x01\x00\x00"


def test_fonts_hold_no_more_than_the_book_says() -> None:
    few = typefaces.embed("display", "ab", "").resources[0].data
    said = "".join(section.survey.characters for section in SECTIONS)
    many = typefaces.embed("display", said, "").resources[0].data
    assert len(few) < len(many) < 60_000


@pytest.mark.parametrize("choice", ["display", "all"])
def test_fonts_stand_in_the_manifest_as_fonts(choice: str) -> None:
    opf = package(made(edition=EpubEdition(fonts=choice)).data)  # type: ignore[arg-type]
    types = {item.get("href"): item.get("media-type") for item in opf.iter(f"{OPF}item")}
    assert {kind for href, kind in types.items() if str(href).endswith(".ttf")} == {"font/ttf"}
