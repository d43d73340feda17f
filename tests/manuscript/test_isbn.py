"""ISBNs: check digits of both lengths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.manuscript.isbn import isbn_digits


@pytest.mark.parametrize("written", ["978-3-16-148410-0", "ISBN 978 3 16 148410 0", "0-306-40615-2", "080442957X"])
def test_right_ones_are_taken(written: str) -> None:
    assert isbn_digits(written) == written.removeprefix("ISBN").replace("-", "").replace(" ", "")


@given(st.integers(0, 11), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(place: int, by: int) -> None:
    digits = list("978316148410")
    digits[place] = str((int(digits[place]) + by) % 10)
    with pytest.raises(ValueError, match="ISBN"):
        isbn_digits("".join(digits) + "0")
