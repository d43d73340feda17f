"""The package document and what leads to it. The only importer of ebooklib.

ebooklib would parse documents anew, print them prettily and stamp them with the time of day. Here it
only writes the list of the files, whose bytes it never sees. Same publication, same moment: same bytes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ebooklib import epub

from make_book.epub import names
from make_book.epub.publication import DeflatedResource, Publication, Resource, Statement
from make_book.xml_text import legal

_GUIDE = {"cover": "cover", "toc": "toc", "bodymatter": "text"}
"""The landmarks that Kindle looks for in the old `<guide>` (OPF 2.0.1 §2.6)."""
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_package(publication: Publication, moment: datetime) -> dict[str, bytes]:
    """Return the package document of `publication`, dated `moment` (UTC), and the container file, by name."""
    writer = _Writer(publication, moment)
    writer.write()
    return writer.out.files


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer of package documents."""

    def __init__(self, publication: Publication, moment: datetime) -> None:
        options = {"mtime": moment, "raise_exceptions": True, "epub3_pages": False, "epub3_landmark": False}
        super().__init__("", _ebook(publication), options)
        self.out = _Files()

    def write(self) -> None:
        """Write container file and package document; the others are written already."""
        self._write_container()
        self._write_opf()

    def _write_opf_manifest(self, root: Any) -> str:
        super()._write_opf_manifest(root)
        return names.item_id(names.NCX)

    def _write_opf_file(self, root: Any) -> None:
        root.set(_XML_LANG, self.book.language)
        del root.attrib["prefix"]  # Declares `rendition`, which is reserved and which we do not use.
        super()._write_opf_file(root)


class _Files:
    """Stands where ebooklib expects a `ZipFile`; keeps bytes by name."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def writestr(self, name: str, data: str | bytes) -> None:
        """Keep `data` under `name`."""
        self.files[name] = data.encode() if isinstance(data, str) else data


def _ebook(publication: Publication) -> Any:
    book = epub.EpubBook()
    book.metadata = {}  # A random identifier and ebooklib's name stand in it.
    book.set_unique_metadata("DC", "identifier", publication.identifier, {"id": book.IDENTIFIER_ID})
    book.uid = publication.identifier
    book.language = publication.language
    book.direction = "rtl" if publication.direction == "rtl" else None
    for statement in publication.statements:
        _state(book, statement)
    items = {resource.path: book.add_item(_item(resource)) for resource in publication.resources}
    book.spine = [items.get(path) or names.item_id(path) for path in publication.spine]
    book.guide = [
        {"type": _GUIDE[mark.type], "title": mark.label, "href": mark.href}
        for mark in publication.landmarks
        if mark.type in _GUIDE
    ]
    return book


def _state(book: Any, statement: Statement) -> None:
    space, _, name = statement.name.rpartition(":")
    attributes = {_XML_LANG if key == "xml:lang" else key: value for key, value in statement.attributes}
    book.add_metadata({"dc": "DC", "": None}[space], name, legal(statement.text) or None, attributes)


def _item(resource: Resource | DeflatedResource) -> Any:
    item = epub.EpubItem(resource.id, resource.path, resource.media_type)
    item.properties = list(resource.properties)
    return item
