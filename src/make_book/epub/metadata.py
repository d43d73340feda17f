"""What the package says of the book: titles, people, series, dates, rights (EPUB 3.3 §5.5; DCMES 1.1)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime

from make_book.clock import EARLIEST
from make_book.epub.creators import Creator, credited
from make_book.epub.names import item_id
from make_book.epub.publication import Statement
from make_book.manuscript.isbn import isbn_13
from make_book.model import Book, Imprint, Section

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.w3.org/TR/epub-33/#sec-opf-dcidentifier")
_POSITION = re.compile(r"\d+(\.\d+)*\Z")
_DOI = re.compile(r"(?:https://doi\.org/|doi:)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_ISBN, _DOI_CODE = "15", "06"
"""Codes for ISBN-13 and DOI in ONIX code list 5."""


def identifier(imprint: Imprint) -> str:
    """Return the book's unique identifier: the DOI, URN or URL that it has (its ISBN too), else a uuid5 of its id."""
    if found := _DOI.match(imprint.identifier):
        return f"doi:{found[1]}"
    if imprint.identifier.lower().startswith(("urn:", "http://", "https://")):
        return imprint.identifier
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, imprint.identifier)}"


def statements(book: Book, sections: tuple[Section, ...], moment: datetime, *, cover: str) -> tuple[Statement, ...]:
    """Return every statement but the identifier, `dcterms:modified` and those on accessibility.

    `moment` dates a book that has no date of its own, unless it is the clock's `EARLIEST`, which only says that
    nobody knows: a shop would show that year. `cover` is the path of the cover's picture.
    """
    imprint = book.imprint
    return (
        *_identifier_type(imprint),
        *_titles(imprint),
        *_languages(imprint, sections),
        *(statement for credit in credited(book) for statement in _person(credit)),
        *_collection(imprint),
        *_plain(imprint, moment),
        *_subjects(imprint),
        Statement("meta", "", (("name", "cover"), ("content", item_id(cover)))),
    )


def refine(target: str, name: str, text: str, scheme: str | None = None) -> Statement:
    """Return a `meta` that says more of the element with the id `target`."""
    attributes = (("refines", f"#{target}"), ("property", name))
    return Statement("meta", text, attributes if scheme is None else (*attributes, ("scheme", scheme)))


def _urn(isbn: str) -> str:
    return f"urn:isbn:{isbn_13(isbn)}"


def _identifier_type(imprint: Imprint) -> Iterator[Statement]:
    """Say what the identifier is; an ISBN beside another identifier is a second one."""
    unique = identifier(imprint)
    if unique.lower().startswith("urn:isbn:"):
        yield refine("id", "identifier-type", _ISBN, "onix:codelist5")
    elif unique.startswith("doi:"):
        yield refine("id", "identifier-type", _DOI_CODE, "onix:codelist5")
    if imprint.isbn and _urn(imprint.isbn) != unique:
        yield Statement("dc:identifier", _urn(imprint.isbn), (("id", "isbn"),))
        yield refine("isbn", "identifier-type", _ISBN, "onix:codelist5")


def _titles(imprint: Imprint) -> Iterator[Statement]:
    yield Statement("dc:title", imprint.title, (("id", "title"),))
    yield refine("title", "title-type", "main")
    if imprint.subtitle:
        yield refine("title", "display-seq", "1")
        yield Statement("dc:title", imprint.subtitle, (("id", "subtitle"),))
        yield refine("subtitle", "title-type", "subtitle")
        yield refine("subtitle", "display-seq", "2")


def _languages(imprint: Imprint, sections: tuple[Section, ...]) -> Iterator[Statement]:
    yield Statement("dc:language", imprint.language)
    for tag in sorted({section.language for section in sections} - {imprint.language}):
        yield Statement("dc:language", tag)


def _person(credit: Creator) -> Iterator[Statement]:
    yield Statement(f"dc:{credit.element}", credit.name, (("id", credit.id),))
    for role in credit.roles:
        yield refine(credit.id, "role", role, "marc:relators")
    if credit.file_as:
        yield refine(credit.id, "file-as", credit.file_as)
    if credit.seq:
        yield refine(credit.id, "display-seq", str(credit.seq))
    for source, target in credit.translations:
        if source and target:
            yield refine(credit.id, "dcterms:description", f"{source} → {target}")


def _collection(imprint: Imprint) -> Iterator[Statement]:
    if imprint.series is None:
        return
    yield Statement("meta", imprint.series.name, (("property", "belongs-to-collection"), ("id", "series")))
    yield refine("series", "collection-type", "series")
    if imprint.series.index and _POSITION.match(imprint.series.index):
        yield refine("series", "group-position", imprint.series.index)


def _plain(imprint: Imprint, moment: datetime) -> Iterator[Statement]:
    known = moment.strftime("%Y-%m-%d") if moment > EARLIEST else None
    date = imprint.date.iso if imprint.date else known
    rows = (
        ("dc:publisher", imprint.publisher),
        ("dc:date", date),
        ("dc:description", imprint.description),
        ("dc:rights", imprint.rights),
        ("dc:source", imprint.print_isbn and _urn(imprint.print_isbn)),
    )
    yield from (Statement(name, text) for name, text in rows if text)


def _subjects(imprint: Imprint) -> Iterator[Statement]:
    """Yield each subject; one from a list of subjects names the list and the term in it (EPUB 3.3 §5.5)."""
    for number, subject in enumerate(imprint.subjects, 1):
        if not (subject.authority and subject.term):
            yield Statement("dc:subject", subject.name)
            continue
        identity = f"subject-{number}"
        yield Statement("dc:subject", subject.name, (("id", identity),))
        yield refine(identity, "authority", subject.authority)
        yield refine(identity, "term", subject.term)
