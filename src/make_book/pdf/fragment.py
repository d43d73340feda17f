"""A fragment: the PDF objects of one layout, before their place in the file is known.

The objects of a fragment are numbered from 0 to `size` - 1 and refer to one another by these numbers. The binder
replaces them by numbers in the file. Two numbers stand for objects that all fragments of a book share. Pages, links,
attributes of figures and elements that continue in the next fragment have numbers too, but are no `objects`: the
binder writes them. Lengths are points from the lower left corner of the page.
"""

from __future__ import annotations

import msgspec

FONTS, TREE = 0, 1
"""The dictionary of all fonts of the book, and the root element of its structure tree."""
FIRST = 2
"""The first number of an object that is not shared."""

Box = tuple[float, float, float, float]


class PdfObject(msgspec.Struct, frozen=True, array_like=True):
    """An object: its syntax with `%d` for each of its `references`, and its content if it is a stream."""

    number: int
    syntax: bytes
    references: tuple[int, ...] = ()
    stream: bytes | None = None

    def resolve(self, numbers: list[int]) -> bytes:
        """Return the syntax with numbers in the file; `numbers` has one for each number in the fragment."""
        return self.syntax % tuple([numbers[one] for one in self.references])


class OpenElement(msgspec.Struct, frozen=True, array_like=True):
    """A structure element that the binder completes: its entries without `K`, and its kids (`K`)."""

    number: int
    entries: PdfObject
    kids: PdfObject
    continues: bool
    """Whether it began in the fragment before."""
    continued: bool
    """Whether it continues in the next fragment."""


class LinkBox(msgspec.Struct, frozen=True, array_like=True):
    """A link on a page (ISO 32000-1 §12.5.6.5): its target, its description, the structure element that holds it."""

    number: int
    box: Box
    target: str
    away: bool
    """Whether `target` is an address outside the book, not an anchor in it."""
    words: str
    element: int | None = None


class FigureBox(msgspec.Struct, frozen=True, array_like=True):
    """The layout attributes of a figure. Its box depends on where its page is, an index in the fragment."""

    number: int
    page: int
    box: Box
    entries: bytes
    """The other attributes, as syntax."""


class FragmentPage(msgspec.Struct, frozen=True, array_like=True):
    """A page of a fragment: its content stream, its boxes, its links, the elements of its marked content."""

    number: int
    content: int
    media: Box
    trim: Box
    bleed: Box
    links: tuple[LinkBox, ...] = ()
    marked: tuple[int, ...] = ()
    """The element of each marked content, by its number (MCID)."""


class Fragment(msgspec.Struct, frozen=True, array_like=True):
    """The objects of one layout."""

    size: int
    pages: tuple[FragmentPage, ...]
    resources: PdfObject
    """The resources that pages share, without fonts and forms, as entries of a dictionary."""
    forms: tuple[tuple[str, int], ...]
    """Form XObjects and pictures by their names in content streams."""
    objects: tuple[PdfObject, ...]
    """Everything that the pages need to be painted."""
    open_elements: tuple[OpenElement, ...] = ()
    """In document order; the first is the element of the whole document."""
    elements: tuple[PdfObject, ...] = ()
    figures: tuple[FigureBox, ...] = ()
    names: tuple[tuple[str, int], ...] = ()
    """Elements with an identifier (ISO 32000-1 §14.7.2, `ID`)."""


class FontFragment(msgspec.Struct, frozen=True, array_like=True):
    """Finished fonts by their names in content streams, and the objects that they consist of."""

    size: int
    names: tuple[tuple[str, int], ...]
    objects: tuple[PdfObject, ...]


class WholeDocument(msgspec.Struct, frozen=True, array_like=True):
    """A whole book in one document: all objects, and the entries of its catalogue."""

    size: int
    catalog: PdfObject
    objects: tuple[PdfObject, ...]
