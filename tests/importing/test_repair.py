from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.importing.repair import repair
from make_book.importing.text_changes import revert

RUSSIAN = "Туман пришёл ночью и остался. Мы стояли на пристани и ждали, как ждут все."
GERMAN = "Der Bürgermeister schläft, und über dem Fluß ist es grün geworden. Wir hören ihn nicht."
ENGLISH = "The postman doesn’t like it – but he rows, and “he sings” when the wind is down."


def text_of(data: bytes) -> str:
    repaired = repair(data)
    assert repaired is not None
    return repaired.text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "windows-1251", "koi8-r", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_russian_is_read_in_every_encoding(encoding: str) -> None:
    assert text_of(RUSSIAN.encode(encoding)) == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
@pytest.mark.parametrize("text", [GERMAN, ENGLISH])
def test_western_texts_are_read_in_every_encoding(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [RUSSIAN, GERMAN, ENGLISH])
def test_utf8_read_as_latin1_is_undone(text: str) -> None:
    assert text_of(text.encode().decode("latin-1").encode()) == text


def test_curly_quotes_stay_curly_and_letters_stay_letters() -> None:
    text = "“It’s ﬁne,” she said… ＡＢＣ &amp; x² ‹ok›"
    repaired = repair(text.encode())
    assert repaired is not None
    assert (repaired.text, repaired.changes) == (text, ())


def test_dirt_is_removed_and_on_record() -> None:
    repaired = repair("\ufeffA\u00a0b\r\nc\u00add\0e\u200bf\rg".encode())
    assert repaired is not None
    assert repaired.text == "A b\ncdef\ng"
    assert {change.kind for change in repaired.changes} == {
        "byte-order-mark", "line-ends", "space", "soft-hyphen", "control", "invisible",
    }  # fmt: skip
    assert revert(repaired.text, repaired.changes) == "A\u00a0b\nc\u00add\0e\u200bf\ng"


def test_a_letter_cut_off_at_the_end_is_dropped() -> None:
    repaired = repair("Мы ждали пар".encode()[:-1])
    assert repaired is not None
    assert repaired.text == "Мы ждали па"
    assert [change.kind for change in repaired.changes] == ["cut-byte"]


def test_a_stray_byte_in_utf8_is_read_as_windows() -> None:
    assert text_of("Zuhörer und Künstler sagen ".encode() + b"\x84ja\x93") == "Zuhörer und Künstler sagen „ja“"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", bytes(range(256)) * 4, b"\1\2\3\4\5\6\7"])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    assert repair(data) is None


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    repaired = repair(data)
    assert repaired is None or not set(repaired.text) & set("\r\0\u00a0\u00ad\ufeff")


@given(st.text(st.sampled_from("abc Def, Яркий туман?\n\r\0\u00a0\u00ad\u200b\ufeff.,!"), max_size=200))
def test_repairing_twice_repairs_nothing_more(text: str) -> None:
    once = repair(text.encode("utf-8", "surrogatepass"))
    if once is not None:
        twice = repair(once.text.encode())
        assert twice is not None
        assert twice.text == once.text
