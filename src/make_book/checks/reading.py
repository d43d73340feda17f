"""The words of a set section, and of an EPUB's documents: what a reader would read, in order."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote

import msgspec

from make_book import xhtml
from make_book.model import Section
from make_book.text.words import END, MAYBE, Passage

_UNREAD = frozenset({"head", "script", "style", "template", "noscript"})
_NUMBERS = frozenset({"doc-noteref", "doc-backlink"})
"""Roles of links whose words are the number of a note: the edition may set it, or make it itself."""
CONTENTS = "contents"
"""The kind of section whose place an EPUB's nav document takes, and of which print may set less."""
INDEX = "index"
"""The kind of section that is called by episodes in the EPUB and by pages in print."""
_EPUB_ONLY = frozenset({"index-locators", "index-legend"})
"""Classes of what print says in its own way: the places of an index, and what their numbers mean."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What `zipfile` raises for a broken zip, a broken stream in it, an unknown method, a password."""
_LARGEST = 64 << 20
"""No document of a book is larger than this when unpacked."""


class Reading(msgspec.Struct, frozen=True):
    """The text of a section and that of its notes, apart."""

    main: Passage
    notes: Passage


class Document(msgspec.Struct, frozen=True):
    """A document of an EPUB's spine: its path, the ids in it, its text."""

    path: str
    ids: frozenset[str]
    text: Passage


class UnreadableEPUB(ValueError):
    """The file is not an EPUB whose documents can be read."""


def read_section(
    section: Section,
    contents: Literal["full", "plain", "parts"] = "full",
    notes_at: Literal["foot", "end"] = "end",
) -> Reading:
    """Return the text of `section`, its notes (the asides of `footnotes`) apart.

    `contents` and `notes_at` are the print edition's settings: how much of the list of contents is set, and
    whether a note that is called in a note stands at the foot with it or among the others at the end.
    """
    root = xhtml.parse_one(section.xhtml)
    if section.kind == CONTENTS:
        _shorten(root, contents)
    if section.kind == INDEX:
        for node in [node for node in xhtml.elements(root) if node.get("class") in _EPUB_ONLY]:
            xhtml.replace(node)
    place = section.source or section.id
    notes = [aside for aside in xhtml.elements(root, "aside") if aside.get("role") == "doc-footnote"]
    if notes_at == "foot":
        notes = _nested(root, notes)
    texts = "\n".join("".join(_letters(note)) for note in notes)
    for note in notes:
        xhtml.replace(note)
    return Reading(Passage("".join(_letters(root)) + "\n", place), Passage(texts + "\n", place))


def _nested(root: xhtml.Element, notes: list[xhtml.Element]) -> list[xhtml.Element]:
    """Put each note that is called in a note after the paragraph of its call; return the others."""
    uncalled = {note.get("id"): note for note in notes}
    inner = []
    for call in [link for link in xhtml.elements(root, "a") if link.get("role") == "doc-noteref"]:
        note = uncalled.pop((call.get("href") or "#")[1:], None)
        around = next((outer for outer in call.iterancestors("aside") if outer in notes), None)
        if note is None or around is None or note is around:
            continue
        inner.append(note)
        paragraph = next((outer for outer in call.iterancestors("p") if outer in around.iter("p")), call)
        note.tail = None
        paragraph.addnext(note)
    return [note for note in notes if note not in inner]


def _shorten(root: xhtml.Element, contents: str) -> None:
    """Take out of the list of contents what the setting leaves out."""
    if contents != "full":
        for detail in [node for node in xhtml.elements(root) if node.get("class") == "entry-detail"]:
            xhtml.replace(detail)
    if contents == "parts":
        for part in [node for node in xhtml.elements(root, "li") if "part" in (node.get("class") or "").split()]:
            for entries in [child for child in part if child.tag == "ol"]:
                xhtml.replace(entries)


def read_whole(section: Section) -> Passage:
    """Return the text of `section` as it stands, notes and all."""
    return Passage("".join(_letters(xhtml.parse_one(section.xhtml))), section.source or section.id)


def read_epub(data: bytes) -> tuple[Document, ...]:
    """Return the documents of the EPUB `data` in the order of its spine. Raise `UnreadableEPUB`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple(_documents(archive))
    except (*_DAMAGED, KeyError, xhtml.MalformedXHTML) as error:
        raise UnreadableEPUB(str(error)) from error


def _documents(archive: zipfile.ZipFile) -> Iterator[Document]:
    container = xhtml.parse_document(_entry(archive, "META-INF/container.xml"))
    package = next((node.get("full-path") for node in _named(container, "rootfile")), None)
    if package is None:
        raise UnreadableEPUB("META-INF/container.xml names no package document")
    tree = xhtml.parse_document(_entry(archive, package))
    items = {node.get("id"): node.get("href") for node in _named(tree, "item")}
    for reference in _named(tree, "itemref"):
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(package), unquote(items[reference.get("idref")] or ""))
        )
        root = xhtml.parse_document(_entry(archive, path))
        ids = frozenset(str(node.get("id")) for node in xhtml.elements(root) if node.get("id"))
        yield Document(path, ids, Passage("".join(_letters(root)), path))


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST:
        raise UnreadableEPUB(f"{name} is larger than any document of a book")
    return archive.read(name)


def _named(root: xhtml.Element, name: str) -> Iterator[xhtml.Element]:
    return (node for node in xhtml.elements(root) if xhtml.local_name(node) == name)


def _letters(node: xhtml.Element) -> Iterator[str]:
    """Yield the character data a reader meets in `node`; blocks and line breaks part words."""
    name = xhtml.local_name(node)
    if name in _UNREAD or node.get("hidden") is not None:
        return
    if node.get("role") in _NUMBERS:
        yield f"{MAYBE}{xhtml.text_content(node).strip()}{END}"
        return
    parting = "\n" if name in xhtml.BLOCK or name == "br" else ""
    yield parting
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str):
            yield from _letters(child)
        yield child.tail or ""
    yield parting
