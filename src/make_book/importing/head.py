"""The head of a clipping taken apart: date, kicker, title, standfirst, narrator, number, place."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence

import msgspec

from make_book.importing.import_values import Field, ImportedParagraph
from make_book.importing.phrases import Phrases, every, one_of
from make_book.importing.series import DetectedSeries, labelled, take_apart
from make_book.importing.text_paragraphs import sentences

_ISO = r"(?P<y>\d{4})(?:[-/](?P<m>\d{1,2})(?:[-/](?P<d>\d{1,2}))?)?(?:T[\d:.+Z-]+)?"
_DOTTED = r"(?:(?P<d2>\d{1,2})\.)?(?P<m2>\d{1,2})\.(?P<y2>\d{4})"
_KICKER = re.compile(r"(?P<kicker>[^:.!?\n]{2,60}?)(?P<colon>\s*:\s+)(?=\S)")
_SHORT_STANDFIRST = 600
_SHORT_TITLE = 140
_LONGEST_HEAD = 4000
"""A first paragraph with more characters is running text, no head."""


@functools.cache
def _date() -> re.Pattern[str]:
    crawler = rf"(?P<crawler>{one_of(every('crawler'))}\s*:?\s+)?"
    return re.compile(rf"\s*{crawler}(?P<date>{_DOTTED}|{_ISO})(?=[\s,.:]|\Z)[,.:]?\s*")


class Opening(msgspec.Struct, frozen=True):
    """The first paragraphs of a clipping with date and crawler's word taken off."""

    fields: tuple[Field, ...]
    consumed: tuple[str, ...]
    first: ImportedParagraph | None
    second: ImportedParagraph | None
    skipped: int
    """Paragraphs that held nothing but a date."""
    dated: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts in which the series phrase may stand."""
        first = self.first.text if self.first and len(self.first.text) <= _LONGEST_HEAD else ""
        second = self.second.text if self.second and len(self.second.text) <= _SHORT_STANDFIRST else ""
        return tuple(text for text in (first, second) if text)


class ClippingHead(msgspec.Struct, frozen=True):
    """What the head told; `used` paragraphs of the clipping belong to it and not to the body."""

    fields: tuple[Field, ...]
    consumed: tuple[str, ...]
    used: int


def open_up(paragraphs: Sequence[ImportedParagraph]) -> Opening:
    """Take date and crawler's word off the first of `paragraphs`."""
    if not paragraphs:
        return Opening((), (), None, None, 0, dated=False)
    first = paragraphs[0]
    if not (found := _date().match(first.text)) or not (iso := _iso(found)):
        return Opening((), (), first, paragraphs[1] if len(paragraphs) > 1 else None, 0, dated=False)
    date = Field("date", iso, 0.95 if found["crawler"] else 0.8, first.line, found["date"])
    consumed = (found["crawler"].strip(),) if found["crawler"] else ()
    rest = msgspec.structs.replace(first, start=first.start + found.end(), text=first.text[found.end() :])
    left = (*((rest,) if rest.text else ()), *paragraphs[1:])
    skipped = 0 if rest.text else 1
    return Opening(
        (date,), consumed, left[0] if left else None, left[1] if len(left) > 1 else None, skipped, dated=True
    )


def _iso(found: re.Match[str]) -> str | None:
    year, month, day = (found[name] or found[name + "2"] for name in "ymd")
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def kicker_of(opening: Opening, phrases: Phrases) -> tuple[str, bool] | None:
    """Return what stands before a colon at the head's beginning, and whether it surely is a kicker."""
    if opening.first is None or not (found := _KICKER.match(opening.first.text)):
        return None
    return found["kicker"], found["colon"][0].isspace() or _place(found["kicker"], phrases) is not None


def _place(kicker: str, phrases: Phrases) -> str | None:
    for pattern in phrases.places:
        before, after = pattern.split("{place}")
        if kicker.startswith(before) and kicker.endswith(after):
            return kicker[len(before) : len(kicker) - len(after) or None].strip() or None
    return None


