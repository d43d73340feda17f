"""Languages: labels, dates, names and lists; what an unknown tag gives."""

from __future__ import annotations

import re
import string
import subprocess
import sys

import pytest
from babel import Locale

from make_book import locales
from make_book.model import PartialDate
from make_book.text import languages

DAY, MONTH, YEAR = PartialDate(2020, 10, 13), PartialDate(2020, 10), PartialDate(2020)


@pytest.mark.parametrize("name", locales.names())
def test_every_language_has_the_same_labels_with_the_same_placeholders(name: str) -> None:
    def shapes(of: str) -> dict[str, set[str | None]]:
        return {key: {field for _, field, _, _ in string.Formatter().parse(text) if field} for key, text in of_(of)}

    def of_(of: str) -> list[tuple[str, str]]:
        return list(locales.read(of).labels.items())

    assert shapes(name) == shapes("en")


@pytest.mark.parametrize("name", locales.names())
def test_no_label_is_empty_or_holds_straight_marks(name: str) -> None:
    wrong = [key for key, text in locales.read(name).labels.items() if not text.strip() or re.search("[\"']", text)]
    assert not wrong


@pytest.mark.parametrize("name", locales.names())
def test_a_language_is_named_in_the_same_languages_both_ways(name: str) -> None:
    known = locales.read(name)
    assert set(known.languages_into) in (set(), set(known.languages_from))
    assert set(known.languages_from) >= set(locales.names()) or known.source_pattern


@pytest.mark.parametrize(
    ("tag", "key", "values", "said"),
    [
        ("en", "episode", {"number": 22}, "Episode 22"),
        ("de-AT", "episode", {"number": 22}, "Folge 22"),
        ("ru_RU", "contents", {}, "Содержание"),
        ("en-GB", "by-narrator", {"name": "Rosa Anker"}, "told by Rosa Anker"),
        ("tlh", "contents", {}, "Contents"),
    ],
)
def test_a_label_is_found_by_tag_and_filled(tag: str, key: str, values: dict[str, object], said: str) -> None:
    assert languages.language(tag).label(key, **values) == said


def test_an_unknown_label_and_a_missing_value_are_refused() -> None:
    with pytest.raises(KeyError, match="no-such-label"):
        languages.language("en").label("no-such-label")
    with pytest.raises(KeyError, match="number"):
        languages.language("en").label("episode")


@pytest.mark.parametrize(
    ("tag", "marks", "known"),
    [
        ("de", ("„", "“"), True),
        ("de-CH", ("«", "»"), True),
        ("de-Latn-CH-1996", ("«", "»"), True),
        ("de-u-co-phonebk", ("„", "“"), True),
        ("sv-FI", ("”", "”"), False),
        ("pt-PT", ("«", "»"), False),
        ("pt-BR", ("“", "”"), False),
        ("zh-Hant-TW", ("「", "」"), False),
        ("tlh", ("“", "”"), False),
    ],
)
def test_marks_come_from_the_house_or_else_from_cldr(tag: str, marks: tuple[str, str], known: bool) -> None:
    assert languages.language(tag).quotes.primary == marks
    assert languages.language(tag).known is known


