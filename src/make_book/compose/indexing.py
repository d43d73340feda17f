"""What index marks say together: which headings there are, and whether every reference leads to one."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from make_book import xhtml
from make_book.findings import Finding, Span
from make_book.manuscript.suggestions import did_you_mean
from make_book.model import IndexMark, Text
from make_book.text.places import Places
from make_book.text.source_maps import stamped_trees

Heading = tuple[str, ...]
"""A term and its sub-terms, outermost first, folded: what makes two marks the same entry."""


def heading(terms: Iterable[str]) -> Heading:
    """Return what `terms` have in common with other spellings: case and the kind of spaces do not count."""
    return tuple(" ".join(unicodedata.normalize("NFKC", term).casefold().split()) for term in terms)


def headings(marks: Iterable[IndexMark]) -> Mapping[Heading, str]:
    """Return every heading that `marks` make, the outer ones of sub-terms too, with its last term as written."""
    paths = (mark.terms[:depth] for mark in marks for depth in range(1, len(mark.terms) + 1))
    return {heading(path): path[-1] for path in paths}


def targets(written: str | None) -> tuple[str, ...]:
    """Return the entries that a `see` or `see-also` names: `;` stands between several."""
    return tuple(target for part in (written or "").split(";") if (target := part.strip()))


def led_to(target: str, known: Container[Heading]) -> Heading | None:
    """Return the heading in `known` that `target` names: a term, or a term and its sub-term as "Floods: of 1976"."""
    paths = (heading([target]), heading(target.split(":")))
    return next((path for path in paths if path in known), None)


def judge_marks(texts: Sequence[tuple[Text, str]], *, whole: bool = True) -> Iterator[Finding]:
    """Yield a finding for each reference to no entry, and for each that leads back to where it began.

    `texts` come with the manuscript files that hold them. In a book that is not `whole`, the entry may be in the
    part that was left out: nothing is reported.
    """
    marks = [mark for text, _ in texts for mark in text.marks]
    known, onward = headings(marks), _onward(marks)
    for text, file in texts:
        wrong = list(_wrong_references(text.marks, known, onward, whole=whole))
        places = _anchor_places(text, file) if wrong else {}
        for mark, code, message, hints in wrong:
            yield Finding(code, message, places.get(mark.anchor, Span(file)), hints)


def _wrong_references(
    marks: Iterable[IndexMark],
    known: Mapping[Heading, str],
    onward: Mapping[Heading, Sequence[Heading]],
    *,
    whole: bool,
) -> Iterator[tuple[IndexMark, str, str, tuple[str, ...]]]:
    """Yield each mark with a wrong reference: the mark, the code, the message, the hints."""
    for mark, target in _references(marks):
        path = led_to(target, known)
        if path is None and whole:
            message = f"the index has no entry {target!r} that {mark.terms[-1]!r} could refer to"
            yield mark, "MAN-055", message, did_you_mean(target, known.values())
        elif path is not None and _returns(heading(mark.terms), path, onward):
            message = f"in the index, who goes from {mark.terms[-1]!r} to {target!r} is led back"
            if path == heading(mark.terms):
                message = f"in the index, {target!r} refers to itself"
            yield mark, "MAN-056", message, ()


def _anchor_places(text: Text, file: str) -> Mapping[str, Span]:
    """Return the places of the elements with ids."""
    places = Places(file)
    elements = (element for root in stamped_trees(text) for element in xhtml.elements(root))
    return {identity: places.of(element) for element in elements if (identity := element.get("id"))}


def _references(marks: Iterable[IndexMark]) -> Iterator[tuple[IndexMark, str]]:
    for mark in marks:
        for target in (*targets(mark.see), *targets(mark.see_also)):
            yield mark, target


def _onward(marks: Sequence[IndexMark]) -> Mapping[Heading, Sequence[Heading]]:
    """Return where those headings lead that have no places, under them neither."""
    known = headings(marks)
    placed = headings(mark for mark in marks if not mark.see)
    onward: dict[Heading, list[Heading]] = {}
    for mark in marks:
        if mark.see and (path := heading(mark.terms)) not in placed:
            found = (led_to(target, known) for target in targets(mark.see))
            onward.setdefault(path, []).extend(to for to in found if to)
    return onward


def _returns(start: Heading, first: Heading, onward: Mapping[Heading, Sequence[Heading]]) -> bool:
    """Tell whether `start` refers to itself, or has nothing else and whoever goes from it to `first` comes back."""
    if start not in onward:
        return first == start
    waiting, seen = [first], set[Heading]()
    while waiting:
        path = waiting.pop()
        if path == start:
            return True
        if path not in seen:
            seen.add(path)
            waiting += onward.get(path, ())
    return False
