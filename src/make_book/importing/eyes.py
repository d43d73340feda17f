"""What needs a human eye in running text: credits spliced in, notes of editors, paragraphs cut off."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

import msgspec

from make_book.importing.phrases import every, one_of
from make_book.importing.values import Paragraph

_ENDS = re.compile(r"[.!?…:;](?:[\"”“»«’‘'‹›)\]\s]|\[\d+\])*\Z|[—–]\s*\Z")
_HEADING = 9
"""A line of fewer words without a full stop may be a heading."""


class Remark(msgspec.Struct, frozen=True):
    """Something seen at `offset` in the text: a code of the table of findings and what is seen."""

    code: str
    offset: int
    message: str


def look_over(body: Sequence[Paragraph], *, last: int) -> Iterator[Remark]:
    """Yield what is remarkable in `body`; paragraphs before index `last` are running text."""
    for index, paragraph in enumerate(body):
        for found in _photo().finditer(paragraph.text):
            yield Remark(
                "IMP-013",
                paragraph.start + found.start(),
                f"a photo credit in the text: “{_around(paragraph.text, found)}”",
            )
        for found in _editor().finditer(paragraph.text):
            yield Remark(
                "IMP-015",
                paragraph.start + found.start(),
                f"an editor's note in the text: “{_around(paragraph.text, found)}”",
            )
        if index < last and paragraph.text[-1].isalnum() | (paragraph.text[-1] in ",-"):
            yield from _ending(paragraph)


def _ending(paragraph: Paragraph) -> Iterator[Remark]:
    if _ENDS.search(paragraph.text):
        return
    count = len(paragraph.text.split())
    if count < _HEADING and paragraph.text[-1].isalnum():
        yield Remark("IMP-024", paragraph.start, f"a short line without a full stop: “{paragraph.text}”")
    else:
        at = paragraph.start + len(paragraph.text) - 1
        yield Remark("IMP-014", at, f"the paragraph breaks off: “… {paragraph.text[-40:]}”")


@functools.cache
def _photo() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(every('photo'))}\s?:\s?(?=\S)")


@functools.cache
def _editor() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(every('editor'))}(?!\w)")


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 20) : found.end() + 30]
