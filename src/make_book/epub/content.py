"""The content of the EPUB: every section a document, and the pictures they show.

A document depends on its section, on where its links lead and on its pictures; so long as these stay
as they are, it is taken from the cache as it lay in the zip.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import msgspec

from make_book import xhtml
from make_book.cache import Cache
from make_book.cache.memoizing import key_of, memoize
from make_book.editions import EpubEdition
from make_book.epub import accessibility, content_documents, image_resources, names, typefaces
from make_book.epub.accessibility import Facts
from make_book.epub.addresses import Addresses, address, anchors
from make_book.epub.publication import Folded, Resource, fold
from make_book.findings import Finding
from make_book.model import Book, Section
from make_book.text import languages
from make_book.workers import spread

Result = TypeVar("Result")
CONTENTS = "contents"
"""The kind of section whose place the nav document takes."""
_WORTH_A_POOL = 400
"""Sections that take about as long as a pool of workers takes to begin and end."""


class Content(msgspec.Struct, frozen=True):
    """The content documents in reading order, and the pictures they show; of all sections the `characters`."""

    content_documents: tuple[Folded, ...]
    image_resources: tuple[Resource, ...]
    characters: str
    facts: Facts
    findings: tuple[Finding, ...]


class Survey(msgspec.Struct, frozen=True, array_like=True):
    """What of a section concerns others: the ids in it, where it leads, its pictures; and its characters."""

    ids: tuple[str, ...]
    hrefs: tuple[str, ...]
    image_resources: tuple[str, ...]
    characters: str


class _Written(msgspec.Struct, frozen=True, array_like=True):
    document: Folded
    facts: Facts
    findings: tuple[Finding, ...]


def make_content(book: Book, sections: tuple[Section, ...], edition: EpubEdition, cache: Cache, jobs: int) -> Content:
    """Set every section but the contents into its own document."""
    keys = [key_of(section) for section in sections]
    surveys = _surveys(sections, keys, cache, jobs)
    addresses = address(
        (section.id, path(section), () if section.kind == CONTENTS else survey.ids)
        for section, survey in zip(sections, surveys, strict=True)
    )
    rows = [row for row in zip(sections, keys, surveys, strict=True) if row[0].kind != CONTENTS]
    wanted = frozenset(picture for _, _, survey in rows for picture in survey.image_resources if picture)
    ready, findings = image_resources.prepare(book.images, wanted, edition.max_megapixels, cache)
    written = _documents(book, rows, addresses, ready, (cache, jobs))
    return Content(
        content_documents=tuple(one.document for one in written),
        image_resources=image_resources.resources(ready),
        characters="".join(sorted(set().union(*(survey.characters for survey in surveys)))),
        facts=accessibility.together(one.facts for one in written),
        findings=(*findings, *(finding for one in written for finding in one.findings)),
    )


def path(section: Section) -> str:
    """Return the name of the file in which `section` stands."""
    return names.NAV if section.kind == CONTENTS else names.document_name(section.id)


def _surveys(sections: Sequence[Section], keys: Sequence[str], cache: Cache, jobs: int) -> list[Survey]:
    wanted = [(section.id, key) for section, key in zip(sections, keys, strict=True)]
    return memoize(cache, "surveys", wanted, Survey, partial(_all, lambda at: survey(sections[at]), jobs))


def survey(section: Section) -> Survey:
    """Return what of `section` concerns others. Raise `MalformedXHTML`."""
    tree = xhtml.parse_one(section.xhtml)
    return Survey(
        ids=anchors(tree),
        hrefs=tuple(dict.fromkeys(href for link in xhtml.elements(tree, "a") if (href := link.get("href")))),
        image_resources=tuple(dict.fromkeys(image.get("src", "") for image in xhtml.elements(tree, "img"))),
        characters=typefaces.characters((section.title, section.xhtml)),
    )


def _documents(
    book: Book,
    rows: Sequence[tuple[Section, str, Survey]],
    addresses: Addresses,
    ready: image_resources.Pictures,
    means: tuple[Cache, int],
) -> list[_Written]:
    def wanted(section: Section, key: str, seen: Survey) -> tuple[str, str]:
        links = [(href, addresses.resolve(href, section.id)) for href in seen.hrefs]
        shown = [
            (src, (image.path, image.width, image.height)) for src in seen.image_resources if (image := ready.get(src))
        ]
        untitled = None if section.title.strip() else book.imprint.title
        return section.id, key_of(key, links, shown, untitled, _direction(section, book))

    def write(at: int) -> _Written:
        section = rows[at][0]
        document, findings = content_documents.content_document(
            section,
            xhtml.parse_one(section.xhtml),
            addresses,
            ready,
            title=book.imprint.title,
            direction=_direction(section, book),
        )
        return _Written(fold(document), accessibility.facts((document,)), findings)

    cache, jobs = means
    return memoize(cache, "documents", [wanted(*row) for row in rows], _Written, partial(_all, write, jobs))


def _all(function: Callable[[int], Result], jobs: int, places: Sequence[int]) -> list[Result]:
    return spread(function, places, jobs if len(places) > _WORTH_A_POOL else 1)


def _direction(section: Section, book: Book) -> str:
    """Return which way a section is written: its language decides, unless the book says otherwise of its own."""
    if section.language == book.imprint.language:
        return book.imprint.direction
    return languages.direction(section.language)
