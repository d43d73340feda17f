"""The people book.toml names, in one list, and the chain of the book's translators."""

from __future__ import annotations

from collections.abc import Iterator

from make_book.manuscript.bookfile import BookFile, People, PersonTable
from make_book.manuscript.checked_values import checked_language
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.roles import WORDS, relator
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.toml_places import KeyPath
from make_book.model import Person, Translator


def credited_people(raw: BookFile, collector: FindingCollector) -> tuple[Person, ...]:
    """Return authors, editors, translators and contributors, in this order, each as written."""
    given = (
        (raw.book.authors, "aut", ("book", "authors")),
        (raw.book.editors, "edt", ("book", "editors")),
        (raw.book.translators, "trl", ("book", "translators")),
        (raw.contributor, "ctb", ("contributor",)),
    )
    return tuple(
        Person(person.name, _role(person.role, role, (*where, "role"), collector), person.file_as, person.note)
        for people, role, path in given
        for person, where in _tables(people, path)
    )


def translation_chain(translators: People, collector: FindingCollector) -> tuple[Translator, ...]:
    """Return the book's translators, each with the languages translated from and into, where given."""
    return tuple(
        Translator(
            person.name,
            checked_language(person.source, (*where, "from"), collector),
            checked_language(person.target, (*where, "to"), collector),
        )
        for person, where in _tables(translators, ("book", "translators"))
    )


def _tables(people: People, path: KeyPath) -> Iterator[tuple[PersonTable, KeyPath]]:
    several = isinstance(people, tuple)
    for index, one in enumerate(people if isinstance(people, tuple) else (people,)):
        person = PersonTable(name=one) if isinstance(one, str) else one
        if person.name.strip():
            yield person, (*path, index) if several else path


def _role(word: str | None, default: str, path: KeyPath, collector: FindingCollector) -> str:
    if word is None:
        return default
    try:
        return relator(word)
    except KeyError:
        hints = did_you_mean(word, WORDS) or ("a code of id.loc.gov/vocabulary/relators, or a word as illustrator",)
        collector.add("MAN-010", f"{word!r} is no role that make-book knows", path, *hints)
        return default
