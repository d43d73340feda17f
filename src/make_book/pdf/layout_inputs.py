"""The inputs of a layout: values that hold everything that its result depends on, so that they are its cache key."""

from __future__ import annotations

import msgspec

from make_book.model import Image, Section
from make_book.pdf.geometry import PageGeometry
from make_book.pdf.section_layout import RunningElement
from make_book.pdf.stylesheet import StyleSheet


class LayoutStyle(msgspec.Struct, frozen=True):
    """Fonts and style sheets of a document. `fonts` are the paths of files, by the names that the sheets call them."""

    sheets: tuple[StyleSheet, ...]
    fonts: dict[str, str]
    language: str
    title: str
    links: bool
    images: dict[str, Image] = {}
    """Pictures that the style sheets name, by path."""


class SectionContext(msgspec.Struct, frozen=True):
    """What the markup of sections depends on in the edition and in the rest of the book."""

    page: PageGeometry
    notes: str
    openings: str
    links: bool
    title: str
    images: dict[str, Image] = {}
    held: tuple[str, ...] = ()
    """Ids of long notes that must stay on the page of their call all the same."""
    opener: str | None = None
    """Id of the first section of the body."""
    after_part: tuple[str, ...] = ()
    """Ids of the episodes that come right after the title page of a part."""
    fronts: tuple[str, ...] = ()
    """Ids of the sections whose pages WeasyPrint counts in roman numerals, where it counts pages itself."""
    running: dict[str, str] = {}
    """The running head of recto pages, by the section's id, where it is not the section's title."""
    labels: dict[str, str] = {}
    """Labels of the pages that the sections refer to, by anchor."""
    pages: dict[str, int] = {}
    """Indices of the pages that an index refers to, by anchor."""
    page_labels: tuple[str, ...] = ()
    """The label of every page of the book, where a section is an index."""


class Chunk(msgspec.Struct, frozen=True):
    """The place of a chunk in a unit that is too long to be laid out at once. It begins and ends with a whole page."""

    number: int = 0
    """How many chunks come before it."""
    more: bool = False
    """Whether entries follow that are not in the chunk. Then its last page is not full."""
    forced: bool = True
    """Whether it begins after a forced page break; else the page before was full."""
    groups: tuple[tuple[str, int], ...] = ()
    """The page groups of its first page and the page's place in them, if it is not the first chunk."""
    level: int = 1
    """The level of the last heading before it."""


class LayoutUnit(msgspec.Struct, frozen=True):
    """The sections that are laid out together: one that begins on its own page, or several that run on."""

    sections: tuple[Section, ...]
    context: SectionContext
    first: bool = False
    """Whether the book begins with it: `@page :first` matches no other."""
    verso: bool = False
    """Whether it begins on a left-hand page; set only where that matters."""
    chunk: Chunk | None = None
    """Its place among the chunks of a longer unit."""


class BookPage(msgspec.Struct, frozen=True, array_like=True):
    """A page as its margin boxes need it: its index in the book (from 0), the number of its folio, its kind."""

    index: int
    number: int
    right: bool
    blank: bool
    name: str
    groups: tuple[tuple[str, int], ...]
    strings: tuple[tuple[str, str], ...] = ()
    starting: tuple[str, ...] = ()
    running: tuple[RunningElement, ...] = ()


class PageBatch(msgspec.Struct, frozen=True):
    """Pages whose margin boxes are laid out together, with the strings and running elements of earlier pages."""

    pages: tuple[BookPage, ...]
    strings: dict[str, str]
    running: dict[str, str]
    """Markup of the last running element of each name."""
    images: dict[str, Image] = {}
    """Pictures in running elements, by path."""
    page_count: int = 0
    """Pages of the whole book; 0 if no style sheet asks for it."""
