"""What is packed: resources, statements of metadata, the order of reading. Values only."""

from __future__ import annotations

import zlib

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


class Deflated(msgspec.Struct, frozen=True):
    """The bytes of a file as they stand in a zip (RFC 1951), with what the zip says of them."""

    data: bytes
    crc: int
    size: int
    """Of the file, in bytes, before it was deflated."""


class DeflatedResource(msgspec.Struct, frozen=True):
    """A `Resource` whose bytes are deflated."""

    path: str
    media_type: str
    deflated: Deflated
    properties: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its `<item>` in the manifest."""
        return item_id(self.path)


def deflate(data: bytes) -> Deflated:
    """Return `data` deflated as small as zlib can. Same bytes, same result (for one version of zlib)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Deflated(packer.compress(data) + packer.flush(), zlib.crc32(data), len(data))


def deflate_resource(resource: Resource) -> DeflatedResource:
    """Return `resource` with its bytes deflated."""
    return DeflatedResource(resource.path, resource.media_type, deflate(resource.data), resource.properties)


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
    """Everything `archive.pack` needs to write the file."""

    identifier: str
    language: str
    direction: str
    statements: tuple[Statement, ...]
    resources: tuple[Resource | DeflatedResource, ...]
    spine: tuple[str, ...]
    """Paths of the content documents in reading order."""
    landmarks: tuple[Landmark, ...] = ()
