"""The index: the marks of the whole book made into entries, in the order of the book's language.

An entry says where its term stands (locators), leads to others (`see`, `see also`), and holds the entries
of its sub-terms. A locator is called by its episode; print puts the pages in its place (`pdf.locators`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from make_book.compose.indexing import Heading, heading, headings, led_to, targets
from make_book.model import Book, Episode, IndexMark
from make_book.text.collation import initial, sort_key
from make_book.text.naming import episode_label
from make_book.typeset.contents import heading_of
from make_book.typeset.localizer import Localizer
from make_book.typeset.running_titles import running_title

LETTERED = 60
"""Entries: a longer index has a letter over each group, a shorter one a blank line before it."""


class Locator(msgspec.Struct, frozen=True):
    """A place in the text: its anchor, what is shown for it, and its name in full where that says more.

    `until` is the anchor of its end, if it is a passage.
    """

    anchor: str
    shown: str
    name: str | None = None
    until: str | None = None


class Reference(msgspec.Struct, frozen=True):
    """Another entry to look at: its id, and its terms as they stand in the index."""

    id: str
    term: str


class IndexEntry(msgspec.Struct, frozen=True):
    """A line of the index and the lines under it. `id` is given if another entry refers to this one."""

    term: str
    id: str | None = None
    locators: tuple[Locator, ...] = ()
    see: tuple[Reference, ...] = ()
    see_also: tuple[Reference, ...] = ()
    entries: tuple[IndexEntry, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """The entries that begin with one letter; `letter` is empty where it is not to be shown."""

    letter: str
    entries: tuple[IndexEntry, ...]


class Index(msgspec.Struct, frozen=True):
    """The whole: its groups, and what the numbers of its locators mean, by example ("3", "Episode 3")."""

    groups: tuple[Group, ...]
    example: tuple[str, str] | None = None


class _Address(msgspec.Struct, frozen=True):
    """What a text is called in a locator, and in full."""

    shown: str
    name: str


class _Spot(msgspec.Struct, frozen=True):
    """A mark and the text it stands in."""

    mark: IndexMark
    address: _Address


def has_places(book: Book) -> bool:
    """Tell whether any mark in `book` names a place, so that there is an index to make."""
    return any(not mark.see for piece in book.written for mark in piece.text.marks)


def make_index(book: Book, localizer: Localizer) -> Index | None:
    """Return the index that the marks in `book` make, with the labels of its language; `None` if there are none."""
    spots = tuple(_spots(book, localizer))
    entries = _Maker(spots, localizer.tag).entries(())
    if not entries:
        return None
    lettered = _count(entries) > LETTERED
    groups = tuple(
        Group(letter if lettered else "", tuple(run))
        for letter, run in itertools.groupby(entries, key=lambda entry: initial(entry.term, localizer.tag))
    )
    numbers = (spot.address for spot in spots if spot.address.shown != spot.address.name and not spot.mark.see)
    first = next((address for address in numbers if address.shown.isdecimal()), None)
    return Index(groups, (first.shown, first.name) if first else None)


def _spots(book: Book, localizer: Localizer) -> Iterator[_Spot]:
    for piece in book.written:
        address = _address(piece, book, localizer) if isinstance(piece, Episode) else _titled(piece.title)
        yield from (_Spot(mark, address) for mark in piece.text.marks)


def _titled(title: str) -> _Address:
    return _Address(running_title(title), title)


def _address(episode: Episode, book: Book, localizer: Localizer) -> _Address:
    if episode.number is None:
        return _titled(heading_of(episode, localizer))
    return _Address(str(episode.number), episode_label(episode.number, book.imprint.language, book.imprint))


def _count(entries: Iterable[IndexEntry]) -> int:
    return sum(1 + _count(entry.entries) for entry in entries)


class _Maker:
    """The headings of a book's marks and what stands under each of them."""

    def __init__(self, spots: Sequence[_Spot], tag: str) -> None:
        """Gather `spots` by heading; `tag` is the language of the lists."""
        self._tag = tag
        marks = [spot.mark for spot in spots]
        self._terms = _spellings(marks)
        self._spots: dict[Heading, list[_Spot]] = {}
        for spot in spots:
            self._spots.setdefault(heading(spot.mark.terms), []).append(spot)
        self._living = _living(marks)
        self._below: dict[Heading, list[Heading]] = {}
        for path in self._living:
            self._below.setdefault(path[:-1], []).append(path)
        for paths in self._below.values():
            paths.sort(key=lambda path: sort_key(self._terms[path], tag))
        self._ids = self._name_targets()

    def entries(self, above: Heading) -> tuple[IndexEntry, ...]:
        """Return the entries under the heading `above` in order; those of the whole index under `()`."""
        return tuple(self._entry(path) for path in self._below.get(above, ()))

    def _entry(self, path: Heading) -> IndexEntry:
        spots = self._spots.get(path, [])
        locators, entries = tuple(_locators(spots)), self.entries(path)
        see = tuple(self._references(path, (spot.mark.see for spot in spots)))
        also = tuple(self._references(path, (spot.mark.see_also for spot in spots)))
        if locators or entries:  # what stands here is not to be looked for elsewhere, but there too
            see, also = (), tuple(dict.fromkeys((*see, *also)))
        return IndexEntry(self._terms[path], self._ids.get(path), locators, see, also, entries)

    def _references(self, path: Heading, said: Iterable[str | None]) -> Iterator[Reference]:
        found = dict.fromkeys(led_to(target, self._living) for one in said for target in targets(one))
        others = [other for other in found if other and other != path]
        for other in sorted(others, key=lambda other: sort_key(self._shown(other), self._tag)):
            yield Reference(self._ids[other], self._shown(other))

    def _shown(self, path: Heading) -> str:
        return ": ".join(self._terms[path[:depth]] for depth in range(1, len(path) + 1))

    def _name_targets(self) -> Mapping[Heading, str]:
        """Give ids to the headings that others refer to, counted in the order of the index."""
        called = {
            to
            for path in self._living
            for spot in self._spots.get(path, ())
            for target in (*targets(spot.mark.see), *targets(spot.mark.see_also))
            if (to := led_to(target, self._living)) != path
        }
        ordered = [path for path in self._walk(()) if path in called]
        return {path: f"index-entry-{number}" for number, path in enumerate(ordered, 1)}

    def _walk(self, above: Heading) -> Iterator[Heading]:
        for path in self._below.get(above, ()):
            yield path
            yield from self._walk(path)


