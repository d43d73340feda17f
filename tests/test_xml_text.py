"""Which characters a document may hold, and how those of markup are escaped."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.xml_text import NOT_TEXT, NOT_XML, escape, escape_content, legal


@given(st.text(st.characters(codec=None), max_size=60))
def test_what_is_escaped_is_read_back_by_a_parser(text: str) -> None:
    as_read = legal(text).replace("\r\n", "\n").replace("\r", "\n")
    element = ET.fromstring(f"<a>{escape(text)}<b>{escape_content(text)}</b></a>")
    assert element.text or as_read == ""
    assert (element[0].text or "") == as_read
    attribute = ET.fromstring(f'<a b="{escape(text)}"/>').get("b")
    assert attribute == as_read.replace("\n", " ").replace("\t", " ")


def is_legal(code: int) -> bool:
    try:
        ET.fromstring(b"<a>&#%d;</a>" % code)
    except ET.ParseError:
        return False
    return True


@pytest.mark.parametrize(
    "codes", [range(0x100), range(0xD700, 0xE100), range(0xFD00, 0x10010), range(0x1FFF0, 0x20000)]
)
def test_what_no_document_can_hold_is_what_a_parser_refuses(codes: range) -> None:
    assert {code for code in codes if NOT_XML.match(chr(code))} == {code for code in codes if not is_legal(code)}


def test_what_no_document_can_hold_is_no_text_either() -> None:
    assert all(NOT_TEXT.match(chr(code)) for code in range(0x10000) if NOT_XML.match(chr(code)))
    assert {code for code in range(0x10000) if NOT_TEXT.match(chr(code)) and not NOT_XML.match(chr(code))} == {
        0x7F,
        *range(0xFDD0, 0xFDF0),
    }
