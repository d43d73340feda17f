"""make_epub: sections into one EPUB 3 file, in memory."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial

import msgspec

from make_book.clock import content_time
from make_book.css import dangers, declarations, without_dangers
from make_book.editions import EpubEdition
from make_book.epub import accessibility, content_documents, image_resources, metadata, names, nav, typefaces
from make_book.epub.archive import pack
from make_book.epub.content import CONTENTS, make_content, path
from make_book.epub.content_documents import ContentDocument
from make_book.epub.publication import DeflatedResource, Landmark, Publication, Resource, deflate_resource
from make_book.findings import Finding, Span, judge
from make_book.model import Book, Cover, Imprint, Section
from make_book.resources import DEFAULT_RESOURCES, BuildResources, key_of
from make_book.style_files import Styles
from make_book.text import languages
from make_book.typeset.fonts import FontFace
from make_book.typeset.own_fonts import read_fonts


class Packed(msgspec.Struct, frozen=True):
    """A finished EPUB, and what was found on the way."""

    data: bytes
    findings: tuple[Finding, ...] = ()


class _Navigation(msgspec.Struct, frozen=True):
    """Nav document and NCX, and the landmarks in them."""

    content_documents: tuple[DeflatedResource, ...]
    landmarks: tuple[Landmark, ...]


class EpubCover(msgspec.Struct, frozen=True):
    """The cover that an EPUB begins with, and the characters that no font for its lettering can show."""

    cover: Cover
    left_out: tuple[str, ...] = ()


def find_cover(book: Book, styles: Styles, design: str, resources: BuildResources) -> EpubCover:
    """Return the author's cover of `book`, else one that is drawn to `design` and kept in the cache.

    Raise `BookError` when there is no such design or its template or colours are wrong.
    """
    if book.cover:
        return EpubCover(book.cover)

    def draw(_: Book) -> EpubCover:
        from make_book.typeset.cover import draw_cover, unlettered  # not needed for a cover that is kept

        return EpubCover(draw_cover(book.imprint, styles, design), tuple(unlettered(book.imprint)))

    key = key_of(book.imprint, design, sorted(styles.files.items()))
    return resources.remember("covers", [book], lambda _: key, draw, EpubCover)[0]


def make_epub(
    book: Book,
    sections: tuple[Section, ...],
    edition: EpubEdition,
    styles: Styles,
    moment: datetime,
    *,
    cover: Cover,
    resources: BuildResources = DEFAULT_RESOURCES,
) -> Packed:
    """Pack `sections` of `book` as an EPUB dated `moment`, with `cover` first.

    Raise `BadPicture` for a cover that cannot be read, `KeyError` if `styles` lacks epub.css.
    """
    imprint = book.imprint
    sections = tuple(section for section in sections if not _is_empty(section, imprint, styles))
    content = make_content(book, sections, edition, resources)
    page, picture = _cover(book, cover, edition, resources)
    navigation = _navigation(book, sections, resources)
    facts = accessibility.together(
        (page.facts, content.facts, accessibility.facts_of_pictures(content.image_resources))
    )
    sheet, doubts = _sheet(styles)
    own, amiss = _own_fonts(styles, edition)
    fonts = typefaces.together(
        typefaces.embed(edition.fonts, content.characters, styles.text("epub-display.css"), resources),
        typefaces.embed_own(own, content.characters, edition.text_font, resources),
    )
    publication = Publication(
        identifier=metadata.identifier(imprint),
        language=imprint.language,
        direction=imprint.direction,
        statements=(
            *metadata.statements(book, sections, moment, cover=picture.path),
            *accessibility.statements(facts, imprint.language),
        ),
        resources=(
            *(page.resource, picture),
            *navigation.content_documents,
            *content.content_documents,
            *content.image_resources,
            *_style(fonts, sheet),
        ),
        spine=(names.COVER, *map(path, sections)),
        landmarks=navigation.landmarks,
    )
    data = pack(publication, moment, resources, content_time(moment, _digest(publication)))
    return Packed(data, (*content.findings, *doubts, *amiss, *accessibility.findings(facts), *weigh(len(data))))


def _is_empty(section: Section, imprint: Imprint, styles: Styles) -> bool:
    """Whether a generated page says nothing that an EPUB needs: the title alone, which the title page says too."""
    if section.source is not None or f"templates/{section.kind}.xhtml" in styles.own:
        return False  # somebody wrote it
    says = (imprint.rights, imprint.publisher, imprint.place, imprint.isbn, imprint.print_isbn)
    makers = any(person.role != "aut" for person in imprint.people)
    return section.kind == "half-title" or (section.kind == "copyright" and not any(says) and not makers)


def _digest(publication: Publication) -> bytes:
    """Return a digest of everything that the EPUB holds and says."""
    packed = [
        (one.path, one.deflated.crc, one.deflated.size) if isinstance(one, DeflatedResource) else (one.path, one.data)
        for one in publication.resources
    ]
    rest = [getattr(publication, name) for name in publication.__struct_fields__ if name != "resources"]
    return hashlib.sha256(msgspec.msgpack.encode((packed, rest))).digest()


def weigh(size: int) -> tuple[Finding, ...]:
    """Return what stands in the way of sending a file of `size` bytes by mail."""
    hint = "lower max-megapixels in the edition's settings, or save photographs as JPEG"
    for code, megabytes, whose in (("EPB-006", 50, "Kindle"), ("EPB-005", 25, "Gmail")):
        if size > megabytes * 1_000_000:
            message = f"the EPUB has {size / 1e6:.1f} MB; {whose} takes {megabytes} MB"
            return (Finding(code, message, hints=(hint,)),)
    return ()


def _cover(
    book: Book, cover: Cover, edition: EpubEdition, resources: BuildResources
) -> tuple[ContentDocument, Resource]:
    """Return the cover's page and its picture."""
    picture = image_resources.cover(cover.image, edition.max_megapixels, resources)
    label = languages.language(book.imprint.language).label("cover")
    page = content_documents.cover_document(cover, picture, label=label, language=book.imprint.language)
    return page, Resource(picture.path, picture.media_type, picture.data, ("cover-image",))


