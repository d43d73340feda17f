"""The nodes of the structure tree, and which element of XHTML is which structure type (ISO 32000-1 §14.8.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from make_book.pdf.layout.tags.marked_content import MarkedContent


class ContentPiece(msgspec.Struct, frozen=True):
    """Drawn content: its mark, and the index of its page."""

    mark: MarkedContent
    page: int


class Area(msgspec.Struct, frozen=True):
    """The annotation of a link, and the index of its page."""

    annotation: Any
    page: int


class Cell(msgspec.Struct, frozen=True):
    """The size and scope of a table cell. `scope` is empty for a cell that is no header."""

    columns: int
    rows: int
    scope: str

    def spans(self) -> tuple[tuple[str, int], ...]:
        """Return the attributes of its size."""
        return ("ColSpan", self.columns), ("RowSpan", self.rows)


class StructureNode(msgspec.Struct, eq=False):
    """A structure element. `language` is the language of its content, `lang` is its own attribute, if it has one."""

    kind: str
    parent: StructureNode | None = None
    children: list[StructureNode | ContentPiece | Area] = []
    language: str = ""
    lang: str = ""
    alt: str = ""
    expansion: str = ""
    identifier: str = ""
    """The `id` of the source element: unique in the book."""
    named: bool = False
    """Whether the element is written with its identifier."""
    attributes: dict[str, Any] = {}
    """Of the owner `attributes["O"]` (ISO 32000-1 §14.8.5)."""
    cell: Cell | None = None
    refers: StructureNode | str | None = None
    """The note that a reference leads to, or its identifier."""
    page: int = 0
    """The index of the page on which it begins."""
    contents: bool = False
    """Whether the lists in it are tables of contents."""
    continues: bool = False
    """Whether it began in the chunk before."""
    continued: bool = False
    """Whether it continues in the next chunk."""

    def add(self, kind: str, *, first: bool = False) -> StructureNode:
        """Return a new child at the end, or at the beginning (`first`)."""
        node = StructureNode(kind, self, language=self.language, page=self.page)
        self.children.insert(0 if first else len(self.children), node)
        return node

    def nodes(self) -> Iterator[StructureNode]:
        """Yield its child elements."""
        return (child for child in self.children if isinstance(child, StructureNode))

    def ancestors(self) -> Iterator[StructureNode]:
        """Yield itself and its ancestors, up to the root."""
        node: StructureNode | None = self
        while node is not None:
            yield node
            node = node.parent

    def descendants(self) -> Iterator[StructureNode]:
        """Yield itself and its descendants, in reading order."""
        yield self
        for child in self.nodes():
            yield from child.descendants()


KINDS = {
    "section": "Sect",
    "article": "Art",
    "p": "P",
    "pre": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "blockquote": "BlockQuote",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "em": "Span",
    "strong": "Span",
    "cite": "Span",
    "q": "Quote",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    "book-note": "Note",
    "book-call": "Reference",
    "book-page": "Reference",
}
ROLES = {
    "doc-noteref": "Reference",
    "doc-footnote": "Note",
    "doc-endnote": "Note",
    "doc-index": "Index",
}
"""Structure types of DPUB-ARIA roles, which say more than the name of the element."""

INLINE = frozenset({"Span", "Link", "Quote", "Code", "Reference"})
"""Structure types in a line of text."""
GROUPS = frozenset({"Document", "Sect", "Art", "Index", "Div", "BlockQuote", "TOCI"})
"""Structure types that hold paragraphs, never text itself."""
HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
PARAGRAPHS = HEADINGS | {"P"}
LISTS = frozenset({"L", "TOC"})

NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}
"""Values of `list-style-type` by the attribute ListNumbering (ISO 32000-1 §14.8.5.5)."""
