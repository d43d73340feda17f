"""The one clock. Nothing in make-book asks the machine what time it is.

A book's time is `SOURCE_DATE_EPOCH` (reproducible-builds.org/specs/source-date-epoch) where the
environment sets it, else the book's own date, else 1980-01-01, the first day a zip file can name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from make_book.model import PartialDate

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The first moment that zip's MS-DOS time stamps can express (APPNOTE 4.4.6)."""
_DAY = 24 * 60 * 60
_DIGITS = 11
"""As many has the number of seconds until the year 5138."""


def latest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """Return the latest of `dates`; `None` if there is none. An unknown day or month is the first."""
    return max((date for date in dates if date is not None), key=lambda date: date.key, default=None)


def content_time(moment: datetime, content: bytes, environ: Mapping[str, str] = os.environ) -> datetime:
    """Return the moment within the day of `moment` that an edition of this `content` says it was changed.

    The time of day is made from the content (a digest of it), so that two editions of one day differ, and the
    same content says the same. A moment that somebody gave, by `SOURCE_DATE_EPOCH` or with a time of day, stays.
    """
    if environ.get("SOURCE_DATE_EPOCH") or moment.time() != time():
        return moment
    return moment + timedelta(seconds=int.from_bytes(content[:8], "big") % _DAY)


def book_time(date: PartialDate | None, environ: Mapping[str, str] = os.environ) -> datetime:
    """Return the moment an edition is dated, in UTC, never before `EARLIEST`.

    Raise `ValueError` when `SOURCE_DATE_EPOCH` is set and is not a number of seconds.
    """
    if epoch := environ.get("SOURCE_DATE_EPOCH"):
        if not epoch.isdecimal() or len(epoch) > _DIGITS:
            raise ValueError(f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}")
        return max(EARLIEST, datetime.fromtimestamp(int(epoch), UTC))
    if date is None:
        return EARLIEST
    return max(EARLIEST, datetime(date.year, date.month or 1, date.day or 1, tzinfo=UTC))
