"""The words of a set section, and of an EPUB's documents: what a reader would read, in order."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urldefrag

import msgspec

from make_book import xhtml
from make_book.checks.list_numbers import ItemList, opened
from make_book.checks.wording import BREAK, BREAKS, CALL, END, ITEM, LIST, OPTIONAL, PAGE, Passage
from make_book.editions import PdfEdition
from make_book.model import Section

CONTENTS = "contents"
"""The kind of section whose place an EPUB's nav document takes, and of which print may set less."""
INDEX = "index"
"""The kind of section that is called by episodes in the EPUB and by pages in print."""
_UNREAD = frozenset({"head", "script", "style", "template", "noscript"})
_CALL, _BACK, _NOTE = "doc-noteref", "doc-backlink", "doc-footnote"
_LOCATORS, _LEGEND = "index-locators", "index-legend"
"""Classes of what print says in its own way: the places of an index, and what their numbers mean."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What `zipfile` raises for a broken zip, a broken stream in it, an unknown method, a password."""
_LARGEST = 64 << 20
"""No document of a book is larger than this when unpacked."""


class SectionNote(msgspec.Struct, frozen=True):
    """A note: its number, and its words."""

    label: str
    text: Passage
    calls: tuple[tuple[str, str], ...] = ()
    """The calls in it, as in a `Reading`."""


class Reading(msgspec.Struct, frozen=True):
    """The text of a section, its notes by their ids, and of each call its number and the id of its note."""

    main: Passage
    notes: Mapping[str, SectionNote]
    calls: tuple[tuple[str, str], ...]


class SpineDocument(msgspec.Struct, frozen=True):
    """A document of an EPUB's spine: its path, the ids in it, its text, its calls of notes."""

    path: str
    ids: frozenset[str]
    text: Passage
    calls: tuple[tuple[str, str], ...]


class Entry(msgspec.Struct, frozen=True):
    """A line of a table of contents: its words, the document it leads to, the file it stands in."""

    label: str
    target: str
    path: str


class Epub(msgspec.Struct, frozen=True):
    """What is read of an EPUB: the documents in the order of its spine, and its tables of contents."""

    documents: tuple[SpineDocument, ...]
    entries: tuple[Entry, ...]


class UnreadableEPUB(ValueError):
    """The file is not an EPUB whose documents can be read."""


def read_section(section: Section, edition: PdfEdition | None = None) -> Reading:
    """Return the text of `section` with its notes apart; of a print `edition`, what that shows of it."""
    root = xhtml.parse_one(section.xhtml)
    if edition is not None and section.kind == CONTENTS:
        _shorten(root, edition.contents)
    place = section.source or section.id
    reader = _Reader(paper=section.id if edition is not None else "")
    asides = [node for node in xhtml.elements(root, "aside") if node.get("role") == _NOTE]
    notes = {}
    for aside in asides:
        xhtml.replace(aside)
        text = "".join(reader.letters(aside))
        notes[aside.get("id") or ""] = SectionNote(_label(aside), Passage(text, place), tuple(_calls(aside)))
    calls = tuple(_calls(root))
    return Reading(Passage("".join(reader.letters(root)), place), notes, calls)


def written_text(section: Section) -> Passage | None:
    """Return what stands in the place of the manuscript's text (`class="text"`); `None` where there is no one place."""
    root = xhtml.parse_one(section.xhtml)
    texts = [node for node in xhtml.elements(root, "div") if "text" in (node.get("class") or "").split()]
    if len(texts) != 1:
        return None
    return Passage("".join(_Reader().letters(texts[0])), section.source or section.id)


def read_whole(section: Section) -> SpineDocument:
    """Return the text of `section` as it stands, notes and text alternatives and all."""
    root = xhtml.parse_one(section.xhtml)
    return _document(section.source or section.id, root)


def read_epub(data: bytes) -> Epub:
    """Return the words of the EPUB `data`. Raise `UnreadableEPUB`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _book(archive)
    except (*_DAMAGED, KeyError, xhtml.MalformedXHTML) as error:
        raise UnreadableEPUB(str(error)) from error


def _book(archive: zipfile.ZipFile) -> Epub:
    container = xhtml.parse_document(_entry(archive, "META-INF/container.xml"))
    package = next((node.get("full-path") for node in _named(container, "rootfile")), None)
    if package is None:
        raise UnreadableEPUB("META-INF/container.xml names no package document")
    tree = xhtml.parse_document(_entry(archive, package))
    items = {node.get("id"): node for node in _named(tree, "item")}
    spine = (items[reference.get("idref")] for reference in _named(tree, "itemref"))
    documents = tuple(_document(path, _parsed(archive, path)) for path in (_path(package, item) for item in spine))
    tables = (
        (_path(package, item), "a" if _is_nav(item) else "navPoint")
        for item in items.values()
        if _is_nav(item) or item.get("media-type") == "application/x-dtbncx+xml"
    )
    entries = (entry for path, name in tables for entry in _entries(path, name, _parsed(archive, path)))
    return Epub(documents, tuple(entries))


def _is_nav(item: xhtml.Element) -> bool:
    return "nav" in (item.get("properties") or "").split()


def _path(base: str, item: xhtml.Element) -> str:
    return _beside(base, item.get("href") or "")


def _beside(base: str, address: str) -> str:
    """Return the path of the file that `address`, written in the file `base`, leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(address)))


