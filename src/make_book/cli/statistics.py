"""A book in numbers: words, pages, reading time; per episode, part and narrator. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from make_book import xhtml
from make_book.manuscript.episode_numbers import number_order
from make_book.model import Book, Episode, EpisodeNumber
from make_book.resources import DEFAULT_RESOURCES, BuildResources, key_of

_INLINE = frozenset("a abbr b bdi bdo cite code dfn em i mark q s small span strong sub sup u".split())
"""Elements that do not part words; all others do."""
_WORD = re.compile(r"\w+(?:[’'‘.,\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]\w+)*")
_ALONE = re.compile(r"[\N{HIRAGANA LETTER SMALL A}-\N{KATAKANA LETTER VO}\u3400-\u9fff]")
"""Scripts without spaces between words: each letter counts, as word processors have it."""


def count_words(text: str) -> int:
    """Return how many words a reader reads in `text` (XHTML); "tide-clerk", "don’t" and "3.5" are one each.

    The numbers that refer to notes are no words.
    """
    words = unicodedata.normalize("NFC", "".join(_read(xhtml.parse(text))))
    alone = len(_ALONE.findall(words))
    return alone + len(_WORD.findall(_ALONE.sub(" ", words)))


def _read(element: xhtml.Element) -> Iterator[str]:
    """Yield the text in `element` in order, with spaces where words are parted."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.get("role") != "doc-noteref":
            between = "" if child.tag in _INLINE else " "
            yield between
            yield from _read(child)
            yield between
        yield child.tail or ""


_WORTH_A_POOL = 1000
"""Episodes whose words take about as long to count as a pool of workers takes to begin and end."""
WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction: Brysbaert, Journal of Memory and Language 109 (2019), 104047."""


class Count(msgspec.Struct, frozen=True):
    """An episode, a part, a narrator or the whole book in numbers. `pages` may be a fraction: a guess."""

    name: str
    words: int
    pages: float
    episodes: int = 1
    number: EpisodeNumber | None = None
    date: str | None = None

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least a minute."""
        return max(1, round(self.words / WORDS_A_MINUTE))


class Statistics(msgspec.Struct, frozen=True):
    """The whole book, its episodes, and they by part and by narrator; `gaps`: numbers that are missing."""

    book: Count
    episodes: tuple[Count, ...]
    parts: tuple[Count, ...]
    narrators: tuple[Count, ...]
    gaps: tuple[tuple[int, int], ...]


def take(
    book: Book, pages: Mapping[str, float], total: float, resources: BuildResources = DEFAULT_RESOURCES
) -> Statistics:
    """Return the statistics of `book`; `pages` are those of each section, by id, and `total` all of them."""
    words = _words(book.episodes, resources)
    counts = {episode.id: _count(episode, count, pages) for episode, count in zip(book.episodes, words, strict=True)}
    whole = _sum(book.imprint.title, counts.values())
    return Statistics(
        book=msgspec.structs.replace(whole, pages=total),
        episodes=tuple(counts.values()),
        parts=tuple(
            _sum(part.title, [counts[episode.id] for episode in part.episodes]) for part in book.parts if part.title
        ),
        narrators=tuple(
            _sum(name, [counts[episode.id] for episode in told]) for name, told in _by_narrator(book.episodes).items()
        ),
        gaps=_gaps(book.episodes),
    )


def _words(episodes: Sequence[Episode], resources: BuildResources) -> list[int]:
    texts = [(episode.text.xhtml, *(note.xhtml for note in episode.text.notes)) for episode in episodes]
    return resources.remember(
        "words",
        texts,
        key_of,
        lambda text: sum(map(count_words, text)),
        int,
        work=lambda _: 1 / _WORTH_A_POOL,
    )


def _count(episode: Episode, words: int, pages: Mapping[str, float]) -> Count:
    date = episode.date.iso if episode.date else None
    return Count(episode.title, words, pages.get(episode.id, 0), number=episode.number, date=date)


def _sum(name: str, counts: Iterable[Count]) -> Count:
    counts = tuple(counts)
    return Count(name, sum(one.words for one in counts), sum(one.pages for one in counts), len(counts))


def _by_narrator(episodes: Sequence[Episode]) -> dict[str, list[Episode]]:
    found: dict[str, list[Episode]] = {}
    for episode in episodes:
        if episode.narrator:
            found.setdefault(episode.narrator, []).append(episode)
    return found


def _gaps(episodes: Sequence[Episode]) -> tuple[tuple[int, int], ...]:
    """Return the runs of numbers, from and to, that no episode has."""
    numbers = sorted({number_order(episode.number)[0] for episode in episodes if episode.number is not None})
    return tuple((low + 1, high - 1) for low, high in pairwise(numbers) if high - low > 1)