def _navigation(book: Book, sections: tuple[Section, ...], resources: BuildResources) -> _Navigation:
    listed = [(one.id, one.kind, one.title, one.place, one.level, one.language) for one in sections]
    key = key_of(book.imprint, listed)
    make = partial(_make_navigation, sections)
    return resources.remember("navigation", [book.imprint], lambda _: key, make, _Navigation)[0]


def _make_navigation(sections: tuple[Section, ...], imprint: Imprint) -> _Navigation:
    words = languages.language(imprint.language)
    contents = next((s.title for s in sections if s.kind == CONTENTS), "") or words.label("contents")
    entries = nav.outline((s for s in sections if s.kind != CONTENTS), imprint.title, imprint.language)
    labels = nav.Labels(
        words.label("cover"), contents, words.label("landmarks"), words.label("start-of-content"), imprint.title
    )
    marks = nav.landmarks(sections, labels)
    page = nav.nav_document(entries, marks, labels, language=imprint.language, direction=imprint.direction)
    old = nav.ncx(entries, identifier=metadata.identifier(imprint), title=imprint.title, language=imprint.language)
    return _Navigation((deflate_resource(page), deflate_resource(old)), marks)


def _style(fonts: typefaces.Embedded, sheet: str) -> tuple[Resource, ...]:
    css = f"{fonts.css}\n{sheet}" if fonts.css else sheet
    return (Resource(names.STYLE, "text/css", css.encode()), *fonts.resources)


def _own_fonts(styles: Styles, edition: EpubEdition) -> tuple[tuple[FontFace, ...], tuple[Finding, ...]]:
    """Return the fonts of the book that its own sheets or the edition name, those of the text first, and doubts.

    Raise `BookError` for a font that cannot be used (`PDF-008`), and if there is no `text-font` (`EPB-008`).
    """
    written = [css for name, css in styles.sheets("epub.css") if name in styles.own]
    values = " ".join(one.value for css in written for one in declarations(css)).casefold()
    wanted = (edition.text_font or "").casefold()
    if not wanted and not (styles.fonts and values):
        return (), ()
    faces, findings = msgspec.structs.astuple(read_fonts(styles.fonts))
    judge(findings)
    if wanted and wanted not in {face.family.casefold() for face in faces}:
        message = f"text-font: there is no font {edition.text_font!r} in styles/fonts/"
        judge((Finding("EPB-008", message, None, ("put its files there",)),))
    named = [face for face in faces if face.family.casefold() == wanted]
    return (*named, *(face for face in faces if face not in named and face.family.casefold() in values)), findings


def _sheet(styles: Styles) -> tuple[str, tuple[Finding, ...]]:
    """Return the style sheet, and what was left out of it: a book's own may fetch nothing and run nothing.

    The files of the book itself cannot be named either: pictures that only a sheet names are not packed, and
    the fonts in `styles/fonts/` are declared where a sheet names their family.
    """
    hint = (
        "an EPUB brings everything with it: name the family of a font in styles/fonts/; pictures can be data: addresses"
    )
    kept: list[str] = []
    findings: list[Finding] = []
    for name, css in styles.sheets("epub.css"):
        if name in styles.own:
            findings += (
                Finding(
                    "TYP-005",
                    f"left out of the EPUB: a rule that {one.what}",
                    Span(f"styles/{name}", one.line),
                    (hint,),
                )
                for one in dangers(css)
            )
        kept.append(without_dangers(css) if name in styles.own else css)
    return "\n".join(kept), tuple(findings)
