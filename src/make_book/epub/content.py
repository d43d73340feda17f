"""The content of the EPUB: every section a document, and the pictures they show.

A document depends on its section, on where its links lead and on its pictures; so long as these stay
as they are, it is taken from the cache as it lay in the zip.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book import xhtml
from make_book.editions import EpubEdition
from make_book.epub import accessibility, content_documents, image_resources, names
from make_book.epub.accessibility import Facts
from make_book.epub.addresses import Addresses, address
from make_book.epub.publication import DeflatedResource, Resource, deflate_resource
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

    content_documents: tuple[DeflatedResource, ...]
    image_resources: tuple[Resource, ...]
    characters: str
    facts: Facts
    findings: tuple[Finding, ...]


class _Written(msgspec.Struct, frozen=True, array_like=True):
    document: DeflatedResource
    facts: Facts
    findings: tuple[Finding, ...]


def make_content(book: Book, sections: tuple[Section, ...], edition: EpubEdition, resources: BuildResources) -> Content:
    """Set every section but the contents into its own document."""
    addresses = address(
        (section.id, path(section), () if section.kind == CONTENTS else section.survey.ids) for section in sections
    )
    written_out = [section for section in sections if section.kind != CONTENTS]
    wanted = frozenset(image for section in written_out for image in section.survey.images if image)
    ready, findings = image_resources.prepare(book.images, wanted, edition.max_megapixels, resources)
    written = _documents(book, written_out, addresses, ready, resources)
    return Content(
        content_documents=tuple(one.document for one in written),
        image_resources=image_resources.resources(ready),
        characters="".join(sorted({*book.imprint.title, *_characters(sections)})),
        facts=accessibility.together(one.facts for one in written),
        findings=(*findings, *(finding for one in written for finding in one.findings)),
    )


def path(section: Section) -> str:
    """Return the name of the file in which `section` stands."""
    return names.NAV if section.kind == CONTENTS else names.document_name(section.id)


def _characters(sections: Sequence[Section]) -> frozenset[str]:
    """Return every character that the sections and their titles show; a title may stand in the contents only."""
    return frozenset(" ").union(*(section.survey.characters for section in sections), *(one.title for one in sections))


def _documents(
    book: Book,
    sections: Sequence[Section],
    addresses: Addresses,
    ready: image_resources.Pictures,
    resources: BuildResources,
) -> list[_Written]:
    def document_key(section: Section) -> str:
        links = [(href, addresses.resolve(href, section.id)) for href in section.survey.links]
        shown = [
            (src, (image.path, image.width, image.height)) for src in section.survey.images if (image := ready.get(src))
        ]
        untitled = None if section.title.strip() else book.imprint.title
        return key_of(section, links, shown, untitled, _direction(section, book))

    def write(section: Section) -> _Written:
        made = content_documents.content_document(
            section,
            xhtml.parse_one(section.xhtml),
            addresses,
            ready,
            title=book.imprint.title,
            direction=_direction(section, book),
        )
        return _Written(deflate_resource(made.resource), made.facts, made.findings)

    return resources.remember("documents", sections, document_key, write, _Written, work=_work)


def _work(_: object) -> float:
    return 1 / _WORTH_A_POOL


def _direction(section: Section, book: Book) -> str:
    """Return which way a section is written: its language decides, unless the book says otherwise of its own."""
    if section.language == book.imprint.language:
        return book.imprint.direction
    return languages.direction(section.language)
