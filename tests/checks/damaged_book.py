"""An invented book of prose, lists and notes, and its two editions: what `damage` is done to."""

from __future__ import annotations

import functools

from checks.small_book import SENTENCES, packed, printed, section
from make_book.model import Section
from sections import with_xhtml

LISTS = (
    '<ol start="3"><li>A rope for the ferry.</li><li>A lamp, filled twice.</li><li>Nine biscuits.</li></ol>',
    '<ol type="i"><li>The mate signs first.</li><li>Then the pilot.</li><li>The cook makes his mark.</li></ol>',
)
_LIST_NUMBERS = 'ol[start="3"] { counter-reset: list-item 2 } ol[type="i"] { list-style-type: lower-roman }'
NOTES = (
    "The first of three suppers.",
    "He never goes on. See <em>Ledgers</em>, p. 4.",
    "Every gull was counted twice.",
)


def _day(number: int) -> str:
    words = (
        f"Day {number} of the watch began with rain from the north. ",
        *(SENTENCES[(number + step) % len(SENTENCES)] + " " for step in range(3)),
        f"At dusk the crew of boat {number} came home.",
    )
    return "".join(words)


def _episode(number: int) -> Section:
    days = [_day(10 * number + step) for step in range(8)]
    for note, at in ((1, 1), (2, 3), (3, 5)):
        days[at] = days[at].replace("watch", f"watch{{{note}}}", 1)
    made = section(number, tuple(days), NOTES)
    lists = made.xhtml
    for found, after in zip(LISTS, (2, 5), strict=True):
        end = f"boat {10 * number + after} came home.</p>"
        lists = lists.replace(end, end + found, 1)
    return with_xhtml(made, lists)


@functools.cache
def book() -> tuple[Section, ...]:
    """Return the sections."""
    return tuple(_episode(number) for number in range(1, 5))


@functools.cache
def epub() -> bytes:
    """Return the EPUB."""
    return packed(book())


@functools.cache
def pdf() -> bytes:
    """Return the PDF."""
    return printed(book(), css=_LIST_NUMBERS)
