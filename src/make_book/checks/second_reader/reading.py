"""The words of a manuscript's file, line by line, and those of its notes in the order of their calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from markdown_it.token import Token

from make_book.checks.second_reader.parser import parse
from make_book.checks.second_reader.writing import Label, Writer, label_of
from make_book.checks.wording import Passage

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that no document can carry."""


class Manuscript(msgspec.Struct, frozen=True):
    """The words of one file: the text, and each of its notes in order of first call."""

    main: tuple[Passage, ...]
    notes: tuple[tuple[Passage, ...], ...]


def read_manuscript(source: str, file: str, first_line: int = 1, notes_before: int = 0) -> Manuscript:
    """Return the words of the Markdown `source`, which begins on line `first_line` of `file`.

    From line 1 it may begin with front matter, which has no words here. A note that nobody calls is left out.
    Notes are numbered after the `notes_before` of the texts that go before in the same section.
    """
    text = _CONTROL.sub("", source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    headed = first_line == 1 and text.split("\n", 1)[0].rstrip() == "---"
    tokens, inline_notes = parse(text, front_matter=headed)
    body, definitions = _parted(tokens)
    notes: dict[Label, Sequence[Token]] = dict([*definitions.items(), *inline_notes.items()])
    numbers = {label: number + notes_before for label, number in _numbers(body, notes).items()}

    def words(tokens: Sequence[Token]) -> tuple[Passage, ...]:
        writer = Writer(numbers, text.split("\n"))
        writer.write(tokens)
        return tuple(Passage(said, f"{file}:{line + first_line}") for line, said in writer.lines())

    return Manuscript(words(body), tuple(words(notes[label]) for label in numbers))


def _parted(tokens: Sequence[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """Part the definitions of notes, which may stand in one another, from the text; the first of a label counts."""
    body: list[Token] = []
    notes: dict[str, list[Token]] = {}
    into = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            into.append([])
            notes.setdefault(token.meta["label"], into[-1])
        elif token.type == "footnote_reference_close":
            into.pop()
        else:
            into[-1].append(token)
    return body, notes


def _numbers(body: Sequence[Token], notes: Mapping[Label, Sequence[Token]]) -> dict[Label, int]:
    """Return the number of each note: those called in the text, then those that these call."""
    numbers: dict[Label, int] = {}
    waiting = [body]
    for tokens in waiting:
        for label in _calls(tokens):
            if label in notes and label not in numbers:
                numbers[label] = len(numbers) + 1
                waiting.append(notes[label])
    return numbers


def _calls(tokens: Sequence[Token]) -> Iterator[Label]:
    for token in tokens:
        if token.type == "footnote_ref":
            yield label_of(token)
        yield from _calls(token.meta.get("caption", ()) if token.type == "image" else token.children or ())
