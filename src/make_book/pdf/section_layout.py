"""A section layout: type set in a column of pages, before anybody knows where in the book they will stand.

It has no running heads, no folios and no fonts; the margin boxes brings the former, the embedded fonts the latter.
Lengths are PDF points, places are measured from the page's lower left corner (ISO 32000-1 §8.3.2.3).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from make_book.findings import Finding
from make_book.pdf.fragment import Fragment

Point = tuple[float, float]


class FontUse(msgspec.Struct, frozen=True, array_like=True):
    """What a document needs of one font: glyphs by their numbers, with their text and widths (1/1000 em)."""

    key: str
    """The name under which content streams ask for it (`/Font` resources)."""
    name: str
    description: str
    size: float
    file: str
    """Digest of the font's file."""
    texts: dict[int, str]
    widths: dict[int, int]


class Bookmark(msgspec.Struct, frozen=True, array_like=True):
    """An entry of the outline: its level (from 1), what it says, where it leads on its page."""

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
    """One page of a section layout, as the margin boxes and the binder need to know it."""

    name: str
    """The page's name (CSS Paged Media 3 §3.4.2, `page`)."""
    groups: tuple[tuple[str, int], ...]
    """Page groups and the page's place in them (CSS GCPM 3 §4.2)."""
    blank: bool
    size: Point
    block: tuple[float, float, float, float]
    """The text block: x, y of its lower left corner, width, height."""
    strings: tuple[tuple[str, str], ...] = ()
    """Named strings in the order in which the page sets them."""
    starting: tuple[str, ...] = ()
    """Names of those that the page's first elements set."""
    running: tuple[RunningElement, ...] = ()
    anchors: dict[str, Point] = {}
    bookmarks: tuple[Bookmark, ...] = ()
    top: tuple[str, int] | None = None
    """Where the page begins in the text: a section's id, and how many of its letters stand before."""


class ChunkEnd(msgspec.Struct, frozen=True, array_like=True):
    """What comes after a run: an entry by its number in the run, on a page of these groups.

    `forced` tells whether the break before it was asked for, `level` is that of the last heading before.
    """

    entry: int
    forced: bool
    groups: tuple[tuple[str, int], ...]
    level: int = 1


class SectionLayout(msgspec.Struct, frozen=True, array_like=True):
    """The pages of one take, and what is known of them."""

    fragments: tuple[bytes, ...]
    """The pages as fragments, packed: one after another where the unit was set in runs."""
    pages: tuple[LaidOutPage, ...]
    fonts: msgspec.Raw
    """What it needs of each font (`FontUse`), packed: read once, when the book is whole."""
    opening: str
    """The side its first page wants: `any`, `left`, `right`."""
    closing: str
    """The side that what follows must begin on."""
    sided: bool
    """Whether the pages would be others had the section layout begun on the other side."""
    following: ChunkEnd | None = None
    """Of a run after which the list goes on: what the next begins with; `None` if no page of it ends with an entry."""
    findings: tuple[Finding, ...] = ()


class MarginBoxPage(msgspec.Struct, frozen=True, array_like=True):
    """A page's margin boxes in the margin boxes: sizes, where the text block stands, on what it is printed."""

    size: Point
    block: tuple[float, float, float, float]
    ground: int | None = None
    """The page of the fragment that paints this page's background (colours, pictures, borders, crop marks)."""


class MarginBoxLayout(msgspec.Struct, frozen=True, array_like=True):
    """Running heads, folios and grounds of some pages."""

    fragment: bytes
    """Packed."""
    pages: tuple[MarginBoxPage, ...]
    fonts: msgspec.Raw
    findings: tuple[Finding, ...] = ()


def pack_fragment(fragment: Fragment) -> bytes:
    """Return `fragment` packed: it is opened when the book is bound, and only as long as it is needed."""
    return msgspec.msgpack.encode(fragment)


def unpack_fragment(packed: bytes) -> Fragment:
    """Return the fragment that was packed."""
    return msgspec.msgpack.decode(packed, type=Fragment)


def merged(one: FontUse | None, other: FontUse) -> FontUse:
    """Return what both use; the text of a glyph is what it stood for first."""
    if one is None:
        return other
    texts, widths = {**other.texts, **one.texts}, {**other.widths, **one.widths}
    return FontUse(one.key, one.name, one.description, one.size, one.file, texts, widths)


def pack(fonts: Iterable[FontUse]) -> msgspec.Raw:
    """Return what a document uses of each font, packed, in the order of the fonts' keys."""
    return msgspec.Raw(msgspec.msgpack.encode(tuple(map(_sorted, sorted(fonts, key=lambda font: font.key)))))


def unite(packed: Iterable[msgspec.Raw]) -> tuple[FontUse, ...]:
    """Return what documents use of each font taken together, in the order of the fonts' keys."""
    united: dict[str, FontUse] = {}
    for fonts in packed:
        for font in msgspec.msgpack.decode(fonts, type=tuple[FontUse, ...]):
            united[font.key] = merged(united.get(font.key), font)
    return tuple(_sorted(united[key]) for key in sorted(united))


def _sorted(font: FontUse) -> FontUse:
    texts, widths = dict(sorted(font.texts.items())), dict(sorted(font.widths.items()))
    return FontUse(font.key, font.name, font.description, font.size, font.file, texts, widths)
