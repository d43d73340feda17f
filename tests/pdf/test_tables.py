"""Tables that are wider than the text are set smaller until they fit; rows stay whole."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pypdfium2
import pytest

from make_book.checks.equality import check_pdf
from make_book.findings import BookError
from make_book.pdf.pdf_edition import Printed
from make_book.pipeline import TypesetBook
from pdf.alike import differences
from pdf.small import SMALL, print_small, small_book

_REMARK = "There are forty-one steps from the quay to the counting room, and the nineteenth is missing."


def _rows(cells: list[str], count: int) -> str:
    lines = [cells, ["---"] * len(cells), *([f"{row}", *cells[1:-1], _REMARK] for row in range(count))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


TABLES = {
    "narrow": _rows(["Day", "Barge", "Remarks"], 2),
    "wide": _rows(["Day", "Constance", "Master", "Sacks", "Weight", "blue-black", "Weather", "Remarks"], 12),
    "words": _rows([f"Donaudampfschifffahrtsgesellschaft{letter}" for letter in "abcdefgh"], 2),
    "endless": _rows([f"{letter}00000000000000000000000000" for letter in "abcdefghijklmnopqrstuvwxyzabcdefghij"], 2),
}


@lru_cache
def table_book(name: str) -> TypesetBook:
    return small_book(f"A line.\n\n{TABLES[name]}\n\nA line.")


@lru_cache
def printed(name: str, *, plain: bool = False) -> Printed:
    return print_small(table_book(name), plain=plain)


def pages(name: str) -> Iterator[str]:
    document = pypdfium2.PdfDocument(printed(name).data)
    for page in document:
        yield " ".join(page.get_textpage().get_text_range().split())


def edges(name: str) -> tuple[float, float]:
    """Return how far from the sheet's edges the nearest letters are, in points: left and right."""
    document = pypdfium2.PdfDocument(printed(name).data)
    lefts, rights = [], []
    for page in document:
        text = page.get_textpage()
        for at in range(text.count_chars()):
            if text.get_text_range(at, 1).strip():
                left, _, right, _ = text.get_charbox(at)
                lefts.append(left)
                rights.append(page.get_width() - right)
    return min(lefts), min(rights)


@pytest.mark.parametrize("name", ["narrow", "wide"])
def test_a_table_within_the_margins_has_no_finding(name: str) -> None:
    left, right = edges(name)
    assert min(left, right) > 0.5 * 72
    assert printed(name).findings == ()


def test_words_are_broken_anywhere_only_where_nothing_else_helps() -> None:
    left, right = edges("words")
    assert min(left, right) > 0.4 * 72
    (finding,) = printed("words").findings
    assert finding.code == "PDF-013"
    assert "Donaudampf" in finding.message
    assert "broken anywhere" in finding.message
    assert finding.span is not None
    assert finding.span.file == "manuscript/episodes/001.md"


def test_a_table_too_wide_for_any_page_is_refused_with_how_much_is_cut_off_and_what_is_lost() -> None:
    with pytest.raises(BookError) as caught:
        printed("endless")
    wide, lost = caught.value.findings
    assert (wide.code, lost.code) == ("PDF-013", "PDF-014")
    assert "mm beyond the text" in wide.message
    assert "j000" in lost.message


def test_no_row_is_parted_and_its_words_are_read_in_order() -> None:
    texts = list(pages("wide"))
    assert len(texts) > 1
    assert all(text.count("There are") == text.count("missing.") for text in texts)
    assert check_pdf(table_book("wide").sections, printed("wide").data, SMALL) == ()


@pytest.mark.parametrize("name", ["wide", "words"])
def test_it_is_the_same_in_the_whole_document(name: str) -> None:
    assert differences(printed(name).data, printed(name, plain=True).data) == []
    codes = [finding.code for finding in printed(name).findings]
    assert codes == [finding.code for finding in printed(name, plain=True).findings]
