"""make_epub: sections into one EPUB 3 file, in memory."""

from __future__ import annotations

from datetime import datetime

import msgspec

from make_book import xhtml
from make_book.editions import EpubEdition
from make_book.epub import accessibility, documents, metadata, names, nav, pictures, typefaces
from make_book.epub.addresses import address
from make_book.epub.archive import pack
from make_book.epub.publication import Landmark, Publication, Resource
from make_book.findings import Finding
from make_book.house import Styles
from make_book.model import Book, Cover, Imprint, Section
from make_book.text import languages

CONTENTS = "contents"
"""The kind of section whose place the nav document takes."""


class Packed(msgspec.Struct, frozen=True):
    """A finished EPUB, and what was found on the way."""

    data: bytes
    findings: tuple[Finding, ...] = ()


class _Content(msgspec.Struct, frozen=True):
    """The content documents in reading order and the pictures they show."""

    documents: tuple[Resource, ...]
    pictures: tuple[Resource, ...]
    findings: tuple[Finding, ...]


class _Navigation(msgspec.Struct, frozen=True):
    """Nav document and NCX, and the landmarks in them."""

    documents: tuple[Resource, ...]
    landmarks: tuple[Landmark, ...]


def make_epub(
    book: Book,
    sections: tuple[Section, ...],
    edition: EpubEdition,
    styles: Styles,
    moment: datetime,
    *,
    cover: Cover,
    conforms: bool = False,
) -> Packed:
    """Pack `sections` of `book` as an EPUB dated `moment`, with `cover` first.

    `conforms` claims WCAG 2.1 AA: only for a book in which Ace found no violation. Nothing is written to
    disk. Raise `BadPicture` for a cover that cannot be read, `KeyError` if `styles` lacks epub.css.
    """
    imprint = book.imprint
    content = _content(book, sections, edition)
    page, picture = _cover(book, cover, edition)
    navigation = _navigation(book, sections)
    facts = accessibility.facts((page, *content.documents), content.pictures)
    publication = Publication(
        identifier=metadata.identifier(imprint),
        language=imprint.language,
        direction=imprint.direction,
        statements=(
            *metadata.statements(book, sections, moment, cover=picture.path),
            *accessibility.statements(facts, imprint.language, certifier=_certifier(imprint) if conforms else None),
        ),
        resources=(
            *(page, picture),
            *navigation.documents,
            *content.documents,
            *content.pictures,
            *_style(book, sections, edition, styles),
        ),
        spine=(names.COVER, *(_path(section) for section in sections)),
        landmarks=navigation.landmarks,
    )
    data = pack(publication, moment)
    return Packed(data, (*content.findings, *accessibility.findings(facts), *weigh(len(data))))


def weigh(size: int) -> tuple[Finding, ...]:
    """Return what stands in the way of sending a file of `size` bytes by mail."""
    hint = "lower max-megapixels in the edition's settings, or save photographs as JPEG"
    for code, megabytes, whose in (("EPB-006", 50, "Kindle"), ("EPB-005", 25, "Gmail")):
        if size > megabytes * 1_000_000:
            told = f"the EPUB has {size / 1e6:.1f} MB; {whose} takes {megabytes} MB"
            return (Finding(code, told, hints=(hint,)),)
    return ()


def _certifier(imprint: Imprint) -> str:
    """Return who answers for the claim of conformance: the publisher, else the authors."""
    return imprint.publisher or ", ".join(imprint.named("aut")) or imprint.title


def _path(section: Section) -> str:
    return names.NAV if section.kind == CONTENTS else names.document_name(section.id)


def _content(book: Book, sections: tuple[Section, ...], edition: EpubEdition) -> _Content:
    """Set every section but the contents into its own document."""
    imprint = book.imprint
    own = tuple(section for section in sections if section.kind != CONTENTS)
    trees = {section.id: xhtml.parse_one(section.xhtml) for section in own}
    addresses = address((section.id, _path(section), trees.get(section.id)) for section in sections)
    ready, findings = pictures.prepare(book.images, pictures.shown(trees.values()), edition.max_megapixels)
    results = tuple(
        documents.content_document(
            section,
            trees[section.id],
            addresses,
            ready,
            title=imprint.title,
            direction=_direction(section, book),
        )
        for section in own
    )
    amiss = (*findings, *(finding for _, found in results for finding in found))
    return _Content(tuple(document for document, _ in results), pictures.resources(ready), amiss)


def _direction(section: Section, book: Book) -> str:
    """Return which way a section is written: its language decides, unless the book says otherwise of its own."""
    if section.language == book.imprint.language:
        return book.imprint.direction
    return languages.direction(section.language)


def _cover(book: Book, cover: Cover, edition: EpubEdition) -> tuple[Resource, Resource]:
    """Return the cover's page and its picture."""
    picture = pictures.cover(cover.image, edition.max_megapixels)
    label = languages.language(book.imprint.language).label("cover")
    page = documents.cover_document(cover, picture, label=label, language=book.imprint.language)
    return page, Resource(picture.path, picture.media_type, picture.data, ("cover-image",))


def _navigation(book: Book, sections: tuple[Section, ...]) -> _Navigation:
    imprint = book.imprint
    words = languages.language(imprint.language)
    contents = next((s.title for s in sections if s.kind == CONTENTS), "") or words.label("contents")
    entries = nav.outline((s for s in sections if s.kind != CONTENTS), imprint.title)
    labels = nav.Labels(
        words.label("cover"), contents, words.label("landmarks"), words.label("start-of-content"), imprint.title
    )
    marks = nav.landmarks(sections, labels)
    page = nav.nav_document(entries, marks, labels, language=imprint.language, direction=imprint.direction)
    old = nav.ncx(entries, identifier=metadata.identifier(imprint), title=imprint.title, language=imprint.language)
    return _Navigation((page, old), marks)


def _style(book: Book, sections: tuple[Section, ...], edition: EpubEdition, styles: Styles) -> tuple[Resource, ...]:
    said = (book.imprint.title, *(part for section in sections for part in (section.title, section.xhtml)))
    fonts = typefaces.embed(edition.fonts, said, styles.text("epub-display.css"))
    css = f"{fonts.css}\n{styles.text('epub.css')}" if fonts.css else styles.text("epub.css")
    return (Resource(names.STYLE, "text/css", css.encode()), *fonts.resources)
