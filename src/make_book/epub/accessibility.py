"""What the EPUB says of its accessibility, computed from what it holds (EPUB Accessibility 1.1 and 1.2 §2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from make_book import xhtml
from make_book.epub.publication import Resource, Statement
from make_book.findings import Finding
from make_book.xhtml import Element, elements

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_SVG = "{http://www.w3.org/2000/svg}svg"
_MOVING = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"<animate")

_SUMMARIES = {
    "en": (
        "The text is real text: its size, typeface, spacing and colours can be changed, and it can be read aloud."
        " Contents and headings give the structure; there is one order of reading.",
        "All pictures are described in words.",
        "Not every picture is described in words.",
    ),
    "de": (
        "Der Text ist echter Text: Größe, Schrift, Abstände und Farben lassen sich ändern, und er kann vorgelesen"
        " werden. Inhaltsverzeichnis und Überschriften geben die Gliederung; es gibt eine Lesereihenfolge.",
        "Alle Bilder sind in Worten beschrieben.",
        "Nicht alle Bilder sind in Worten beschrieben.",
    ),
    "fr": (
        "Le texte est un vrai texte : sa taille, sa police, ses espacements et ses couleurs peuvent être modifiés,"
        " et il peut être lu à haute voix. La table des matières et les titres en donnent la structure ; l’ordre de"
        " lecture est unique.",
        "Toutes les images sont décrites par des mots.",
        "Toutes les images ne sont pas décrites par des mots.",
    ),
    "ru": (
        "Текст можно увеличивать, менять его шрифт, интервалы и цвета, его можно слушать с синтезатором речи."
        " Структуру передают оглавление и заголовки; порядок чтения один.",
        "Все изображения описаны словами.",
        "Не все изображения описаны словами.",
    ),
}


class Facts(msgspec.Struct, frozen=True):
    """What the documents and pictures of the book hold."""

    pictures: int = 0
    """Pictures that are content: all but those marked as decorative."""
    undescribed: int = 0
    described_at_length: bool = False
    headings: bool = False
    mathml: bool = False
    ruby: bool = False
    page_breaks: bool = False
    index: bool = False
    moving: bool = False


def facts(tree: Element) -> Facts:
    """Return what the finished `tree` of a content document holds; of the cover's too."""
    nodes = list(elements(tree))
    tags = {str(node.tag) for node in nodes}
    roles = {role for node in nodes for role in node.get("role", "").split()}
    images = [node for node in nodes if node.tag in {"img", _SVG}]
    return Facts(
        pictures=sum(_has_meaning(image) for image in images),
        undescribed=sum(_is_undescribed(image) for image in images),
        described_at_length=any(image.get("aria-details") and _has_meaning(image) for image in images),
        headings=not tags.isdisjoint(_HEADINGS),
        mathml=_MATH in tags,
        ruby="ruby" in tags,
        page_breaks="doc-pagebreak" in roles,
        index="doc-index" in roles,
    )


def facts_of_pictures(files: Iterable[Resource]) -> Facts:
    """Return what the files of the pictures hold: whether one of them moves."""
    return Facts(moving=any(mark in file.data for file in files for mark in _MOVING))


def together(parts: Iterable[Facts]) -> Facts:
    """Return what `parts` of a book hold together."""
    parts = tuple(parts)
    counted = {name: sum(getattr(part, name) for part in parts) for name in ("pictures", "undescribed")}
    held = {name: any(getattr(part, name) for part in parts) for name in Facts.__struct_fields__ if name not in counted}
    return Facts(**counted, **held)


def statements(book: Facts, language: str) -> tuple[Statement, ...]:
    """Return the metadata that `book` justifies; a conformance that nobody has certified is not claimed."""
    return (
        *(_schema("accessMode", mode) for mode in _modes(book)),
        *(_schema("accessModeSufficient", modes) for modes in _sufficient(book)),
        *(_schema("accessibilityFeature", feature) for feature in _features(book)),
        _schema("accessibilityHazard", "unknown" if book.moving else "none"),
        _summary(book, language),
    )


def findings(book: Facts) -> tuple[Finding, ...]:
    """Return what keeps the EPUB from saying that it can be read without seeing."""
    if not book.undescribed:
        return ()
    message = f"{book.undescribed} of the pictures have no text alternative, so the EPUB cannot claim alternative text"
    return (Finding("EPB-004", message, hints=("describe each in its brackets: ![what it shows](images/…)",)),)


def _has_meaning(image: Element) -> bool:
    """Tell whether a picture is content: whatever the author has not called decorative is."""
    return image.get("role") not in {"presentation", "none"} and image.get("aria-hidden") != "true"


def _is_undescribed(image: Element) -> bool:
    words = image.get("alt") or image.get("aria-label") or image.get("aria-labelledby")
    return _has_meaning(image) and not (words or any(xhtml.local_name(child) == "title" for child in image))


def _modes(book: Facts) -> Iterator[str]:
    yield "textual"
    if book.pictures:
        yield "visual"


def _sufficient(book: Facts) -> Iterator[str]:
    if not book.undescribed:
        yield "textual"
    if book.pictures:
        yield "textual,visual"


def _features(book: Facts) -> Iterator[str]:
    yield "displayTransformability"
    yield "readingOrder"
    yield "tableOfContents"
    held = {
        "structuralNavigation": book.headings,
        "alternativeText": book.pictures and not book.undescribed,
        "longDescription": book.described_at_length,
        "MathML": book.mathml,
        "rubyAnnotations": book.ruby,
        "pageBreakMarkers": book.page_breaks,
        "index": book.index,
    }
    yield from (feature for feature, holds in held.items() if holds)


def _summary(book: Facts, language: str) -> Statement:
    tag = language.partition("-")[0].lower()
    spoken = tag if tag in _SUMMARIES else "en"
    text, described, undescribed = _SUMMARIES[spoken]
    pictures = (undescribed if book.undescribed else described) if book.pictures else ""
    summary = _schema("accessibilitySummary", f"{text} {pictures}".strip())
    return msgspec.structs.replace(summary, attributes=(*summary.attributes, ("xml:lang", spoken)))


def _schema(name: str, text: str) -> Statement:
    return Statement("meta", text, (("property", f"schema:{name}"),))
