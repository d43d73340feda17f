"""The outside checkers, over the sample book and over its odder sisters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import gates
from epub.samples import BOOK, SECTIONS, made, with_imprint
from make_book.editions import EpubEdition

pytestmark = pytest.mark.gate


def left_to_right() -> bytes:
    book = with_imprint(isbn="978-3-16-148410-0", print_isbn="978-0-306-40615-7")
    return made(book=book, edition=EpubEdition(fonts="all")).data


def right_to_left_without_contents() -> bytes:
    imprint = msgspec.structs.replace(
        BOOK.imprint, language="he", direction="rtl", isbn="978-3-16-148410-0", series=None, subtitle=None
    )
    kept = tuple(section for section in SECTIONS if section.kind not in {"contents", "foreword"})
    sections = tuple(msgspec.structs.replace(section, language="he") for section in kept)
    return made(sections, book=msgspec.structs.replace(BOOK, imprint=imprint)).data


@pytest.mark.parametrize("version", ["5.3.0", "4.2.6"])
@pytest.mark.parametrize("make", [left_to_right, right_to_left_without_contents])
def test_epubcheck_has_nothing_to_say(make: Callable[[], bytes], version: str, tmp_path: Path) -> None:
    book = tmp_path / "book.epub"
    book.write_bytes(make())
    assert gates.epubcheck(book, version) == ()


def test_ace_finds_no_violation(tmp_path: Path) -> None:
    book = tmp_path / "book.epub"
    book.write_bytes(left_to_right())
    assert gates.ace(book) == ()
