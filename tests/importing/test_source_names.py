"""Names of raw files: whatever a source calls a file, its name is legal everywhere and stays inside."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.importing.source_names import LONGEST_NAME, LONGEST_PART, NameTable, leads_out, plain_name


@pytest.mark.parametrize(
    "name",
    ["../out.txt", "/etc/passwd", "a/../../b", "C:\\x.txt", "c:x.txt", "..\\x", "\\\\host\\share\\x", "a\\..\\b"],
)
def test_names_that_lead_out_are_known(name: str) -> None:
    assert leads_out(name)


@pytest.mark.parametrize("name", ["a.txt", "sub/b.txt", "sub\\b.txt", "a..b", "…/x", "C/x.txt"])
def test_other_names_do_not_lead_out(name: str) -> None:
    assert not leads_out(name)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("folder\\a.txt", "folder/a.txt"),
        ("./a//b.txt", "a/b.txt"),
        ("con.txt", "_con.txt"),
        ("aux", "_aux"),
        ("a\nb\x1b[31m.txt", "a_b_[31m.txt"),
        ("what?.txt", "what_.txt"),
        ("end. ", "end__"),
        ("bad\udcff.txt", "bad_.txt"),
        ("e\u0301.txt", "\u00e9.txt"),
        ("\u202egpj.txt", "_gpj.txt"),
        ("", "unnamed"),
    ],
)
def test_a_name_becomes_plain(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@given(st.lists(st.text(max_size=300), min_size=1, max_size=8).map("/".join))
def test_a_plain_name_is_bounded_stays_inside_and_is_its_own_plain_name(name: str) -> None:
    if leads_out(name):
        return
    plain = plain_name(name)
    assert plain_name(plain) == plain
    assert not leads_out(plain)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", plain)
    assert len(plain.encode()) <= LONGEST_NAME
    assert all(0 < len(part.encode()) <= LONGEST_PART for part in PurePosixPath(plain).parts)


def test_long_names_that_differ_at_the_end_stay_different_and_keep_their_suffix() -> None:
    one, other = plain_name("长" * 230 + "1.txt"), plain_name("长" * 230 + "2.txt")
    assert one != other
    assert one.endswith(".txt")


@pytest.mark.parametrize(
    ("name", "clashes"),
    [
        ("A.TXT", True),
        ("a.txt/b", True),
        ("sub", True),
        ("SUB/C.txt", False),
        ("sub/stra\u00dfe.txt", True),
        ("e\u0301", True),
        ("b.txt", False),
    ],
)
def test_names_clash_as_file_systems_see_them(name: str, *, clashes: bool) -> None:
    assert NameTable(["a.txt", "sub/strasse.txt", "\u00e9"]).clashes(name) is clashes
