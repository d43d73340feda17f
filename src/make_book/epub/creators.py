"""Who made the book, each once: MARC relator roles, names for sorting, chains of translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from make_book.model import Book, Person

_ARTICLES = frozenset("the a an der die das le la les el los".split())
_INITIAL = re.compile(r"\w\.?\Z")
_FORMS_OF_ADDRESS = frozenset(
    "dr prof professor sir dame lord lady mr mrs ms miss rev fr sister brother frau herr".split()
)
_BODIES = frozenset(
    "and of for und et y e i и та und the trust society press association committee club group institute university"
    " ltd inc llc gmbh ag verlag foundation council company co collective team union museum library archive archives"
    " college school church army department office agency network project community staff editors board bureau"
    " ministry league party orchestra choir theatre theater news gazette times herald post review journal magazine"
    " redaktion gesellschaft verein stiftung institut universität éditions fondation издательство редакция".split()
)
"""Words that stand in the names of bodies, not of people."""
_GENERATIONS = frozenset("jr sr junior senior ii iii iv".split())
_DEGREES = frozenset("phd md ma msc ba bsc mba esq qc kc cbe obe mbe frs dds jd dphil llb llm".split())
_PARTICLES = frozenset("Le La Les Du Des De Del Della Di Da Van Von Der Den St. Saint Mac Mc El Al Ben Bin".split())
_SMALL_PARTICLES = frozenset("van von der den de del della di da dos das du des la le ter ten zu zum zur af av".split())
_PATRONYMIC = re.compile(r"(?:[oe]vna|[oe]wna|[oe]vich|[oe]vi[čć]|[oe]witsch|ович|евич|івна|ївна|овна|евна|ична|ьич)\Z")
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
    """Return `name` as lists sort it: "Anker, Rosa", "Crane, Samuel, Jr."; `None` where that would be a guess.

    No guess is made for one word, for a name that ends in an initial (a pseudonym's mask), for what has
    figures, "and", "of" or a word for a body in it, for several given names or family names that nothing
    tells apart (Rosa García Anker), or where the family name comes first. `file-as` in book.toml says it.
    """
    words = name.split()
    end = [words.pop().strip(",") for _ in words[2:] if words[-1].casefold().strip(",.") in _GENERATIONS]
    while len(words) > 2 and words[-1].casefold().replace(".", "").strip(",") in _DEGREES:
        words.pop()
    words = [word.strip(",") if at == len(words) - 1 else word for at, word in enumerate(words)]
    if len(words) < 2 or not _is_plain(words, language):
        return None
    family = _family(words, language)
    if family is None:
        return None
    given, last = words[: len(words) - family], words[len(words) - family :]
    return ", ".join((" ".join(last), " ".join(given), *end))


def _is_plain(words: list[str], language: str) -> bool:
    """Tell whether these are the name of one person, the family name last, in letters that lists sort so."""
    name = " ".join(words)
    if "," in name or any(letter.isdigit() or letter in "&/+@" for letter in name):
        return False
    if language.partition("-")[0] in _FAMILY_FIRST or any(ord(letter) > 0x2E7F for letter in name):
        return False
    low = [word.casefold().strip(".") for word in words]
    return low[0] not in _ARTICLES | _FORMS_OF_ADDRESS and not _BODIES & set(low) and not _INITIAL.match(words[-1])


def _family(words: list[str], language: str) -> int | None:
    """Return how many words at the end are the family name, `None` where that is not sure."""
    family = 1
    while family < len(words) - 1 and words[-family - 1] in _PARTICLES:
        family += 1
    before = words[1 : len(words) - family]
    if any(word in _SMALL_PARTICLES for word in before):
        small = next(at for at, word in enumerate(before) if word in _SMALL_PARTICLES)
        settled = language.partition("-")[0] in ("de", "nl") and all(w in _SMALL_PARTICLES for w in before[small:])
        return family if settled and family == 1 and small == 0 else None
    surely_given = all(_INITIAL.match(word) or _PATRONYMIC.search(word.casefold()) for word in before)
    return family if surely_given else None


def _everybody(book: Book) -> tuple[Person, ...]:
    others = [Person(link.name, "trl") for episode in book.episodes for link in episode.translators]
    people = (*book.imprint.people_with(book.episodes), *others)
    return (*people, *_narrators(book, people))


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
