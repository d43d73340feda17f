"""Dates as authors write them: ISO 8601, the day or the month and day left out where unknown; English months too."""

from __future__ import annotations

import datetime as dt
import re

from make_book.model import PartialDate

_ISO = re.compile(r"(\d{4})(?:([-/.])(\d\d?)(?:\2(\d\d?)(?:[T ].*)?)?)?\Z", re.ASCII | re.DOTALL)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WORDS = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?:(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?P<month>[a-z]{3,9})\.?"
    r"|(?P<month_first>[a-z]{3,9})\.?\s+(?P<day_after>\d\d?)(?:st|nd|rd|th)?),?\s+(?P<year>\d{4})(?:[T ,].*)?\Z",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_FULL = "january february march april may june july august september october november december".split()


def parse_date(text: str) -> PartialDate:
    """Read `2020-10-13` (a time after it is dropped), `2020-10` or `2020`; `2020/10/13`; `13 Oct 2020`, `Oct 13, 2020`.

    Raise `ValueError` for anything else and for days the calendar does not have.
    """
    if found := _ISO.match(text.strip()):
        year, month, day = (int(part) if part else None for part in (found[1], found[3], found[4]))
    elif (found := _WORDS.match(text.strip())) and (month := _month(found["month"] or found["month_first"])):
        year, day = int(found["year"]), int(found["day"] or found["day_after"])
    else:
        raise ValueError(f"{text!r} is not a date")
    try:
        dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"there is no day {text!r} in the calendar") from None
    return PartialDate(year or 0, month, day)


def is_date(text: str) -> bool:
    """Tell whether `text` is a date with its day, or a month of a year."""
    try:
        return parse_date(text).month is not None
    except ValueError:
        return False


def _month(word: str) -> int | None:
    """Return the number of an English month, written out or cut to three letters ("Sept" too)."""
    folded = word.casefold()
    if folded in _FULL or folded in _MONTHS or folded == "sept":
        return _MONTHS.index(folded[:3]) + 1
    return None


def until(date: PartialDate, last: PartialDate) -> bool:
    """Say whether `date` is not after `last`; `2020-10` as `last` takes in the whole of October."""
    known = [part for part in (last.year, last.month, last.day) if part is not None]
    return list(date.key[: len(known)]) <= known
