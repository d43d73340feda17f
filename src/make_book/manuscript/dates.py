"""Dates as authors write them: ISO 8601, the day or the month and day left out where unknown."""

from __future__ import annotations

import datetime as dt
import re

from make_book.model import PartialDate

_ISO = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[T ].*)?)?)?\Z", re.ASCII | re.DOTALL)


def parse_date(text: str) -> PartialDate:
    """Read `2020-10-13` (a time after it is dropped), `2020-10` or `2020`.

    Raise `ValueError` for anything else and for days the calendar does not have.
    """
    if not (found := _ISO.match(text.strip())):
        raise ValueError(f"{text!r} is not a date")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"there is no day {text!r} in the calendar") from None
    return PartialDate(year or 0, month, day)


def until(date: PartialDate, last: PartialDate) -> bool:
    """Say whether `date` is not after `last`; `2020-10` as `last` takes in the whole of October."""
    known = [part for part in (last.year, last.month, last.day) if part is not None]
    return list(date.key[: len(known)]) <= known
