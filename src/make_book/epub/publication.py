"""What is packed: resources, statements of metadata, the order of reading. Values only."""

from __future__ import annotations

import msgspec

from make_book.epub.names import item_id


class Resource(msgspec.Struct, frozen=True):
    """One file of the publication. `path` is relative to the package document; `properties` are its manifest's."""

    path: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its `<item>` in the manifest."""
        return item_id(self.path)


class Statement(msgspec.Struct, frozen=True):
    """One element of the package's metadata: `dc:title`, or a `meta` with a property (EPUB 3.3 §5.5)."""

    name: str
    text: str
    attributes: tuple[tuple[str, str], ...] = ()


class Landmark(msgspec.Struct, frozen=True):
    """A place readers jump to: its `epub:type`, its label, its address."""

    type: str
    label: str
    href: str


class Publication(msgspec.Struct, frozen=True):
    """Everything `package.pack` needs to write the file."""

    identifier: str
    language: str
    direction: str
    statements: tuple[Statement, ...]
    resources: tuple[Resource, ...]
    spine: tuple[str, ...]
    """Paths of the content documents in reading order."""
    landmarks: tuple[Landmark, ...] = ()
