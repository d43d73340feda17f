"""What the book is about, as book.toml says it: names, and where given their codes in a list of subjects."""

from __future__ import annotations

from make_book.manuscript.bookfile import Subjects, SubjectTable
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.toml_places import KeyPath
from make_book.model import Subject


def subjects(written: Subjects, collector: FindingCollector) -> tuple[Subject, ...]:
    """Return the subjects in the order of writing; one without a name is left out, half a pair is noted (MAN-022)."""
    several = isinstance(written, tuple)
    path: KeyPath = ("book", "subjects")
    found = (
        _subject(one, (*path, index) if several else path, collector)
        for index, one in enumerate(written if isinstance(written, tuple) else (written,))
    )
    return tuple(subject for subject in found if subject.name)


def _subject(written: str | SubjectTable, path: KeyPath, collector: FindingCollector) -> Subject:
    if isinstance(written, str):
        return Subject(" ".join(written.split()))
    name, authority, term = (" ".join((text or "").split()) for text in (written.name, written.authority, written.term))
    if authority and term:
        return Subject(name, authority, term)
    if authority or term:
        given, missing = ("authority", "term") if authority else ("term", "authority")
        message = f"the subject {name!r} has {given}, but no {missing}"
        collector.add("MAN-022", message, (*path, given), "give both authority and term, or neither")
    return Subject(name)
