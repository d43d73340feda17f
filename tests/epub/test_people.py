import msgspec
import pytest

from epub.samples import BOOK, with_imprint
from make_book.epub.creators import credited, sorted_as
from make_book.model import Person


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Rosa Anker", "en", "Anker, Rosa"),
        ("Anna Sergejewna Lund", "de", "Lund, Anna Sergejewna"),
        ("Ludwig van Straaten", "nl", "Straaten, Ludwig van"),
        ("Janka B.", "en", None),
        ("Janka B", "en", None),
        ("Homer", "en", None),
        ("The Vell Gazette", "en", None),
        ("Crew of 1921", "en", None),
        ("Anker, Rosa", "en", None),
        ("Kovács Anna", "hu", None),
        ("Samuel Crane Jr.", "en", "Crane, Samuel, Jr."),
        ("Henry Bell III", "en", "Bell, Henry, III"),
        ("Mary Smith, PhD", "en", "Smith, Mary"),
        ("Ursula M. Le Fay", "en", "Le Fay, Ursula M."),
        ("Rosa García Anker", "en", None),
        ("Vell Harbour Trust", "en", None),
        ("Anker and Sons", "en", None),
        ("Daphne du Lac", "en", None),
        ("Dr. Ida Brandt", "en", None),
        ("Иван Петрович Лунд", "ru", "Лунд, Иван Петрович"),
        ("海 风", "en", None),
    ],
)
def test_sorting_names_are_made_only_where_they_are_no_guess(name: str, language: str, expected: str | None) -> None:
    assert sorted_as(name, language) == expected


def test_one_person_with_two_roles_stands_once() -> None:
    book = with_imprint(people=(Person("Rosa Anker", "aut"), Person("Rosa Anker", "ill"), Person("Tom Hale", "edt")))
    rosa, tom, _ilse = credited(book)
    assert (rosa.element, rosa.roles) == ("creator", ("aut", "ill"))
    assert (tom.element, tom.roles) == ("contributor", ("edt", "trl"))


def test_names_that_differ_by_a_letter_stay_two_people() -> None:
    book = with_imprint(people=(Person("Janka B.", "aut"), Person("Janka Brill", "aut")))
    assert [credit.name for credit in credited(book)][:2] == ["Janka B.", "Janka Brill"]


def test_editors_are_the_creators_of_a_book_without_authors() -> None:
    book = with_imprint(people=(Person("Rosa Anker", "edt"), Person("Tom Hale", "trl")))
    assert [(credit.name, credit.element) for credit in credited(book)][:2] == [
        ("Rosa Anker", "creator"),
        ("Tom Hale", "contributor"),
    ]


def test_authors_whom_only_an_episode_names_contribute() -> None:
    part = BOOK.parts[0]
    episode = msgspec.structs.replace(part.episodes[0], authors=("Mira Lund", "Rosa Anker"))
    book = msgspec.structs.replace(BOOK, parts=(msgspec.structs.replace(part, episodes=(episode,)),))
    found = {credit.name: (credit.element, credit.roles) for credit in credited(book)}
    assert found["Mira Lund"] == ("contributor", ("aut",))
    assert found["Rosa Anker"] == ("creator", ("aut",))


def test_narrators_are_the_creators_of_a_book_without_authors() -> None:
    told = msgspec.structs.replace(BOOK.episodes[0], narrator="Olga Anker", authors=())
    part = msgspec.structs.replace(BOOK.parts[0], episodes=(told,))
    book = msgspec.structs.replace(with_imprint(people=(Person("Tom Hale", "edt"),)), parts=(part,))
    assert [(one.name, one.roles) for one in credited(book) if one.element == "creator"] == [("Olga Anker", ("nrt",))]
    signed = msgspec.structs.replace(
        book, imprint=msgspec.structs.replace(book.imprint, people=(Person("A. B.", "aut"),))
    )
    assert [one.name for one in credited(signed) if one.element == "creator"] == ["A. B."]
