"""One clock: the book's date, never the machine's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.clock import EARLIEST, book_time, content_time, latest
from make_book.model import PartialDate


@given(st.dates())
def test_a_book_is_dated_by_its_date_and_never_before_zip_files(day: object) -> None:
    date = PartialDate(day.year, day.month, day.day)  # type: ignore[attr-defined]
    moment = book_time(date, {})
    assert moment == max(EARLIEST, datetime(date.year, date.month or 1, date.day or 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("date", "moment"), [(PartialDate(2021), (2021, 1, 1)), (PartialDate(2021, 5), (2021, 5, 1)), (None, (1980, 1, 1))]
)
def test_what_a_date_leaves_open_is_the_first(date: PartialDate | None, moment: tuple[int, int, int]) -> None:
    assert book_time(date, {}) == datetime(*moment, tzinfo=UTC)


def test_the_environment_may_date_a_build() -> None:
    assert book_time(PartialDate(2021), {"SOURCE_DATE_EPOCH": "1600000000"}) == datetime(
        2020, 9, 13, 12, 26, 40, tzinfo=UTC
    )
    assert book_time(PartialDate(2021), {"SOURCE_DATE_EPOCH": "0"}) == EARLIEST
    assert book_time(PartialDate(2021), {"SOURCE_DATE_EPOCH": ""}) == datetime(2021, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("epoch", ["yesterday", "-5", "1.5", "²", "9" * 30])
def test_an_environment_that_is_no_number_of_seconds_is_refused(epoch: str) -> None:
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH"):
        book_time(None, {"SOURCE_DATE_EPOCH": epoch})


def test_the_latest_date_of_a_serial_is_found() -> None:
    dates = [None, PartialDate(2021, 5), PartialDate(2021), PartialDate(2021, 5, 2), PartialDate(1660, 1, 1)]
    assert latest(dates) == PartialDate(2021, 5, 2)
    assert latest([None]) is None


def test_a_moment_that_somebody_gave_stays_whatever_the_content() -> None:
    midnight = datetime(2021, 3, 1, tzinfo=UTC)
    assert content_time(midnight, b"a" * 32, {}) != content_time(midnight, b"b" * 32, {})
    assert content_time(midnight, b"a" * 32, {}).date() == midnight.date()
    assert content_time(midnight, b"a" * 32, {"SOURCE_DATE_EPOCH": "1614556800"}) == midnight
    given = midnight.replace(hour=7)
    assert content_time(given, b"a" * 32, {}) == given