def _entries(path: str, name: str, root: xhtml.Element) -> Iterator[Entry]:
    """Yield the entries of a nav document (their links, `a`) or of an NCX (`navPoint`)."""
    for node in _named(root, name):
        if any(around.get("hidden") is not None for around in node.iterancestors()):
            continue
        if name == "a":
            label, target = xhtml.text_content(node), node.get("href") or ""
        else:
            label = next((xhtml.text_content(text) for text in _named(node, "text")), "")
            target = next((content.get("src") or "" for content in _named(node, "content")), "")
        yield Entry(label, _beside(path, urldefrag(target)[0]), path)


def _parsed(archive: zipfile.ZipFile, path: str) -> xhtml.Element:
    return xhtml.parse_document(_entry(archive, path))


def _document(path: str, root: xhtml.Element) -> SpineDocument:
    ids = frozenset(str(node.get("id")) for node in xhtml.elements(root) if node.get("id"))
    text = "".join(_Reader(alternatives=True).letters(root))
    return SpineDocument(path, ids, Passage(text, path), tuple(_calls(root)))


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST:
        raise UnreadableEPUB(f"{name} is larger than any document of a book")
    return archive.read(name)


def _named(root: xhtml.Element, name: str) -> Iterator[xhtml.Element]:
    return (node for node in xhtml.elements(root) if xhtml.local_name(node) == name)


def _calls(root: xhtml.Element) -> Iterator[tuple[str, str]]:
    """Yield the number of each call of a note, and of each link back to one, and the id it leads to."""
    for node in xhtml.elements(root):
        if node.get("role") in (_CALL, _BACK):
            yield xhtml.text_content(node).strip(), urldefrag(node.get("href") or "")[1]


def _label(aside: xhtml.Element) -> str:
    """Return the number of a note: its link back shows it."""
    back = next((node for node in xhtml.elements(aside) if node.get("role") == _BACK), None)
    return "" if back is None else xhtml.text_content(back).strip()


def _shorten(root: xhtml.Element, contents: str) -> None:
    """Take out of the list of contents what the setting leaves out."""
    if contents != "full":
        for detail in [node for node in xhtml.elements(root) if node.get("class") == "entry-detail"]:
            xhtml.replace(detail)
    if contents == "parts":
        for part in [node for node in xhtml.elements(root, "li") if "part" in (node.get("class") or "").split()]:
            for entries in [child for child in part if child.tag == "ol"]:
                xhtml.replace(entries)


class _Reader:
    """Reads trees. With `alternatives` those of pictures are read.

    For `paper`, the id of the section, it is said where only paper has something.
    """

    def __init__(self, *, paper: str = "", alternatives: bool = False) -> None:
        self._paper, self._alternatives = paper, alternatives
        self._lists: list[tuple[ItemList, str]] = []
        self._count = 0

    def letters(self, node: xhtml.Element) -> Iterator[str]:
        """Yield the character data a reader meets in `node`; blocks and line breaks part words."""
        name, role = xhtml.local_name(node), node.get("role")
        if name in _UNREAD or node.get("hidden") is not None or (self._paper and name == "math"):
            return
        if role in (_CALL, _BACK):
            if role == _CALL or self._alternatives:
                yield f"{CALL}{xhtml.text_content(node).strip()}{END}"
            return
        if self._paper and node.get("class") in (_LOCATORS, _LEGEND):
            yield PAGE if node.get("class") == _LOCATORS else ""
            return
        if self._paper and name == "wbr":
            yield BREAK
            return
        around = "\n" if name in xhtml.BLOCK or name in ("br", "hr") else ""
        yield around
        yield from self._before(name, node)
        yield self._text(node.text)
        for child in node:
            if isinstance(child.tag, str):
                yield from self.letters(child)
            yield self._text(child.tail)
        yield from self._after(name, node)
        yield around

    def _text(self, text: str | None) -> str:
        return (text.translate(BREAKS) if self._paper else text) if text else ""

    def _before(self, name: str, node: xhtml.Element) -> Iterator[str]:
        if name in ("ol", "ul"):
            self._count += 1
            items = sum(xhtml.local_name(child) == "li" for child in node if isinstance(child.tag, str))
            attributes = {str(key): str(value) for key, value in node.items()}
            list_name = f"{LIST}{self._paper} {self._count}" if self._paper else ""
            self._lists.append((opened(name, attributes, items), list_name))
        elif name == "li" and self._lists:
            around, list_name = self._lists[-1]
            if label := around.label(node.get("value")):
                yield f"{ITEM}{label}{list_name}{END} "
        elif name == "q" and self._paper:
            yield f"{OPTIONAL}'{END}"
        elif name == "img" and self._alternatives:
            yield f" {node.get('alt') or ''} "

    def _after(self, name: str, node: xhtml.Element) -> Iterator[str]:
        if name in ("ol", "ul"):
            self._lists.pop()
        elif name == "q" and self._paper:
            yield f"{OPTIONAL}'{END}"
        elif name == "a" and self._paper and "cross-reference" in (node.get("class") or "").split():
            yield PAGE