@pytest.mark.parametrize(
    ("tag", "day", "month"),
    [
        ("en", "October 13, 2020", "October 2020"),
        ("en-US", "October 13, 2020", "October 2020"),
        ("en-GB", "13 October 2020", "October 2020"),
        ("de", "13. Oktober 2020", "Oktober 2020"),
        ("fr", "13 octobre 2020", "octobre 2020"),
        ("ru", "13 октября 2020\u00a0г.", "октябрь 2020\u00a0г."),
        ("uk", "13 жовтня 2020\u00a0р.", "жовтень 2020\u00a0р."),
        ("be", "13 кастрычніка 2020\u00a0г.", "кастрычнік 2020"),
        ("pl", "13 października 2020", "październik 2020"),
        ("es", "13 de octubre de 2020", "octubre de 2020"),
        ("sv", "13 oktober 2020", "oktober 2020"),
        ("tlh", "October 13, 2020", "October 2020"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(tag: str, day: str, month: str) -> None:
    assert languages.format_date(DAY, tag) == day
    assert languages.format_date(MONTH, tag) == month
    assert languages.format_date(YEAR, tag) == "2020"


@pytest.mark.parametrize(
    ("tag", "title"),
    [("en", "October 2020"), ("ru", "Октябрь 2020"), ("es", "Octubre de 2020"), ("fr", "Octobre 2020")],
)
def test_a_month_is_a_title(tag: str, title: str) -> None:
    assert languages.format_month(MONTH, tag) == title
    assert languages.format_month(DAY, tag) == title
    assert languages.format_month(YEAR, tag) == "2020"


@pytest.mark.parametrize(
    ("tag", "in_tag", "name"),
    [
        ("ru", "en", "Russian"),
        ("ru", "de", "Russisch"),
        ("zh-Hant-TW", "en", "Traditional Chinese"),
        ("ru-BY", "en", "Russian"),
        ("qqq", "en", "qqq"),
    ],
)
def test_languages_have_names_in_each_other(tag: str, in_tag: str, name: str) -> None:
    assert languages.language_name(tag, in_tag) == name


@pytest.mark.parametrize(
    ("tag", "joined"), [("en", "A, B, and C"), ("en-GB", "A, B and C"), ("ru", "A, B и C"), ("tlh", "A, B, and C")]
)
def test_names_are_joined_as_the_language_joins(tag: str, joined: str) -> None:
    assert languages.join(("A", "B", "C"), tag) == joined
    assert languages.join(("A",), tag) == "A"
    assert languages.join((), tag) == ""


@pytest.mark.parametrize(
    ("tag", "source", "target", "credit"),
    [
        ("en", "ru", "en", "Translated from the Russian into English by N. N."),
        ("en", "ru", None, "Translated from the Russian by N. N."),
        ("en", None, "de", "Translated into German by N. N."),
        ("en", None, None, "Translated by N. N."),
        ("de", "ru", "de", "Aus dem Russischen ins Deutsche übersetzt von N. N."),
        ("de", "ru-BY", None, "Aus dem Russischen von N. N."),
        ("ru", "de", "ru", "Перевод с немецкого на русский: N. N."),
        ("fr", "en", None, "Traduit de l’anglais par N. N."),
        ("it", "es", "it", "Traduzione dallo spagnolo in italiano di N. N."),
    ],
)
def test_a_credit_inflects_the_names_of_languages(
    tag: str, source: str | None, target: str | None, credit: str
) -> None:
    assert languages.translation_credit("N. N.", source, target, tag) == credit


def test_a_credit_for_a_language_without_known_forms_needs_no_grammar() -> None:
    assert languages.translation_credit("N. N.", "sw", "ga", "de") == "Übersetzt von N. N. (Suaheli – Irisch)"
    assert languages.translation_credit("N. N.", "sw", None, "de") == "Übersetzt von N. N. (Originalsprache: Suaheli)"


@pytest.mark.parametrize(
    "tag",
    "de en-GB zh-Hant-TW sl-rozaj-biske-1994 de-CH-1996 es-419 x-whatever en-x-us de-u-co-phonebk i-klingon"
    " zh-min-nan sgn-BE-FR".split(),
)
def test_well_formed_tags_are_accepted(tag: str) -> None:
    assert languages.is_language_tag(tag)
    assert languages.is_language_tag(tag.upper())


@pytest.mark.parametrize(
    "tag", ["", "d", "de_DE", "deutsch1", "en-", "-en", "de-1996-1996", "en-a-bb-a-cc", "english please", "en-x", "ру"]
)
def test_malformed_tags_are_refused(tag: str) -> None:
    assert not languages.is_language_tag(tag)


@pytest.mark.parametrize(
    "tag", "en EN-us sr-Latn gsw tlh mhr rmy eng grc iw und mul zxx x-klingon qaa qtz-Latn i-klingon".split()
)
def test_languages_somebody_knows_are_known(tag: str) -> None:
    assert languages.is_known_language(tag)


@pytest.mark.parametrize("tag", ["klingon", "xx", "xx-US", "english", "xyz"])
def test_a_well_formed_tag_may_name_no_language(tag: str) -> None:
    assert languages.is_language_tag(tag)
    assert not languages.is_known_language(tag)


@pytest.mark.parametrize(
    ("tag", "meant"),
    [("EN_us", "en-US"), ("zh_hant_tw", "zh-Hant-TW"), (" de", "de"), ("sl_ROZAJ", "sl-rozaj")]
    + [(tag, None) for tag in ("en-US", "english language", "xx_YY", "", "_")],
)
def test_a_tag_with_wrong_separators_is_corrected(tag: str, meant: str | None) -> None:
    assert languages.corrected_tag(tag) == meant


@pytest.mark.parametrize(
    "tag", ["en", "he", "ar", "fa-IR", "ur", "yi", "ps", "sd", "ug", "ckb", "ru", "zh", "ks", "mzn", "lrc", "ha", "az"]
)
def test_direction_agrees_with_cldr(tag: str) -> None:
    assert languages.direction(tag) == Locale.parse(tag, sep="-").text_direction


@pytest.mark.parametrize(
    ("tag", "way"), [("az-Arab", "rtl"), ("ks-Deva", "ltr"), ("pa-Arab-PK", "rtl"), ("yi-Latn", "ltr"), ("tlh", "ltr")]
)
def test_a_script_decides_the_direction(tag: str, way: str) -> None:
    assert languages.direction(tag) == way


def test_babel_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from make_book.text import languages, typography; languages.language('de').label('contents');"
        " typography.refine('\"x\"', 'ja'); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