def _living(marks: Sequence[IndexMark]) -> frozenset[Heading]:
    """Return the headings that have places and those that refer to such, with the headings above them."""
    living = frozenset(headings(marks))
    while True:
        kept = [
            mark
            for mark in marks
            if not mark.see
            or any(led_to(target, living) not in (None, heading(mark.terms)) for target in targets(mark.see))
        ]
        if (left := frozenset(headings(kept))) == living:
            return living
        living = left


def _spellings(marks: Iterable[IndexMark]) -> Mapping[Heading, str]:
    """Return how each heading is written: as the first mark has it that begins with a capital, else the first."""
    spellings: dict[Heading, str] = {}
    for mark in marks:
        for depth in range(1, len(mark.terms) + 1):
            path, term = heading(mark.terms[:depth]), mark.terms[depth - 1]
            known = spellings.setdefault(path, term)
            if term[:1].isupper() and not known[:1].isupper():
                spellings[path] = term
    return spellings


def _locators(spots: Iterable[_Spot]) -> Iterator[Locator]:
    """Yield the places in the order of the book, each once; several in one text are counted."""
    placed = {spot.mark.anchor: spot for spot in spots if not spot.mark.see}
    seen: dict[_Address, int] = {}
    for anchor, spot in placed.items():
        count = seen[spot.address] = seen.get(spot.address, 0) + 1
        more = f"\N{NO-BREAK SPACE}({count})" if count > 1 else ""
        shown, name = f"{spot.address.shown}{more}", f"{spot.address.name}{more}"
        yield Locator(anchor, shown, name if name != shown else None, spot.mark.until)
