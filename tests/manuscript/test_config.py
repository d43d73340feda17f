"""book.toml: what is understood, and that every fault is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.editions import EpubEdition, PdfEdition
from make_book.manuscript.config import read_config
from make_book.manuscript.values import Bound, Config
from make_book.model import PartialDate, Person, Series, Subject, Translator

FULL = (Path(__file__).parent / "full.toml").read_text(encoding="utf-8")


def clean(text: str) -> Config:
    config, findings = read_config(text, "book.toml")
    assert findings == ()
    return config


def codes(text: str) -> list[str]:
    return [finding.code for finding in read_config(text, "book.toml")[1]]


def test_a_full_book_is_understood() -> None:
    config = clean(FULL)
    imprint = config.imprint
    assert imprint.series == Series("Harbour Papers", "2")
    assert imprint.people == (
        Person("Rosa Anker", "aut"),
        Person("Jan Lee", "aut", "Lee, Jan", "Lives by the sea."),
        Person("Tom Hale", "trl"),
        Person("Ida Brandt", "ill"),
    )
    assert imprint.translators == (Translator("Tom Hale", "de", "en"),)
    assert imprint.identifier == "urn:isbn:9783161484100"
    assert imprint.date == PartialDate(2021, 3, 1)
    assert imprint.episode_label == "Letter"
    assert imprint.subjects == (Subject("Diaries"), Subject("FICTION / Sea Stories", "BISAC", "FIC047000"))
    assert config.sections.front == ("title-page", "contents")
    assert config.sections.back is None
    assert config.edition("pdf") == PdfEdition(trim="a5", isbn="978-0-306-40615-7")
    assert (imprint.isbn, imprint.print_isbn) == ("978-3-16-148410-0", "978-0-306-40615-7")
    assert config.edition("epub") == EpubEdition()
    assert config.edition("shop") == EpubEdition(fonts="all")
    assert config.parts[0].first == Bound(number=1)
    assert config.parts[0].last == Bound(date=PartialDate(2020, 11))
    assert config.importing.series_phrase == ("Letters from the ferry",)


def test_the_identifier_stays_the_same_as_long_as_title_and_first_author_do() -> None:
    book = '[book]\ntitle = "The Ferry"\nlanguage = "en"\nauthors = "Rosa Anker"\n'
    first = clean(book).imprint.identifier
    assert first.startswith("urn:uuid:")
    assert clean(book + 'subtitle = "Letters"\n').imprint.identifier == first
    assert clean(book.replace("Rosa", "Ida")).imprint.identifier != first


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("az-Arab", "rtl"), ("he-Latn", "ltr")]
)
def test_the_direction_follows_the_language(language: str, direction: str) -> None:
    assert clean(f'[book]\ntitle = "T"\nlanguage = "{language}"\n').imprint.direction == direction


@pytest.mark.parametrize(
    ("language", "code", "hint"), [("EN_us", "MAN-007", "write en-US"), ("klingon", "MAN-023", "write en, de, uk …")]
)
def test_a_language_nobody_knows_is_told_with_what_to_write(language: str, code: str, hint: str) -> None:
    config, (finding,) = read_config(f'[book]\ntitle = "T"\nlanguage = "{language}"\n', "book.toml")
    assert (finding.code, finding.hints[0].split(";")[0]) == (code, hint)
    assert config.imprint.language == ("klingon" if code == "MAN-023" else "en")


def test_all_faults_are_told_in_one_reading_each_with_its_line() -> None:
    text = (
        '[book]\ntitel = "The Ferry"\ntitle = 3\nlanguage = "no language"\nisbn = "123"\ndate = "last year"\n'
        "authors = [3, {nam = 'Rosa'}]\n[order]\nstart = -1\n[editions.pdf]\nleading = 'much'\n[editions.web]\n"
    )
    config, findings = read_config(text, "book.toml")
    told = {(finding.code, finding.span.line) for finding in findings if finding.span}
    assert told == {
        ("MAN-003", 2),
        ("MAN-004", 3),
        ("MAN-007", 4),
        ("MAN-006", 5),
        ("MAN-008", 6),
        ("MAN-004", 7),
        ("MAN-003", 7),
        ("MAN-005", 7),
        ("MAN-004", 9),
        ("MAN-009", 11),
        ("MAN-004", 12),
    }
    assert config.edition("pdf") == PdfEdition()


@pytest.mark.parametrize("isbn", ['"978-3-16-148410-1"', '"978-3-16-148410-0"', '"9783161484100"', "1"])
def test_a_print_edition_has_an_isbn_of_its_own_and_a_right_one(isbn: str) -> None:
    text = f'[book]\ntitle = "T"\nlanguage = "en"\nisbn = "978-3-16-148410-0"\n[editions.pdf]\nisbn = {isbn}\n'
    config, findings = read_config(text, "book.toml")
    assert [(finding.code, finding.span and finding.span.line) for finding in findings] == [("MAN-006", 6)]
    assert config.imprint.print_isbn is None


def test_of_several_print_editions_the_first_with_an_isbn_counts() -> None:
    other = '[editions.{}]\nformat = "pdf"\nisbn = "{}"\n'
    text = '[book]\ntitle = "T"\nlanguage = "en"\n' + other.format("press", 9780306406157)
    assert clean(text).imprint.print_isbn == "9780306406157"
    assert clean(text + other.format("pdf", "978-3-16-148410-0")).imprint.print_isbn == "978-3-16-148410-0"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"Sea"', (Subject("Sea"),)),
        ('{name = "Sea"}', (Subject("Sea"),)),
        ('{name = "Sea", authority = "THEMA", term = "FJN"}', (Subject("Sea", "THEMA", "FJN"),)),
        ('["", " ", {name = " "}]', ()),
    ],
)
def test_subjects_are_names_or_terms_of_a_list(written: str, read: tuple[Subject, ...]) -> None:
    assert clean(f'[book]\ntitle = "T"\nlanguage = "en"\nsubjects = {written}\n').imprint.subjects == read


@pytest.mark.parametrize("half", ['authority = "BISAC"', 'term = "FIC047000"', 'authority = "BISAC", term = " "'])
def test_half_a_pair_is_told_and_the_name_stays(half: str) -> None:
    text = f'[book]\ntitle = "T"\nlanguage = "en"\nsubjects = ["Diaries", {{name = "Sea", {half}}}]\n'
    config, findings = read_config(text, "book.toml")
    assert [(finding.code, finding.span and finding.span.line) for finding in findings] == [("MAN-022", 4)]
    assert config.imprint.subjects == (Subject("Diaries"), Subject("Sea"))


@pytest.mark.parametrize("name", ["../../evil", "a/b", "a b", ".", "", "x" * 50])
def test_an_edition_has_a_name_that_can_be_part_of_a_file_s(name: str) -> None:
    text = f'[book]\ntitle = "T"\nlanguage = "en"\n[editions."{name}"]\nformat = "epub"\n'
    config, findings = read_config(text, "book.toml")
    assert [finding.code for finding in findings] == ["MAN-004"]
    assert [edition.name for edition in config.editions] == ["epub", "pdf"]


@pytest.mark.parametrize("size", ["0", "-1.0", "nan"])
def test_pictures_keep_some_pixels(size: str) -> None:
    assert codes(f'[book]\ntitle = "T"\nlanguage = "en"\n[editions.epub]\nmax-megapixels = {size}\n') == ["MAN-004"]


def test_a_mistyped_key_is_met_with_its_near_match() -> None:
    _, (finding,) = read_config('[book]\ntitle = "T"\nlanguage = "en"\nautors = "A"\n', "book.toml")
    assert finding.hints == ("did you mean 'authors' or 'editors'?",)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[book]\ntitle = 'a\n", "MAN-002", 2),
        ("[book]\ndate = 2020-02-31\n", "MAN-008", 2),
        ("a = " + "[" * 5000, "MAN-002", 1),
        ("a = " + "9" * 5000, "MAN-002", 1),
        ("", "MAN-005", 1),
        ("book = 3", "MAN-004", 1),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(text: str, code: str, line: int) -> None:
    findings = read_config(text, "book.toml")[1]
    assert (code, line) in [(finding.code, finding.span.line) for finding in findings if finding.span]


KEYS = st.sampled_from(
    """book title language authors order by parts sections front editions pdf epub format part from to contributor
    role isbn date import""".split()
)
SCALARS = st.sampled_from(
    """1 -3 true 1.5 "x" 2020-01-01 2020-01-01T10:00:00Z 10:00:00 [] [1,'a'] {} {name='a'} [{name=1}]""".split()
)
LINES = st.one_of(
    st.tuples(KEYS, SCALARS).map(" = ".join),
    KEYS.map("[{}]".format),
    KEYS.map("[[{}]]".format),
    st.tuples(KEYS, KEYS).map(lambda keys: f"[{keys[0]}.{keys[1]}]"),
)


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_no_book_toml_raises(text: str) -> None:
    config, findings = read_config(text, "book.toml")
    assert {edition.name for edition in config.editions} >= {"epub", "pdf"}
    assert all(finding.span and finding.span.line for finding in findings)


def test_fonts_of_print_editions_are_told_once_each_in_order() -> None:
    text = '[book]\ntitle = "T"\nlanguage = "en"\nidentifier = "x"\n'
    assert clean(text).imprint.text_fonts == (None,)
    text += '[editions.pdf]\ntext-font = "Vollkorn"\n[editions.press]\nformat = "pdf"\n'
    assert clean(text).imprint.text_fonts == ("Vollkorn", None)
