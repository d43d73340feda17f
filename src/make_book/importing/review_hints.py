"""What needs a human eye in running text: credits spliced in, notes of editors, paragraphs cut off."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

import msgspec

from make_book.importing.import_values import ImportedParagraph
from make_book.importing.phrases import every, one_of

_HEADING = 9
"""A line of fewer words without a full stop may be a heading."""


class Remark(msgspec.Struct, frozen=True):
    """Something seen at `offset` in the text: a code of the table of findings and what is seen."""

    code: str
    offset: int
    message: str


def look_over(prose: Sequence[ImportedParagraph]) -> Iterator[Remark]:
    """Yield what is remarkable in the paragraphs `prose`."""
    for paragraph in prose:
        yield from _seen("IMP-013", "a photo credit", _photo(), paragraph)
        yield from _seen("IMP-015", "an editor's note", _editor(), paragraph)
        if paragraph.text[-1].isalnum() or paragraph.text[-1] in ",-":
            yield _ending(paragraph)


def _seen(code: str, what: str, pattern: re.Pattern[str], paragraph: ImportedParagraph) -> Iterator[Remark]:
    for found in pattern.finditer(paragraph.text):
        around = paragraph.text[max(0, found.start() - 20) : found.end() + 30]
        yield Remark(code, paragraph.start + found.start(), f"{what} in the text: “{around}”")


def _ending(paragraph: ImportedParagraph) -> Remark:
    if len(paragraph.text.split()) < _HEADING and paragraph.text[-1].isalnum():
        return Remark("IMP-024", paragraph.start, f"a short line without a full stop: “{paragraph.text}”")
    at = paragraph.start + len(paragraph.text) - 1
    return Remark("IMP-014", at, f"the paragraph breaks off: “… {paragraph.text[-40:]}”")


@functools.cache
def _photo() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(every('photo'))}\s?:\s?(?=\S)")


@functools.cache
def _editor() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(every('editor'))}(?!\w)")
