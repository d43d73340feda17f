"""The content of the EPUB: every section a document, and the pictures they show.

A document depends on its section, on where its links lead and on its pictures; so long as these stay
as they are, it is taken from the cache as it lay in the zip.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book import xhtml
from make_book.editions import EpubEdition
from make_book.epub import accessibility, content_documents, image_resources, names, typefaces
from make_book.epub.accessibility import Facts
from make_book.epub.addresses import Addresses, address, anchors
from make_book.epub.publication import Folded, Resource, fold
from make_book.findings import Finding
from make_book.model import Book, Section
from make_book.resources import BuildResources, key_of
from make_book.text import languages

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


def make_content(book: Book, sections: tuple[Section, ...], edition: EpubEdition, resources: BuildResources) -> Content:
    """Set every section but the contents into its own document."""
    keys = [key_of(section) for section in sections]
    surveys = _surveys(sections, keys, resources)
    addresses = address(
        (section.id, path(section), () if section.kind == CONTENTS else survey.ids)
        for section, survey in zip(sections, surveys, strict=True)
    )
    rows = [row for row in zip(sections, keys, surveys, strict=True) if row[0].kind != CONTENTS]
    wanted = frozenset(picture for _, _, survey in rows for picture in survey.image_resources if picture)
    ready, findings = image_resources.prepare(book.images, wanted, edition.max_megapixels, resources)
    written = _documents(book, rows, addresses, ready, resources)
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


def _surveys(sections: Sequence[Section], keys: Sequence[str], resources: BuildResources) -> list[Survey]:
    rows = list(zip(sections, keys, strict=True))
    return resources.remember("surveys", rows, lambda row: row[1], lambda row: survey(row[0]), Survey, work=_work)


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
    resources: BuildResources,
) -> list[_Written]:
    def document_key(row: tuple[Section, str, Survey]) -> str:
        section, key, seen = row
        links = [(href, addresses.resolve(href, section.id)) for href in seen.hrefs]
        shown = [
            (src, (image.path, image.width, image.height)) for src in seen.image_resources if (image := ready.get(src))
        ]
        untitled = None if section.title.strip() else book.imprint.title
        return key_of(key, links, shown, untitled, _direction(section, book))

    def write(row: tuple[Section, str, Survey]) -> _Written:
        section = row[0]
        document, findings = content_documents.content_document(
            section,
            xhtml.parse_one(section.xhtml),
            addresses,
            ready,
            title=book.imprint.title,
            direction=_direction(section, book),
        )
        return _Written(fold(document), accessibility.facts((document,)), findings)

    return resources.remember("documents", rows, document_key, write, _Written, work=_work)


def _work(_: object) -> float:
    return 1 / _WORTH_A_POOL


def _direction(section: Section, book: Book) -> str:
    """Return which way a section is written: its language decides, unless the book says otherwise of its own."""
    if section.language == book.imprint.language:
        return book.imprint.direction
    return languages.direction(section.language)
