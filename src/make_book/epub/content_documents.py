"""Content documents: each section in its own XHTML file, its links, pictures and languages put right."""

from __future__ import annotations

from functools import cached_property

import msgspec

from make_book import xhtml
from make_book.epub import names
from make_book.epub.accessibility import Facts, facts
from make_book.epub.addresses import Addresses
from make_book.epub.image_resources import Pictures
from make_book.epub.publication import Resource
from make_book.findings import Finding, Span
from make_book.model import Cover, Division, Image, Section
from make_book.text.places import Places
from make_book.text.source_maps import stamp_section
from make_book.xhtml import Element, elements
from make_book.xml_text import escape

MEDIA_TYPE = "application/xhtml+xml"
_MATTER = {Division.FRONT: "frontmatter", Division.BODY: "bodymatter", Division.BACK: "backmatter"}
_PREFIX = "z3998: http://www.daisy.org/z3998/2012/vocab/structure/#"
_FETCHING = ("src", "srcset", "poster", "data", "action", "formaction", "{http://www.w3.org/1999/xlink}href")
_ACTIVE = ("script", "style", "iframe", "object", "embed", "link", "base", "meta", "form")
_PROPERTIES = {"{http://www.w3.org/2000/svg}svg": "svg", "{http://www.w3.org/1998/Math/MathML}math": "mathml"}


_MEANINGS = {
    "verse": "z3998:verse",
    "letter": "z3998:letter",
    "salutation": "z3998:salutation",
    "signature": "z3998:signature",
    "speaker": "z3998:persona",
}
"""What our classes mean in the vocabulary z3998."""
_WIDE = 4
"""Columns from which a table may be wider than a phone."""
_OPENING = " \t\n\u00a0\u2009\u202f\u2060“”„‚‘’«»‹›\"'([—–-…"


class DocumentPage(msgspec.Struct, frozen=True):
    """What stands around the `main` of a content document."""

    title: str
    language: str
    main: str
    direction: str = "ltr"
    kind: str = ""
    type: str | None = None


def document(page: DocumentPage) -> bytes:
    """Return the whole XHTML file of `page` (EPUB 3.3 §6.1): polyglot, so that old readers parse it too."""
    direction = ' dir="rtl"' if page.direction == "rtl" else ""
    kind = f' class="{escape(page.kind)}"' if page.kind else ""
    meaning = f' epub:type="{page.type}"' if page.type else ""
    language = escape(page.language)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="{xhtml.XHTML_NS}" xmlns:epub="{xhtml.EPUB_NS}" epub:prefix="{_PREFIX}"'
        f' lang="{language}" xml:lang="{language}"{direction}{kind}>\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{escape(page.title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="{names.STYLE}"/>\n</head>\n'
        f"<body{kind}{meaning}>\n{page.main}\n</body>\n</html>\n"
    ).encode()


class _Places:
    """Where the elements of a section's tree come from, whatever becomes of the tree: kept before it is changed."""

    def __init__(self, section: Section, tree: Element) -> None:
        self._section = section
        self._order = {element: at for at, element in enumerate(elements(tree))}

    def span(self, element: Element) -> Span | None:
        """Return the place of an element of the tree as it was; `None` in a section that nobody wrote."""
        if self._section.source is None:
            return None
        return Places(self._section.source).of(self._before[self._order[element]])

    @cached_property
    def _before(self) -> list[Element]:
        root = xhtml.parse_one(self._section.xhtml)
        stamp_section(root, self._section.source_map)
        return list(elements(root))


class ContentDocument(msgspec.Struct, frozen=True):
    """A section's file, what it holds for people who read by ear or touch, and what was amiss."""

    resource: Resource
    facts: Facts
    findings: tuple[Finding, ...]


def content_document(
    section: Section, tree: Element, addresses: Addresses, pictures: Pictures, *, title: str, direction: str
) -> ContentDocument:
    """Return the document of `section`, whose parsed XHTML `tree` is changed on the way.

    The one tree serves for all: it is corrected, its facts are taken, then it is serialised.
    """
    places = _Places(section, tree)
    findings = (
        *_link(tree, section.id, addresses, places),
        *_illustrate(tree, pictures, places),
        *_describe(tree, places),
    )
    _remove_active(tree)
    _say_meanings(tree)
    _tidy(tree)
    page = DocumentPage(
        title=section.title.strip() or title,
        language=section.language,
        main=xhtml.serialise(tree),
        direction=direction,
        kind=section.kind,
        type=_MATTER[section.place],
    )
    properties = tuple(sorted({_PROPERTIES[str(node.tag)] for node in elements(tree, *_PROPERTIES)}))
    resource = Resource(names.document_name(section.id), MEDIA_TYPE, document(page), properties)
    return ContentDocument(resource, facts(tree), findings)


def cover_document(cover: Cover, picture: Image, *, label: str, language: str) -> ContentDocument:
    """Return the page that shows the cover whole; `picture` is the cover's as it stands in the EPUB."""
    image = xhtml.make("img", src=picture.path, alt=cover.alt, role="doc-cover")
    image.set("width", str(picture.width))
    image.set("height", str(picture.height))
    section = xhtml.make("section", id="cover", epub_type="cover", aria_label=label)
    section.append(image)
    page = DocumentPage(label, language, xhtml.serialise(section), kind="cover")
    # The cover alone does not make a book one for the eye (W3C, EPUB Accessibility: cover images).
    known = msgspec.structs.replace(facts(section), pictures=0, undescribed=0)
    return ContentDocument(Resource(names.COVER, MEDIA_TYPE, document(page)), known, ())


