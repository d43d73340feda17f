"""A fragment: the objects of a document's PDF, before anybody knows in which file they will stand.

The objects of a fragment have numbers of its own, from 0 to `size` - 1, and name each other by these; the binder
gives them the numbers that they have in the book. Two numbers stand for what all fragments of a book share.
What the binder writes itself (pages, links, the boxes of figures, elements that go on in the next fragment) is
not among the objects, though it has numbers. Lengths are points from the page's lower left corner.
"""

from __future__ import annotations

import msgspec

FONTS, TREE = 0, 1
"""The book's dictionary of fonts, and the element that holds all documents of the book."""
FIRST = 2
"""The first number of a fragment's own."""

Box = tuple[float, float, float, float]


class PdfObject(msgspec.Struct, frozen=True, array_like=True):
    """An object: its syntax, with `%d` for the number of each of its `references`; its content if it is a stream."""

    number: int
    syntax: bytes
    references: tuple[int, ...] = ()
    stream: bytes | None = None

    def resolve(self, numbers: list[int]) -> bytes:
        """Return the syntax with the references that `numbers` gives to the fragment's own."""
        return self.syntax % tuple([numbers[one] for one in self.references])


class OpenElement(msgspec.Struct, frozen=True, array_like=True):
    """A structure element that is finished by the binder: its entries but for what it holds (`K`), and that."""

    number: int
    entries: PdfObject
    kids: PdfObject
    continues: bool
    """Whether it only goes on: the fragment before ended in it."""
    continued: bool
    """Whether the fragment ends in it."""


class LinkBox(msgspec.Struct, frozen=True, array_like=True):
    """A link on a page (ISO 32000-1 §12.5.6.5): where it leads, what it says of itself, the element that holds it."""

    number: int
    box: Box
    target: str
    away: bool
    """Whether `target` is an address out of the book, not a place in it."""
    words: str
    element: int | None = None


class FigureBox(msgspec.Struct, frozen=True, array_like=True):
    """The layout attributes of a figure: its box moves with its page, an index in the fragment."""

    number: int
    page: int
    box: Box
    entries: bytes
    """The other attributes, as syntax."""


class FragmentPage(msgspec.Struct, frozen=True, array_like=True):
    """One page of a fragment: its content stream, its boxes, its links, the elements of its marked content."""

    number: int
    content: int
    media: Box
    trim: Box
    bleed: Box
    links: tuple[LinkBox, ...] = ()
    marked: tuple[int, ...] = ()
    """The element of each marked content, by its number (MCID)."""


class Fragment(msgspec.Struct, frozen=True, array_like=True):
    """The objects of a document."""

    size: int
    pages: tuple[FragmentPage, ...]
    resources: PdfObject
    """The resources that pages share, but for fonts and forms, as entries of a dictionary."""
    forms: tuple[tuple[str, int], ...]
    """External objects (pictures, groups) by the name that the pages call them."""
    objects: tuple[PdfObject, ...]
    """What the pages paint, and with what."""
    open_elements: tuple[OpenElement, ...] = ()
    """In the order of the text; the first is the element of the whole document."""
    elements: tuple[PdfObject, ...] = ()
    figures: tuple[FigureBox, ...] = ()
    names: tuple[tuple[str, int], ...] = ()
    """Elements that have an identifier (ISO 32000-1 §14.7.2, `ID`)."""


class FontFragment(msgspec.Struct, frozen=True, array_like=True):
    """Finished fonts by the names that content streams call them, and the objects that they are made of."""

    size: int
    names: tuple[tuple[str, int], ...]
    objects: tuple[PdfObject, ...]


class WholeDocument(msgspec.Struct, frozen=True, array_like=True):
    """A whole book: all its objects, its catalogue as entries of a dictionary."""

    size: int
    catalog: PdfObject
    objects: tuple[PdfObject, ...]