def read_head(opening: Opening, series: DetectedSeries, phrases: Phrases) -> ClippingHead:
    """Take the rest of the head apart, helped by what the whole `series` taught."""
    if opening.first is None or len(opening.first.text) > _LONGEST_HEAD:
        return ClippingHead(opening.fields, opening.consumed, opening.skipped)
    first = _formula(opening.first, series, phrases)
    second = None
    if not first.fields and opening.second is not None and len(opening.second.text) <= _SHORT_STANDFIRST:
        found = _formula(opening.second, series, phrases)
        second = found if found.fields else None
    told = second or first
    if not told.fields and not opening.dated and not _is_title(opening.first.text):
        return ClippingHead(opening.fields, opening.consumed, opening.skipped)
    kicker, kept = _kicker(opening, series, phrases)
    start = opening.first.text[kept:] if second else first.rest[kept:]
    whole = second is not None or (not told.fields and _is_title(start))
    headline = _headline(start, opening.first.line, phrases, whole=whole)
    below = _standfirst(second.rest, opening.second.line, 0.9) if second and opening.second else ()
    fields = (*opening.fields, *kicker, *headline, *below, *told.fields)
    used = opening.skipped + (2 if second else 1)
    return ClippingHead(fields, (*opening.consumed, *told.consumed), used)


def _is_title(text: str) -> bool:
    return len(text) <= _SHORT_TITLE and not text.endswith((".", ",", ";", ":"))


class _Formula(msgspec.Struct, frozen=True):
    """The closing formula of a head (`NAME tells of … Episode 3.`) and the text before it."""

    rest: str
    fields: tuple[Field, ...] = ()
    consumed: tuple[str, ...] = ()


def _formula(paragraph: ImportedParagraph, series: DetectedSeries, phrases: Phrases) -> _Formula:
    text = paragraph.text
    fields: tuple[Field, ...] = ()
    consumed: tuple[str, ...] = ()
    if number := labelled(text):
        value = str(int(number[1]))
        fields = (Field("number", value, 0.95, paragraph.line, number[0]),)
        consumed = (number[0].replace(number[1], "").strip(" .:"),)
        text = text[: number.start()].rstrip(" ,–—-")
    pieces = list(sentences(text, phrases.abbreviations))
    for offset, sentence in reversed(pieces):
        last = offset == pieces[-1][0]
        told = take_apart(sentence, phrases)
        if told and (series.fits(told.predicate) or (told.known and last)):
            narrator = Field("narrator", told.narrator, _sure_of(told.narrator, series), paragraph.line, sentence)
            rest = (text[:offset] + text[offset + len(sentence) :]).strip()
            return _Formula(rest, (narrator, *fields), (told.predicate, *consumed))
    return _Formula(text, fields, consumed)


def _sure_of(narrator: str, series: DetectedSeries) -> float:
    if narrator in series.named:
        return 1.0
    if series.narrators.get(narrator, 0) > 1:
        return 0.95
    return 0.8 if " " in narrator else 0.6


def _kicker(opening: Opening, series: DetectedSeries, phrases: Phrases) -> tuple[tuple[Field, ...], int]:
    found = kicker_of(opening, phrases)
    if found is None or opening.first is None:
        return (), 0
    kicker, sure = found
    if not sure and series.kickers.get(kicker, 0) < 2:
        return (), 0
    match = _KICKER.match(opening.first.text)
    fields = [Field("kicker", kicker.strip(), 0.95 if sure else 0.85, opening.first.line, kicker)]
    if place := _place(kicker, phrases):
        certain = phrases.script == "LATIN" and phrases.language != "pl"
        why = "" if certain else "the case ending of the place was kept"
        fields.append(Field("place", place, 0.8 if certain else 0.4, opening.first.line, kicker, why))
    return tuple(fields), match.end() if match else 0


def _headline(text: str, line: int, phrases: Phrases, *, whole: bool) -> tuple[Field, ...]:
    pieces = [piece for _, piece in sentences(text, phrases.abbreviations)]
    if not pieces:
        return ()
    if len(pieces) == 1 or (whole and len(text) <= _SHORT_TITLE):
        sure = 0.9 if whole else 0.5
        why = "" if whole else "the only sentence of the head had to serve as title"
        return (Field("title", _untitled(text), sure, line, text.strip(), why),)
    why = "the headline is lost: the first sentence of the standfirst had to serve as title"
    title = Field("title", _untitled(pieces[0]), 0.4, line, pieces[0], why)
    return (title, *_standfirst(text[text.index(pieces[0]) + len(pieces[0]) :], line, 0.5))


def _untitled(text: str) -> str:
    text = text.strip()
    return text[:-1].rstrip() if text.endswith(".") and not text.endswith("..") else text


def _standfirst(text: str, line: int, sure: float) -> tuple[Field, ...]:
    return (Field("standfirst", text.strip(), sure, line, text.strip()),) if text.strip() else ()
