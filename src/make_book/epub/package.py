"""The finished file: package document and zip. The only importer of ebooklib.

ebooklib would parse documents anew, print them prettily and stamp them with the time of day. Here it
gets finished bytes as plain items and writes the package document; what goes into the zip, in which order
and with which date, is ours. Same publication, same moment: same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from ebooklib import epub

from make_book.epub import names
from make_book.epub.markup import legible
from make_book.epub.publication import Publication, Resource, Statement

MIMETYPE = "application/epub+zip"
_GUIDE = {"cover": "cover", "toc": "toc", "bodymatter": "text"}
"""The landmarks that Kindle looks for in the old `<guide>` (OPF 2.0.1 §2.6)."""
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_REGULAR_FILE = 0o100644 << 16


def pack(publication: Publication, moment: datetime) -> bytes:
    """Return the EPUB of `publication`, dated `moment` (aware). Writes to memory only.

    Raise `ValueError` if two files would have one name.
    """
    writer = _Writer(publication, moment.astimezone(UTC))
    writer.write()
    return writer.packed


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer of package documents, with a zip of our own below it."""

    def __init__(self, publication: Publication, moment: datetime) -> None:
        options = {"mtime": moment, "raise_exceptions": True, "epub3_pages": False, "epub3_landmark": False}
        super().__init__("", _ebook(publication), options)
        self._moment = moment
        self.packed = b""

    def write(self) -> None:
        """Gather every file, then write them all in a fixed order."""
        self.out = _Files()
        self._write_container()
        self._write_opf()
        self._write_items()
        self.packed = _zipped(self.out.files, self._moment)

    def _write_opf_manifest(self, root: Any) -> str:
        super()._write_opf_manifest(root)
        return names.item_id(names.NCX)

    def _write_opf_file(self, root: Any) -> None:
        root.set(_XML_LANG, self.book.language)
        del root.attrib["prefix"]  # Declares `rendition`, which is reserved and which we do not use.
        super()._write_opf_file(root)


class _Files:
    """Stands where ebooklib expects a `ZipFile`; keeps bytes by name and refuses a second file of one name."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._known = {"mimetype"}

    def writestr(self, name: str, data: str | bytes) -> None:
        """Keep `data` under `name`. Raise `ValueError` for a name that differs from another's at most in case."""
        if name.lower() in self._known:
            raise ValueError(f"two files of the EPUB are called {name}")
        self._known.add(name.lower())
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
    for resource in publication.resources:
        book.add_item(_item(resource))
    book.spine = [names.item_id(path) for path in publication.spine]
    book.guide = [
        {"type": _GUIDE[mark.type], "title": mark.label, "href": mark.href}
        for mark in publication.landmarks
        if mark.type in _GUIDE
    ]
    return book


def _state(book: Any, statement: Statement) -> None:
    space, _, name = statement.name.rpartition(":")
    attributes = {_XML_LANG if key == "xml:lang" else key: value for key, value in statement.attributes}
    book.add_metadata({"dc": "DC", "": None}[space], name, legible(statement.text) or None, attributes)


def _item(resource: Resource) -> Any:
    item = epub.EpubItem(resource.id, resource.path, resource.media_type, resource.data)
    item.properties = list(resource.properties)
    return item


def _zipped(files: dict[str, bytes], moment: datetime) -> bytes:
    """Return the OCF zip (OCF 3.3 §4.3): `mimetype` first and stored, the rest sorted and deflated."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(_entry("mimetype", moment, zipfile.ZIP_STORED), MIMETYPE)
        for name in sorted(files):
            archive.writestr(_entry(name, moment, zipfile.ZIP_DEFLATED), files[name], compresslevel=9)
    return buffer.getvalue()


def _entry(name: str, moment: datetime, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type = method
    entry.create_system = 3
    entry.external_attr = _REGULAR_FILE
    return entry
