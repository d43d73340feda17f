"""Dates as sources write them, in figures and in the words of every language for which make-book has labels."""

from __future__ import annotations

import datetime as dt
import email.utils
import functools
import re

from make_book.text.languages import month_names

_ISO = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?(?!\d)(?:[T ].*)?\Z", re.DOTALL)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?\d{6}Z?)?\Z")
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?:[ ,].*)?\Z", re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_CJK = re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월](?:\s?(?P<d>\d{1,2})\s?[日일号號])?")
_LANGUAGES = tuple(
    "en de fr ru uk be pl es it nl pt cs sk sv da nb nn fi et lv lt hu ro bg sr hr sl el tr ka hy ca gl eu is".split()
)
"""The languages whose months are read in words."""


def _months() -> dict[str, int]:
    return {"sept": 9} | month_names(_LANGUAGES)


def read_date(text: str) -> str | None:
    """Return a whole text that is a date as `2020-10-13`, `2020-10` or `2020`; `None` if it is none.

    Figures whose order nobody can know (`03/04/2020`) are no date, unless one of them can only be a day.
    """
    text = " ".join(text.split()).strip(" .,;")
    for pattern in (_ISO, _COMPACT, _DOTTED, _CJK):
        if found := pattern.match(text):
            return _iso(found["y"], found["m"], found["d"])
    if _YEAR.match(text):
        return text
    return _in_words(text) or _slashed(text) or _of_mail(text)


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def _slashed(text: str) -> str | None:
    found = re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ ,].*)?", text)
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 or first == second:
        return _iso(found[3], found[2], found[1])
    return _iso(found[3], found[1], found[2]) if second > 12 else None


def _of_mail(text: str) -> str | None:
    parts = email.utils.parsedate(text)
    return _iso(str(parts[0]), str(parts[1]), str(parts[2])) if parts and parts[0] > 1000 else None


def _in_words(text: str) -> str | None:
    found = date_in_words().fullmatch(text)
    return iso_of(found) if found else None


def iso_of(found: re.Match[str]) -> str | None:
    """Return the date that a match of `date_in_words` says."""
    groups = {name: value for name, value in found.groupdict().items() if value}
    month = _months().get((groups.get("month") or groups.get("month2") or "").casefold().rstrip("."))
    year = groups.get("year") or groups.get("year2") or ""
    return _iso(year, str(month), groups.get("day") or groups.get("day2")) if month else None


@functools.cache
def date_in_words() -> re.Pattern[str]:
    """Return the pattern of a date with its month in words: `Oct. 13th, 2020`, `13 октября 2020 г.`."""
    months = "|".join(sorted(map(re.escape, _months()), key=lambda name: (-len(name), name)))
    weekday = r"(?:[^\W\d_]{2,14}\.?,?\s+)?"
    year = r"(?P<{0}>(?:1[5-9]|20)\d\d)(?:\s?(?:г|р|г\.|р\.|год|года|року)\b\.?)?"
    return re.compile(
        rf"{weekday}(?:(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?\s+(?:de\s+|of\s+)?)?"
        + rf"(?P<month>{months})\b\.?,?\s+(?:de\s+)?"
        + year.format("year")
        + rf"|(?P<month2>{months})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
        + year.format("year2")
        + r")"
        + r"(?:,?\s+(?:at\s+|um\s+|à\s+)?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s?[APap]\.?[Mm]\.?)?"
        + r"(?:\s?(?:UTC|GMT|[A-Z]{3,4}|[+-]\d\d:?\d\d))?)?",
        re.IGNORECASE,
    )
