"""Languages: make-book's labels in them, their dates, names and lists. The only importer of Babel.

Tags are BCP 47 (RFC 5646). A tag that is not known falls back to its language without the region,
then to English words. Babel is slow to import; it is imported when a date or a name is asked for.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from make_book import locales
from make_book.locales import Conventions, Locale, Quotes
from make_book.model import PartialDate

_FALLBACK = "en"
_RTL_SCRIPTS = frozenset("adlm arab aran hebr mand mend nkoo rohg samr syrc thaa".split())
_RTL_LANGUAGES = frozenset("ar arc arz ckb dv fa he ks lrc mzn nqo pnb ps sd syr ug ur yi".split())
_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)(?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+)",
    re.IGNORECASE,
)
_YEAR_MARK = re.compile(r"(?<=\d)[ \u202f](?=[гр]\.\Z)")
"""The space in "2020 г.": CLDR writes it in two ways."""
_NO_ONE_LANGUAGE = ("und", "mul", "zxx", "mis")
"""Undetermined, several, none, and one without a code: ISO 639-2."""
_GRANDFATHERED = frozenset(
    "en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu"
    " sgn-be-fr sgn-be-nl sgn-ch-de art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan"
    " zh-xiang".split()
)


class Language(msgspec.Struct, frozen=True):
    """A language with its labels and conventions. `known` is false when the labels are the English ones."""

    tag: str
    locale: Locale
    known: bool = True

    @property
    def labels(self) -> Mapping[str, str]:
        """The words that make-book prints, by key; some contain `{placeholders}`."""
        return self.locale.labels

    @property
    def conventions(self) -> Conventions:
        """How text in this language is set."""
        return self.locale.conventions

    @property
    def quotes(self) -> Quotes:
        """The quotation marks, primary and secondary."""
        return self.locale.conventions.quotes

    def label(self, key: str, **values: object) -> str:
        """Return the word for `key` with its placeholders filled.

        Raise `KeyError` for an unknown key, and for a placeholder without a value.
        """
        return self.locale.labels[key].format_map(values)


@functools.cache
def language(tag: str) -> Language:
    """Return the language of `tag`; never fails (the module says what an unknown tag gives)."""
    subtags = tag.lower().replace("_", "-").split("-")
    region = next((part.upper() for part in subtags[1:3] if len(part) == 2 or part.isdecimal()), None)
    if subtags[0] in locales.names():
        return Language(tag, locales.read(subtags[0], region))
    english = locales.read(_FALLBACK)
    plain = Conventions(_cldr_quotes(tag) or english.conventions.quotes)
    return Language(tag, msgspec.structs.replace(english, conventions=plain), known=False)


def is_language_tag(tag: str) -> bool:
    """Tell whether `tag` is well-formed BCP 47 (RFC 5646 §2.1; no variant or singleton twice)."""
    if tag.lower() in _GRANDFATHERED:
        return True
    if not (found := _TAG.fullmatch(tag)):
        return False
    variants = (found["variants"] or "").lower().split("-")[1:]
    singletons = re.findall(r"-([0-9a-wy-z])(?=-)", (found["extensions"] or "").lower())
    return len(set(variants)) == len(variants) and len(set(singletons)) == len(singletons)


def is_known_language(tag: str) -> bool:
    """Tell whether a well-formed `tag` names a language that make-book or CLDR knows, or one of private use."""
    primary = tag.lower().split("-")[0]
    if tag.lower() in _GRANDFATHERED or primary in ("x", *_NO_ONE_LANGUAGE) or primary in locales.names():
        return True
    if len(primary) == 3 and "qaa" <= primary <= "qtz":
        return True
    from babel.core import get_global

    tables = (get_global("likely_subtags"), get_global("language_aliases"), _babel(_FALLBACK).languages)
    return any(primary in table for table in tables)


def corrected_tag(tag: str) -> str | None:
    """Return the language tag that was meant, if only the separators of `tag` are wrong: "EN_us" gives "en-US"."""
    joined = re.sub(r"[_–-]+", "-", tag.strip())
    if is_language_tag(tag) or not is_language_tag(joined) or not is_known_language(joined):
        return None
    first, *rest = joined.split("-")
    return "-".join((first.lower(), *(_cased(subtag) for subtag in rest)))


def _cased(subtag: str) -> str:
    """Return a subtag in the case that RFC 5646 §2.1.1 recommends: "GB", "Latn", "valencia"."""
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()


def direction(tag: str) -> str:
    """Return `"rtl"` or `"ltr"`: by the script subtag, else by the script the language is usually in."""
    subtags = tag.lower().replace("_", "-").split("-")
    script = next((part for part in subtags[1:3] if len(part) == 4 and part.isalpha()), None)
    rtl = script in _RTL_SCRIPTS if script else subtags[0] in _RTL_LANGUAGES
    return "rtl" if rtl else "ltr"


def format_date(date: PartialDate, tag: str) -> str:
    """Return `date` in running text: "13 October 2020", "October 2020", "2020"."""
    if date.month is None:
        return str(date.year)
    from babel import dates

    if date.day is None:
        written = dates.format_skeleton("yMMMM", _day(date), locale=_babel(tag))
    else:
        written = dates.format_date(_day(date), "long", locale=_babel(tag))
    return _YEAR_MARK.sub("\u00a0", str(written))


def format_month(date: PartialDate, tag: str) -> str:
    """Return month and year as a title ("October 2020", "Октябрь 2020"); without a month, the year."""
    if date.month is None:
        return str(date.year)
    from babel.dates import format_date as babel_date

    title = str(babel_date(_day(date), language(tag).locale.month_title, locale=_babel(tag)))
    return title[:1].upper() + title[1:]


def language_name(tag: str, in_tag: str) -> str:
    """Return what the language of `tag` is called in the language of `in_tag`; an unknown one, its tag."""
    names = _babel(in_tag).languages
    subtags = tag.replace("_", "-").split("-")
    prefixes = ("_".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    return next((str(names[prefix]) for prefix in prefixes if prefix in names), tag)


def join(names: Sequence[str], tag: str) -> str:
    """Return `names` as a list in running text: "A, B and C". Empty for no names."""
    if len(names) < 2:
        return "".join(names)
    from babel.lists import format_list

    return str(format_list(list(names), locale=_babel(tag)))


def translation_credit(name: str, source: str | None, target: str | None, tag: str) -> str:
    """Return who translated from which language into which, as a sentence without a full stop.

    If make-book does not know the inflected name of a language, the sentence is one that needs none.
    """
    local = language(tag)
    origin = source and _inflected(source, local.tag, local.locale.languages_from, local.locale.source_pattern)
    goal = target and _inflected(target, local.tag, local.locale.languages_into, local.locale.target_pattern)
    if source and target:
        if origin and goal:
            return local.label("translated-from-to", source=origin, target=goal, name=name)
        pair = {"source": language_name(source, tag), "target": language_name(target, tag)}
        return local.label("translation-between", name=name, **pair)
    if source:
        if origin:
            return local.label("translated-from", source=origin, name=name)
        return local.label("translation-of", name=name, source=language_name(source, tag))
    if goal:
        return local.label("translated-into", target=goal, name=name)
    return local.label("translated-by", name=name)


def _inflected(tag: str, in_tag: str, forms: Mapping[str, str], pattern: str | None) -> str | None:
    base = tag.lower().replace("_", "-").split("-")[0]
    if base in forms:
        return forms[base]
    return pattern.format(language=language_name(base, in_tag)) if pattern else None


def _day(date: PartialDate) -> dt.date:
    return dt.date(date.year, date.month or 1, date.day or 1)


def _cldr_quotes(tag: str) -> Quotes | None:
    subtags = tag.replace("_", "-").split("-")
    marks = {known.lower(): quotes for known, quotes in locales.cldr_quotes().items()}
    prefixes = ("-".join(subtags[:length]).lower() for length in range(len(subtags), 0, -1))
    return next((marks[prefix] for prefix in prefixes if prefix in marks), None)


@functools.cache
def _babel(tag: str) -> Any:
    """Return Babel's locale for `tag`, for its longest known prefix, else for English."""
    from babel import Locale as Known
    from babel import UnknownLocaleError

    subtags = tag.replace("_", "-").split("-")
    for length in range(len(subtags), 0, -1):
        try:
            return Known.parse("-".join(subtags[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Known.parse(_FALLBACK)


@functools.cache
def month_names(tags: tuple[str, ...]) -> dict[str, int]:
    """Return the number of each month by its names in the languages `tags`, folded, without a full stop.

    A name that means different months in two languages is left out.
    """
    from babel import Locale as Known

    found: dict[str, set[int]] = {}
    for tag in tags:
        months = Known.parse(tag).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    folded = name.casefold().rstrip(".")
                    if len(folded) > 2 and not folded.isdigit():
                        found.setdefault(folded, set()).add(number)
    return {name: min(numbers) for name, numbers in sorted(found.items()) if len(numbers) == 1}
