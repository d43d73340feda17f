"""Lists are numbered in print as they are written: start, kind, order, single values."""

from __future__ import annotations

import pypdfium2

from make_book.checks.equality import check_pdf
from pdf.small import SMALL, print_small, small_book

TEXT = """Text.

3) three
4) four

<ol type="i" start="7"><li>a</li><li>b</li></ol>

<ol reversed><li>a</li><li>b</li><li value="9">c</li><li>d</li></ol>

<ol type="A"><li>x</li><li value="5">y</li><li>z</li></ol>

1. one
2. two
"""


def test_numbers_are_those_that_are_written() -> None:
    book = small_book(TEXT)
    printed = print_small(book)
    words = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(printed.data)).split()
    numbers = [word for word in words if word.endswith(".") and word != "Text."]
    assert numbers == ["3.", "4.", "vii.", "viii.", "4.", "3.", "9.", "8.", "A.", "E.", "F.", "1.", "2."]
    assert check_pdf(book.sections, printed.data, SMALL) == ()