def _link(tree: Element, section_id: str, addresses: Addresses, places: _Places) -> tuple[Finding, ...]:
    """Give every link its address in the EPUB; one that leads nowhere is taken off its words."""
    findings = []
    for anchor in tuple(elements(tree, "a")):
        if (href := anchor.get("href")) is None:
            continue
        address = addresses.resolve(href, section_id)
        if address is not None:
            anchor.set("href", address)
            continue
        words = " ".join(xhtml.text_content(anchor).split())
        findings.append(Finding("EPB-001", f"the link “{words}” leads nowhere ({href})", places.span(anchor)))
        _strip_link(anchor)
    return tuple(findings)


def _strip_link(anchor: Element) -> None:
    """Take the link off its words; an anchor others point to stays as a plain span."""
    if anchor.get("id") is None:
        xhtml.unwrap(anchor)
        return
    anchor.tag = "span"
    for name in ("href", "role", "rel", xhtml.EPUB_TYPE):
        if name in anchor.attrib:
            del anchor.attrib[name]


def _illustrate(tree: Element, pictures: Pictures, places: _Places) -> tuple[Finding, ...]:
    """Give every picture its address and its size; one that is not there leaves its words."""
    findings = []
    for image in tuple(elements(tree, "img")):
        path = image.get("src", "")
        picture = pictures.get(path)
        if picture is None:
            message = f"the picture {path or 'without a name'} is not in the book"
            findings.append(Finding("EPB-002", message, places.span(image)))
            xhtml.replace(image, xhtml.make("span", image.get("alt", ""), class_="missing-picture"))
            continue
        image.set("src", picture.path)
        image.set("width", str(picture.width))
        image.set("height", str(picture.height))
        _size(image)
    return tuple(findings)


def _size(image: Element) -> None:
    """Give the picture the width, else the height, that its author wants; the other follows."""
    width, height = (xhtml.take(image, name) for name in ("data-width", "data-height"))
    if width:
        image.set("style", f"width:{width};height:auto")
    elif height:
        image.set("style", f"height:{height};width:auto")


def _describe(tree: Element, places: _Places) -> tuple[Finding, ...]:
    """Keep the long descriptions that stand in the same file as their picture: an ARIA reference ends there."""
    findings = []
    ids = {node.get("id") for node in elements(tree)}
    for image in elements(tree, "img"):
        if (place := image.get("aria-details")) is not None and place not in ids:
            del image.attrib["aria-details"]
            message = f"the long description of {image.get('src')} leads nowhere ({place})"
            findings.append(Finding("EPB-001", message, places.span(image)))
    return tuple(findings)


def _remove_active(tree: Element) -> None:
    """Remove whatever would run or be fetched. Sections hold none of it (`section_safety`); this makes sure."""
    for node in tuple(elements(tree, *_ACTIVE)):
        xhtml.replace(node)
    for node in elements(tree):
        for name in [str(name) for name in node.attrib if _is_active(node, str(name))]:
            del node.attrib[name]


def _is_active(node: Element, name: str) -> bool:
    """Tell whether the attribute `name` acts, or has a reader fetch something from outside the document."""
    if name.startswith("on"):
        return True
    if name == "style":
        return "url(" in node.get(name, "")
    fetches = name in _FETCHING or (name == "href" and node.tag != "a")
    return fetches and (node.tag, name) != ("img", "src") and not node.get(name, "").startswith("#")


def _say_meanings(tree: Element) -> None:
    """Give blocks their types (EPUB 3 Structural Semantics, z3998), table heads their scope, figures no initial."""
    for node in elements(tree):
        for name in node.get("class", "").split():
            if (meaning := _MEANINGS.get(name)) is not None and node.get(xhtml.EPUB_TYPE) is None:
                node.set(xhtml.EPUB_TYPE, meaning)
        if node.tag == "th" and node.get("scope") is None:
            in_head = any(parent.tag == "thead" for parent in node.iterancestors())
            node.set("scope", "col" if in_head else "row")
    for table in tuple(elements(tree, "table")):
        _let_move(table)
    text = next((node for node in elements(tree, "div") if node.get("class") == "text"), None)
    first = text[0] if text is not None and len(text) and text[0].tag == "p" else None
    if first is not None and not xhtml.text_content(first).lstrip(_OPENING)[:1].isalpha():
        first.set("class", " ".join([*first.get("class", "").split(), "no-initial"]))


def _let_move(table: Element) -> None:
    """Put a table of many columns into a box that it can be moved in, by touch and by the keyboard."""
    columns = max((len([cell for cell in row if cell.tag in ("td", "th")]) for row in elements(table, "tr")), default=0)
    parent = table.getparent()
    if columns < _WIDE or parent is None:
        return
    box = xhtml.make("div")
    box.set("class", "wide-table")
    box.set("tabindex", "0")
    parent.replace(table, box)
    box.tail, table.tail = table.tail, None
    box.append(table)


def _tidy(tree: Element) -> None:
    """Drop the attributes meant for print; say every language twice, for HTML and for XML.

    An aside without a role is a landmark, and landmarks without names of their own are a maze to a listener:
    it becomes a note.
    """
    for node in elements(tree):
        if node.tag == "aside" and node.get("role") is None:
            node.set("role", "note")
        for name in [str(name) for name in node.attrib if str(name).startswith("data-")]:
            del node.attrib[name]
        if language := node.get("lang"):
            node.set(xhtml.XML_LANG, language)
