"""A book's own fonts say what they are; what is no font is told with its file."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from make_book.style_files import FontFile, read_styles
from make_book.typeset import own_fonts
from make_book.typeset.fallbacks import fallback_for
from make_book.typeset.fonts import faces_for, inspect, missing_characters, reserve_faces, text_faces
from make_book.typeset.own_fonts import OwnFonts, read_fonts
from pdf.fonts import as_woff2, make_font


def own(folder: Path, **files: bytes) -> OwnFonts:
    """Return what is read from a book with `files`: `a_ttf` is a.ttf."""
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / "fonts" / name.replace("_", ".")).write_bytes(data)
    return read_fonts(read_styles(folder).fonts)


def test_a_font_says_its_family_its_slant_and_its_weights(tmp_path: Path) -> None:
    slanted, varied = make_font("Old Boxes", style="Italic"), make_font(optical=True)
    faces = own(tmp_path, a_ttf=slanted, b_otf=varied, c_woff2=as_woff2(make_font("Small"))).faces
    assert [(face.family, face.style, face.weights) for face in faces] == [
        ("Old Boxes", "italic", (400, 400)),
        ("Boxes", "normal", (400, 700)),
        ("Small", "normal", (400, 400)),
    ]


def test_a_font_that_changes_is_another_face(tmp_path: Path) -> None:
    (before,) = own(tmp_path, a_ttf=make_font(characters="a")).faces
    assert missing_characters("ab", [before]) == ("b",)
    (after,) = own(tmp_path, a_ttf=make_font(characters="b")).faces
    assert before.path == after.path
    assert before.digest != after.digest
    assert missing_characters("ab", [after]) == ("a",)


def test_a_name_cannot_leave_the_style_sheet(tmp_path: Path) -> None:
    (face,) = own(tmp_path, a_ttf=make_font('Box"} * { color: red } \\,;')).faces
    assert face.family == "Box * color: red"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no font"),
        (b"<svg/>", "no font"),
        (make_font()[:700], "no font"),
        (as_woff2(make_font())[:-40], "no font"),
        (b"ttcf" + make_font(), "collection"),
        (make_font("\t"), "no name"),
        (make_font(characters="abc", also=""), "no space"),
    ],
)
def test_what_is_no_font_is_told_with_its_file(tmp_path: Path, data: bytes, reason: str) -> None:
    read = own(tmp_path, bad_ttf=data, good_ttf=make_font())
    (finding,) = read.findings
    assert (finding.code, str(finding.span)) == ("PDF-008", "styles/fonts/bad.ttf")
    assert reason in finding.message
    assert [face.family for face in read.faces] == ["Boxes"]


@given(st.data())
@settings(max_examples=60)
def test_a_damaged_font_is_refused_or_read(data: st.DataObject) -> None:
    font = bytearray(data.draw(st.sampled_from((SMALL, SMALL_PACKED))))
    for at in data.draw(st.lists(st.integers(0, len(font) - 1), min_size=1, max_size=12)):
        font[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ValueError):
        assert inspect(bytes(font)).family


SMALL = make_font(characters="abc")
SMALL_PACKED = as_woff2(SMALL)


def test_a_font_that_may_not_be_embedded_is_doubted(tmp_path: Path) -> None:
    read = own(tmp_path, a_ttf=make_font(restricted=True))
    assert [(finding.code, str(finding.span)) for finding in read.findings] == [("PDF-009", "styles/fonts/a.ttf")]
    assert len(read.faces) == 1


def test_size_and_number_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_fonts, "LARGEST", len(SMALL))
    monkeypatch.setattr(own_fonts, "MOST", 2)
    read = own(tmp_path, a_ttf=SMALL, b_ttf=SMALL + b"\0", c_ttf=SMALL)
    assert [str(finding.span) for finding in read.findings] == ["styles/fonts/b.ttf", "styles/fonts/c.ttf"]


def test_a_file_that_cannot_be_read_is_told() -> None:
    (finding,) = read_fonts([FontFile("fonts/gone.ttf", "/nowhere/gone.ttf")]).findings
    assert (finding.code, str(finding.span)) == ("PDF-008", "styles/fonts/gone.ttf")


def test_links_out_of_the_styles_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.ttf").write_bytes(SMALL)
    (tmp_path / "styles" / "fonts").mkdir(parents=True)
    (tmp_path / "styles" / "fonts" / "a.ttf").symlink_to(tmp_path / "elsewhere.ttf")
    (tmp_path / "styles" / "fonts" / "inside.ttf").write_bytes(SMALL)
    (tmp_path / "styles" / "fonts" / "notes.md").write_text("no font")
    assert [file.name for file in read_styles(tmp_path / "styles").fonts] == ["fonts/inside.ttf"]


def test_own_fonts_stand_after_the_houses_and_only_if_needed(tmp_path: Path) -> None:
    faces = own(tmp_path, a_ttf=make_font("A", "a漢א"), b_ttf=make_font("B", "z")).faces
    assert faces_for("az", faces) == text_faces()
    assert [face.family for face in faces_for("a漢z", faces)[2:]] == ["A"]
    assert [face.family for face in faces_for(iter(["a漢", "zא"]), faces)[2:]] == ["Frank Ruhl Libre", "A"]
    assert [face.family for face in faces_for("אa", faces)[2:]] == ["Frank Ruhl Libre"]
    assert [face.family for face in faces_for("a", faces, faces[1:])] == ["B", "EB Garamond", "EB Garamond"]


@pytest.mark.parametrize(
    ("character", "family"),
    [
        *(("漢", "Noto Serif SC"), ("か", "Noto Serif JP"), ("한", "Noto Serif KR"), ("ㄅ", "Noto Serif TC")),
        *(("न", "Noto Serif Devanagari"), ("ก", "Noto Serif Thai"), ("Ա", "Noto Serif Armenian")),
        *(("♞", "Noto Sans Symbols 2"), ("ↀ", "Noto Sans Symbols"), ("♭", "Noto Music"), ("⊢", "Noto Sans Math")),
        *(("ᚠ", "Noto Sans Runic"), ("𓀀", "Noto Sans Egyptian Hieroglyphs"), ("🦉", "Noto Emoji")),
    ],
)
def test_a_free_font_is_known_for_many_characters(character: str, family: str) -> None:
    found = fallback_for(character)
    assert found is not None
    assert found.name == family
    assert found.address == f"https://fonts.google.com/noto/specimen/{family.replace(' ', '+')}"


def test_nothing_is_offered_for_what_nobody_has_or_the_house_has_itself() -> None:
    assert fallback_for("\ue000") is None
    house = (*text_faces(), *reserve_faces())
    shown = [chr(code) for code in range(0x21, 0x2FFF) if not missing_characters(chr(code), house)]
    offered = [character for character in shown if fallback_for(character) and character.isalnum()]
    assert offered == []
