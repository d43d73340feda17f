"""Who made the book, each once: MARC relator roles, names for sorting, chains of translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from make_book.model import Book, Person

_ARTICLES = frozenset("the a an der die das le la les el los".split())
_INITIAL = re.compile(r"\w\.?\Z")
_FAMILY_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})


class Creator(msgspec.Struct, frozen=True):
    """One person in the metadata. `seq` is the place among people of the same element, from 1."""

    element: Literal["creator", "contributor"]
    id: str
    seq: int
    name: str
    roles: tuple[str, ...]
    file_as: str | None
    translations: tuple[tuple[str | None, str | None], ...] = ()


def credited(book: Book) -> tuple[Creator, ...]:
    """Return everybody named in the book's data, then the authors and translators that only episodes name.

    Names are never merged unless they are spelt alike. Authors are creators; of a book without any, its
    narrators, else its editors; all others contribute.
    """
    people = _everybody(book)
    roles: dict[str, list[str]] = {}
    for person in people:
        roles.setdefault(person.name, [])
        roles[person.name] += [person.role] if person.role not in roles[person.name] else []
    makers = _makers(book, people)
    sort = {person.name: person.file_as for person in reversed(people) if person.file_as}
    chains = _translations(book)
    found = []
    count = {"creator": 0, "contributor": 0}
    for name, theirs in roles.items():
        element: Literal["creator", "contributor"] = "creator" if name in makers else "contributor"
        count[element] += 1
        file_as = sort.get(name) or sorted_as(name, book.imprint.language)
        identity = f"{element}-{count[element]}"
        found.append(
            Creator(element, identity, count[element], name, tuple(theirs), file_as, tuple(chains.get(name, ())))
        )
    return tuple(sorted(found, key=lambda credit: credit.element != "creator"))


def sorted_as(name: str, language: str) -> str | None:
    """Return `name` as lists sort it, "Anker, Rosa"; `None` where that would be a guess.

    No guess is made for one word, for a name that ends in an initial (a pseudonym's mask), for what begins
    with an article (an institution) or has figures in it, or where the family name comes first.
    """
    words = name.split()
    plain = len(words) > 1 and "," not in name and not any(letter.isdigit() for letter in name)
    if not plain or language.partition("-")[0] in _FAMILY_FIRST:
        return None
    if words[0].lower() in _ARTICLES or _INITIAL.match(words[-1]) or len(words) > 4:
        return None
    return f"{words[-1]}, {' '.join(words[:-1])}"


def _everybody(book: Book) -> tuple[Person, ...]:
    named = {person.name for person in book.imprint.people}
    others = [Person(name, "aut") for episode in book.episodes for name in episode.authors if name not in named]
    others += [Person(link.name, "trl") for episode in book.episodes for link in episode.translators]
    return (*book.imprint.people, *others, *_narrators(book, (*book.imprint.people, *others)))


def _narrators(book: Book, others: tuple[Person, ...]) -> Iterator[Person]:
    """Yield those who tell the episodes of a book that names no author: who reads it must find somebody."""
    if any(person.role == "aut" for person in others):
        return
    known = {person.name for person in others}
    for name in dict.fromkeys(episode.narrator for episode in book.episodes if episode.narrator):
        if name not in known:
            yield Person(name, "nrt")


def _makers(book: Book, people: tuple[Person, ...]) -> frozenset[str]:
    """Return the names of the creators."""
    for role in ("aut", "nrt", "edt"):
        named = book.imprint.named(role) if role == "aut" else tuple(one.name for one in people if one.role == role)
        if named:
            return frozenset(named)
    return frozenset()


def _translations(book: Book) -> dict[str, list[tuple[str | None, str | None]]]:
    """Return who translated from which language into which, each pair once, in order of first appearance."""
    chains: dict[str, list[tuple[str | None, str | None]]] = {}
    for episode in book.episodes:
        for link in episode.translators:
            pairs = chains.setdefault(link.name, [])
            if (link.source or link.target) and (link.source, link.target) not in pairs:
                pairs.append((link.source, link.target))
    return chains
