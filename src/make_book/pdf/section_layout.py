"""The layout of a unit and of margin boxes, as values.

A section layout has pages without margin boxes, and without their place in the book: margin boxes are laid out when
all pages are placed. It has no fonts either, only what it uses of each. Lengths are PDF points, positions are
measured from the lower left corner of the page (ISO 32000-1 §8.3.2.3).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from make_book.findings import Finding
from make_book.pdf.fragment import Fragment

Point = tuple[float, float]


class FontUse(msgspec.Struct, frozen=True, array_like=True):
    """What a document uses of one font: the text and the width (1/1000 em) of each glyph, by its number."""

    key: str
    """The name of the font in content streams (`/Font` resources)."""
    name: str
    description: str
    size: float
    file: str
    """Digest of the font file."""
    texts: dict[int, str]
    widths: dict[int, int]


class Bookmark(msgspec.Struct, frozen=True, array_like=True):
    """An entry of the outline: its level (from 1), its label, its destination on the page."""

    level: int
    label: str
    place: Point
    open: bool


class RunningElement(msgspec.Struct, frozen=True, array_like=True):
    """A running element (CSS GCPM 3 §1.2.1): its name, and its markup within shallow copies of its ancestors."""

    name: str
    markup: str
    images: tuple[str, ...] = ()
    """Paths of the pictures in it."""


class LaidOutPage(msgspec.Struct, frozen=True, array_like=True):
    """A page of a section layout, as margin boxes and binder need it."""

    name: str
    """The page's name (CSS Paged Media 3 §3.4.2, `page`)."""
    groups: tuple[tuple[str, int], ...]
    """Page groups and the place of the page in them (CSS GCPM 3 §4.2)."""
    blank: bool
    size: Point
    block: tuple[float, float, float, float]
    """The text block: x, y of its lower left corner, width, height."""
    strings: tuple[tuple[str, str], ...] = ()
    """Named strings with their values, in the order in which the page sets them (CSS GCPM 3 §1.1)."""
    starting: tuple[str, ...] = ()
    """Names of the strings that the first elements of the page set (`string(NAME, start)`)."""
    running: tuple[RunningElement, ...] = ()
    anchors: dict[str, Point] = {}
    bookmarks: tuple[Bookmark, ...] = ()
    top: tuple[str, int] | None = None
    """Where the page begins in the text: the id of a section, and how many of its letters stand before the page."""


class ChunkEnd(msgspec.Struct, frozen=True, array_like=True):
    """Where the next chunk begins."""

    entry: int
    """The entry that it begins with, by its number in this chunk."""
    forced: bool
    """Whether the page break before that entry is forced."""
    groups: tuple[tuple[str, int], ...]
    """The page groups of that page, and its place in them."""
    level: int = 1
    """The level of the last heading before it."""


class SectionLayout(msgspec.Struct, frozen=True, array_like=True):
    """The pages of one layout unit."""

    fragments: tuple[bytes, ...]
    """The pages as packed fragments: several if the unit was laid out in chunks."""
    pages: tuple[LaidOutPage, ...]
    fonts: msgspec.Raw
    """What it uses of each font (`FontUse`), packed. It is decoded once, when the book is complete."""
    opening: str
    """The side that its first page must have: `any`, `left`, `right`."""
    closing: str
    """The side that the page after it must have."""
    sided: bool
    """Whether the pages would differ if it began on the other side."""
    following: ChunkEnd | None = None
    """Where the next chunk begins, of a chunk that is not the last; `None` if no page of it ends with an entry."""
    findings: tuple[Finding, ...] = ()


class MarginBoxPage(msgspec.Struct, frozen=True, array_like=True):
    """A page with its margin boxes: its size, its text block, and its background."""

    size: Point
    block: tuple[float, float, float, float]
    background: int | None = None
    """The page of the fragment that paints the background of this one (colours, pictures, borders, crop marks)."""


class MarginBoxLayout(msgspec.Struct, frozen=True, array_like=True):
    """The margin boxes and backgrounds of some pages."""

    fragment: bytes
    """The pages with margin boxes, then those with backgrounds, packed."""
    pages: tuple[MarginBoxPage, ...]
    fonts: msgspec.Raw
    findings: tuple[Finding, ...] = ()


def pack_fragment(fragment: Fragment) -> bytes:
    """Return `fragment` as bytes. The binder decodes it, and only for as long as it needs it."""
    return msgspec.msgpack.encode(fragment)


def unpack_fragment(packed: bytes) -> Fragment:
    """Return the fragment that was packed."""
    return msgspec.msgpack.decode(packed, type=Fragment)


def merged(one: FontUse | None, other: FontUse) -> FontUse:
    """Return what both use. The text of a glyph is that of `one`, if it has the glyph."""
    if one is None:
        return other
    texts, widths = {**other.texts, **one.texts}, {**other.widths, **one.widths}
    return FontUse(one.key, one.name, one.description, one.size, one.file, texts, widths)


def pack(fonts: Iterable[FontUse]) -> msgspec.Raw:
    """Return `fonts` as bytes, sorted by their keys."""
    return msgspec.Raw(msgspec.msgpack.encode(tuple(map(_sorted, sorted(fonts, key=lambda font: font.key)))))


def unite(packed: Iterable[msgspec.Raw]) -> tuple[FontUse, ...]:
    """Return what all documents use of each font, sorted by the fonts' keys."""
    united: dict[str, FontUse] = {}
    for fonts in packed:
        for font in msgspec.msgpack.decode(fonts, type=tuple[FontUse, ...]):
            united[font.key] = merged(united.get(font.key), font)
    return tuple(_sorted(united[key]) for key in sorted(united))


def _sorted(font: FontUse) -> FontUse:
    texts, widths = dict(sorted(font.texts.items())), dict(sorted(font.widths.items()))
    return FontUse(font.key, font.name, font.description, font.size, font.file, texts, widths)
