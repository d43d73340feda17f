"""What is handed to the compositors: values that say all that a result depends on, so that they are its key."""

from __future__ import annotations

import msgspec

from make_book.model import Image, Section
from make_book.pdf.geometry import PageGeometry
from make_book.pdf.section_layout import RunningElement
from make_book.pdf.stylesheet import StyleSheet


class LayoutStyle(msgspec.Struct, frozen=True):
    """The type and the sheets a document is set with. `fonts` are files by the name that the sheets call them."""

    sheets: tuple[StyleSheet, ...]
    fonts: dict[str, str]
    language: str
    title: str
    links: bool
    images: dict[str, Image] = {}
    """Pictures that the sheets name."""


class SectionContext(msgspec.Struct, frozen=True):
    """What the markup of a section needs to know of the edition and of the rest of the book."""

    page: PageGeometry
    notes: str
    openings: str
    links: bool
    title: str
    images: dict[str, Image] = {}
    held: tuple[str, ...] = ()
    """Ids of long notes that must stay with their call all the same."""
    opener: str | None = None
    """Id of the first section of the body."""
    after_part: tuple[str, ...] = ()
    """Ids of the episodes that a part's title page stands before."""
    fronts: tuple[str, ...] = ()
    """Ids of the sections whose pages the layout engine itself counts in roman numerals."""
    running: dict[str, str] = {}
    """What stands over the recto pages of a section, by id, where it is not the section's title."""
    labels: dict[str, str] = {}
    """Labels of the pages that the sections cite, by anchor."""
    pages: dict[str, int] = {}
    """Index of the pages that an index cites, by anchor."""
    page_labels: tuple[str, ...] = ()
    """Label of every page of the book by its index, where a section is an index."""


class Chunk(msgspec.Struct, frozen=True):
    """Where a run stands in what is too long to be set at one go: from the head of a page to a page's end."""

    number: int = 0
    """How many go before it."""
    more: bool = False
    """Whether entries follow that the run was not given: its last page is not whole."""
    forced: bool = True
    """Whether a break that was asked for stands before it; else the page before was full."""
    groups: tuple[tuple[str, int], ...] = ()
    """Of a run that goes on: the page groups of its first page, and the page's place in them."""
    level: int = 1
    """The level of the last heading before it."""


class LayoutUnit(msgspec.Struct, frozen=True):
    """The sections that are laid out together: one that begins on its own page, or several that run on."""

    sections: tuple[Section, ...]
    sheet: SectionContext
    first: bool = False
    """Whether the book begins with it: `@page :first` matches no other."""
    verso: bool = False
    """Whether it begins on a left-hand page; asked for only where that matters."""
    run: Chunk | None = None
    """Where it stands in what is set in runs."""


class BookPage(msgspec.Struct, frozen=True, array_like=True):
    """One page for the margin boxes: its place in the book (index from 0), its number, its kind."""

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

    heads: tuple[BookPage, ...]
    strings: dict[str, str]
    running: dict[str, str]
    """Markup of the last running element of each name."""
    images: dict[str, Image] = {}
    """Pictures in running elements."""
    pages: int = 0
    """Pages of the whole book; 0 where no sheet asks for it."""
