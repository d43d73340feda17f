"""Abbreviations: their explanations stand in the text, and every use of them is marked (PHP Markdown Extra)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from make_book.text.markdown.html_blocks import RAW
from make_book.text.markdown.job import Abbreviation, Job

_PIECE = re.compile(r"\w+|[^\w\s]")
_CLOSED = frozenset({"abbr", "code", "pre", RAW})


class Abbreviations(Treeprocessor):
    """Marks every use of the abbreviations with `<abbr title>`, and tells of those that are not used."""

    def __init__(self, md: Markdown) -> None:
        """Begin without a text."""
        super().__init__(md)
        self.job = Job("", 1, "")

    def run(self, root: Element) -> None:
        """Go through all words under `root`."""
        if not self.job.abbreviations:
            return
        known = _by_first_word(self.job.abbreviations.values())
        used: set[str] = set()
        for element in list(root.iter()):
            if element.tag in _CLOSED:
                continue
            element.text, children = _marked(element.text, known, used)
            for child in element:
                child.tail, marks = _marked(child.tail, known, used)
                children += [child, *marks]
            element[:] = children
        for short, one in self.job.abbreviations.items():
            if short not in used:
                message = f"the abbreviation {short} is explained but not used"
                self.job.say("TXT-020", message, (one.line, one.column))


_Known = dict[str, list[Abbreviation]]


def _by_first_word(abbreviations: Iterable[Abbreviation]) -> _Known:
    """Return the abbreviations by their first word or sign, the longest first."""
    known: _Known = {}
    for one in sorted(abbreviations, key=lambda one: -len(one.short)):
        if first := _PIECE.search(one.short):
            known.setdefault(first[0], []).append(one)
    return known


def _marked(text: str | None, known: _Known, used: set[str]) -> tuple[str | None, list[Element]]:
    """Return what stands in `text` before the first abbreviation, and the elements of all of them with what follows."""
    found = list(_found(text, known)) if text else []
    if not text or not found:
        return text, []
    ends = [start for start, _ in found[1:]] + [len(text)]
    elements = []
    for (start, one), end in zip(found, ends, strict=True):
        element = Element("abbr", {"title": one.meaning})
        element.text = one.short
        element.tail = text[start + len(one.short) : end]
        elements.append(element)
        used.add(one.short)
    return text[: found[0][0]], elements


def _found(text: str, known: _Known) -> Iterator[tuple[int, Abbreviation]]:
    """Yield where abbreviations stand as words of their own in `text`."""
    end = 0
    for piece in _PIECE.finditer(text):
        if piece.start() < end or piece[0] not in known:
            continue
        for one in known[piece[0]]:
            if text.startswith(one.short, piece.start()) and _stands_alone(text, piece.start(), one.short):
                yield piece.start(), one
                end = piece.start() + len(one.short)
                break


def _stands_alone(text: str, at: int, short: str) -> bool:
    end = at + len(short)
    before, after = text[at - 1 : at] if at else "", text[end : end + 1]
    return not (_is_word(before) and _is_word(short[0])) and not (_is_word(after) and _is_word(short[-1]))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
