"""Numbers of episodes: what may be one, how they follow each other, and which the files give that no author wrote.

A number comes from front matter; else from a heading that says so ("Chapter 3. The harbour"), or from the
leading digits of a file's name, and from these only where all files of the book agree. What is guessed so
never makes an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from make_book.manuscript.file_names import FileName, are_sequence, parse_file_name
from make_book.manuscript.values import EpisodeHead, EpisodeSource
from make_book.model import EpisodeNumber
from make_book.text.numerals import number_in_title

_NUMBER = re.compile(r"0*(\d{1,6})(?:\.(\d{1,3})|([a-z]))?\Z", re.ASCII | re.IGNORECASE)
_FIRST = frozenset("prologue prolog prologo prólogo proloog prologus пролог пралог prelude preludio prélude".split())
_LAST = frozenset("epilogue epilog epilogo epílogo épilogue epiloog эпилог епілог эпілог".split())
_BETWEEN = frozenset("interlude intermezzo interludio interlúdio intermède zwischenspiel интерлюдия інтерлюдія".split())
UNNUMBERED = frozenset({"none", "unnumbered", *_FIRST, *_LAST, *_BETWEEN})
"""What `number` may say instead of a number."""


def parse_number(text: str) -> EpisodeNumber:
    """Return the number that `text` writes: 0, 22, "1.5", "12b". Raise `ValueError` for anything else."""
    found = _NUMBER.match(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no number")
    whole, decimals, letter = found.groups()
    if decimals is not None and decimals.strip("0"):
        return f"{int(whole)}.{decimals}"
    return f"{int(whole)}{letter.lower()}" if letter else int(whole)


def number_order(number: EpisodeNumber) -> tuple[int, int, str]:
    """Return a sort key: 1, 1.5, 1.10, 2, 12, 12a, 12b, 13."""
    if isinstance(number, int):
        return number, 0, ""
    found = _NUMBER.match(number)
    if found is None:
        raise ValueError(f"{number!r} is no number")
    return int(found[1]), int(found[2] or 0), found[3] or ""


def end_of_book(word: str | None) -> int:
    """Return -1 for the name of a prologue, 1 for that of an epilogue, else 0."""
    folded = (word or "").casefold()
    return -1 if folded in _FIRST else 1 if folded in _LAST else 0


def number_episodes(sources: Sequence[EpisodeSource], label: str | None = None) -> list[EpisodeSource]:
    """Return `sources` (in the order of their names) with the numbers and titles that headings and names give.

    `label` is what the book calls an episode.
    """
    names = [parse_file_name(source.name.rpartition("/")[2]) for source in sources]
    heads = [_called(source.head, name) for source, name in zip(sources, names, strict=True)]
    free = [at for at, head in enumerate(heads) if head.number is None and not head.unnumbered]
    counted = [at for at, head in enumerate(heads) if not (head.unnumbered and names[at].digits is None)]
    sequence = are_sequence([names[at] for at in counted])
    spoken = _spoken(heads, free, label)
    for at in free:
        if spoken:
            number = spoken.get(at)
            heads[at] = msgspec.structs.replace(heads[at], number=number, unnumbered=number is None)
        elif sequence and (digits := names[at].digits):
            heads[at] = msgspec.structs.replace(heads[at], number=parse_number(digits))
    numbered = sequence or _number_their_folders(sources, names)
    return [
        msgspec.structs.replace(
            source,
            head=msgspec.structs.replace(head, title=head.title or name.title(numbered=numbered)),
            numbered_by_name=sequence and name.digits is not None,
            number_is_guessed=at in spoken,
        )
        for at, (source, head, name) in enumerate(zip(sources, heads, names, strict=True))
    ]


def _called(head: EpisodeHead, name: FileName) -> EpisodeHead:
    """Return `head` without a number if the file or its title is called a prologue or the like and has none."""
    words = ((head.title or "").casefold().rstrip("."), name.words.casefold())
    word = next((word for word in words if word in UNNUMBERED), None)
    if head.number is not None or word is None:
        return head
    return msgspec.structs.replace(head, unnumbered=True, end_of_book=end_of_book(word))


def _spoken(heads: Sequence[EpisodeHead], free: Sequence[int], label: str | None) -> dict[int, EpisodeNumber]:
    """Return the numbers that the titles say, by place; none where they are few or say one number twice."""
    found = {at: number for at in free if (number := number_in_title(heads[at].title or "", label)) is not None}
    taken = [head.number for head in heads if head.number is not None]
    numbers = [*taken, *found.values()]
    return found if len(found) * 2 >= len(free) and len(set(numbers)) == len(numbers) else {}


def _number_their_folders(sources: Sequence[EpisodeSource], names: Sequence[FileName]) -> bool:
    """Tell whether the names' digits number the files of each folder, so that they are no part of the titles."""
    folders: dict[str, list[FileName]] = {}
    for source, name in zip(sources, names, strict=True):
        folders.setdefault(source.body.file.rpartition("/")[0], []).append(name)
    return len(folders) > 1 and all(are_sequence(inside) for inside in folders.values())
