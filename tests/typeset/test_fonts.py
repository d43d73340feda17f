"""make-book's fonts are those we know, report what they lack, and have the same subsets every time."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from make_book.typeset.fonts import licence_text, missing_characters, subset, text_faces
from make_book.typeset.lettering import LetteringStyle, has_small_capitals

KNOWN = {
    "EBGaramond[wght].ttf": "ef9512f92f6d579e5dc75af59a5a4b1b8b47d2eda89e00b954d44520e5369027",
    "EBGaramond-Italic[wght].ttf": "bba2c4499c93c9612b90b9825d32b07da52fce2fe57562a1eb6b833553f93c4e",
}
UPRIGHT, ITALIC = text_faces()


@pytest.mark.parametrize("face", text_faces(), ids=lambda face: face.style)
def test_the_faces_are_the_files_that_the_house_was_designed_with(face: object) -> None:
    path = Path(getattr(face, "path"))  # noqa: B009
    assert hashlib.sha256(path.read_bytes()).hexdigest() == KNOWN[path.name]


def test_the_house_has_latin_greek_and_cyrillic() -> None:
    text = "The quick brown fox – “Zwölf Boxkämpfer”, Élève, Łódź, Щётка, ёлка, Ψυχή, №, €, ½"
    assert missing_characters(text, text_faces()) == ()


def test_missing_characters_come_sorted_and_once() -> None:
    assert missing_characters(["漢字", "abc א", "字"], text_faces()) == ("א", "字", "漢")


@pytest.mark.parametrize("code", [0x00AD, 0x2060, 0x200B, 0x200C, 0x200D, 0x202F, 0xFE0F, 0xE0100, 0x0A, 0x09, 0x85])
def test_what_has_no_shape_is_never_missing(code: int) -> None:
    assert missing_characters(chr(code), ()) == ()


@given(st.text(max_size=40))
@settings(max_examples=40)
def test_a_character_is_missing_or_in_the_cut(text: str) -> None:
    missing = missing_characters(text, [UPRIGHT])
    assert set(missing) <= set(text)
    assert missing == missing_characters(reversed(text), [UPRIGHT])


@pytest.mark.parametrize("face", text_faces(), ids=lambda face: face.style)
@pytest.mark.parametrize("weight", [400, 700])
def test_a_cut_is_static_small_and_carries_its_licence(face: object, weight: int) -> None:
    data = subset(face, "Hamburgefonts 123", weight=weight)  # type: ignore[arg-type]
    font = TTFont(io.BytesIO(data))
    assert font.flavor == "woff"
    assert not {"fvar", "gvar", "STAT", "avar"} & set(font.keys())
    assert font["OS/2"].usWeightClass == weight
    assert "Open Font License" in font["name"].getDebugName(13)
    assert len(data) < 30_000


def test_a_cut_is_the_same_whatever_the_order_of_characters() -> None:
    assert subset(UPRIGHT, "abcfi") == subset(UPRIGHT, ["ifc", "ba", "a"])


def test_a_cut_keeps_its_characters_small_capitals_and_figures() -> None:
    font = TTFont(io.BytesIO(subset(UPRIGHT, "fi1", flavour="ttf")))
    assert set(font.getBestCmap()) == {0x20, *map(ord, "fi1")}
    assert {"smcp", "onum", "liga"} <= {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert "kern" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}


def test_the_axis_stays_when_no_weight_is_asked_for() -> None:
    assert "fvar" in TTFont(io.BytesIO(subset(UPRIGHT, "a", weight=None)))


def test_german_small_capitals_have_an_f(tmp_path: Path) -> None:
    path = tmp_path / "cut.ttf"
    path.write_bytes(subset(UPRIGHT, "Brief", flavour="ttf"))
    scripts = TTFont(path)["GSUB"].table.ScriptList.ScriptRecord
    assert not [lang for record in scripts for lang in record.Script.LangSysRecord if lang.LangSysTag == "DEU "]
    assert has_small_capitals("brief", LetteringStyle(UPRIGHT, language="de"))


def test_the_licence_can_be_shipped() -> None:
    assert "SIL Open Font License" in licence_text(UPRIGHT)
