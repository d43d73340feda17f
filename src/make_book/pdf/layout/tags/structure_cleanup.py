"""Cleans up the structure tree and connects table cells.

Afterwards there are no empty elements, no groups without meaning, no text outside a paragraph and no skipped levels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pydyf

from make_book.pdf.layout.tags.structure_nodes import GROUPS, HEADINGS, INLINE, Area, Cell, ContentPiece, StructureNode

_KEPT_EMPTY = frozenset({"TD", "TH"})


def clean_up(node: StructureNode) -> None:
    """Clean up `node` and all its descendants, but for the levels of headings."""
    children: list[StructureNode | ContentPiece | Area] = []
    for child in node.children:
        if isinstance(child, StructureNode):
            clean_up(child)
            if _is_empty(child):
                continue
            if child.kind == "Div" and not child.lang and not any(inner.kind == "Caption" for inner in child.nodes()):
                children += child.children
                continue
        children.append(child)
    node.children = children
    if node.kind in GROUPS:
        _gather_lines(node)
    for inner in node.nodes():
        inner.parent = node


def number_headings(root: StructureNode, last: int) -> int:
    """Give headings levels of which none is skipped (ISO 14289-1 §7.4.2); return the level of the last one.

    `last` is the level of the last heading before `root`.
    """
    for node in root.descendants():
        if node.kind in HEADINGS:
            last = min(int(node.kind[1]), last + 1)
            node.kind = f"H{last}"
    return last


def _is_empty(node: StructureNode) -> bool:
    if node.kind in _KEPT_EMPTY:
        return False
    return not any(not isinstance(child, ContentPiece) or not child.mark.blank for child in node.children)


def _gather_lines(node: StructureNode) -> None:
    """Put text that is directly in the group `node` into paragraphs; in an entry of the contents, into a reference."""
    kind = "Reference" if node.kind == "TOCI" else "P"
    children: list[StructureNode | ContentPiece | Area] = []
    paragraph: StructureNode | None = None
    notes: list[StructureNode] = []
    for child in node.children:
        if isinstance(child, StructureNode) and child.kind == "Note" and paragraph is not None:
            notes.append(child)
            continue
        if isinstance(child, StructureNode) and child.kind not in INLINE:
            children += [*notes, child]
            paragraph, notes = None, []
            continue
        if paragraph is None:
            paragraph = StructureNode(kind, node, language=node.language)
            children.append(paragraph)
        paragraph.children += [*notes, child]
        notes = []
    node.children = [
        child for child in (*children, *notes) if not (isinstance(child, StructureNode) and _is_empty(child))
    ]
    if node.kind == "Div" and paragraph is not None and node.children == [paragraph]:
        node.kind, node.children = "P", paragraph.children
    for inner in node.nodes():
        for part in inner.nodes():
            part.parent = inner


def connect_cells(root: StructureNode, chunk: int) -> None:
    """Give header cells of every table in `root` a scope and an ID, and other cells the IDs of their headers.

    `chunk` is the number of chunks before this one.
    """
    tables = (node for node in root.descendants() if node.kind == "Table")
    for number, table in enumerate(tables, start=1):
        anchor = next((node.identifier for node in table.ancestors() if node.identifier), "")
        _connect(table, f"{anchor}-table-{chunk}.{number}" if chunk else f"{anchor}-table-{number}")


def _connect(table: StructureNode, name: str) -> None:
    placed = list(_places(table))
    heads: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for node, cell, row, column in placed:
        node.attributes = {"O": "/Table"} | {key: value for key, value in cell.spans() if value > 1}
        if cell.scope:
            node.attributes["Scope"] = f"/{cell.scope}"
            node.identifier, node.named = f"{name}-{row + 1}-{column + 1}", True
            for line in _lines(cell, row, column):
                heads[line].append(node.identifier)
    for node, cell, row, column in placed:
        names = dict.fromkeys(head for line in _lines(cell, row, column) for head in heads[line])
        if names and not cell.scope:
            node.attributes["Headers"] = pydyf.Array([pydyf.String(head) for head in names])


def _lines(cell: Cell, row: int, column: int) -> Iterator[tuple[str, int]]:
    """Yield the rows and columns of which a header at `row` and `column` is the header, or which a cell is in."""
    if cell.scope != "Column":
        yield from (("row", covered) for covered in range(row, row + cell.rows))
    if cell.scope != "Row":
        yield from (("column", covered) for covered in range(column, column + cell.columns))


def _places(table: StructureNode) -> Iterator[tuple[StructureNode, Cell, int, int]]:
    """Yield the cells, each with its row and column (HTML, "forming a table")."""
    occupied: set[tuple[int, int]] = set()
    for row, line in enumerate(_rows(table)):
        column = 0
        for node in line.nodes():
            if node.cell is None:
                continue
            while (row, column) in occupied:
                column += 1
            yield node, node.cell, row, column
            occupied |= {(row + i, column + j) for i in range(node.cell.rows) for j in range(node.cell.columns)}


def _rows(node: StructureNode) -> Iterator[StructureNode]:
    for child in node.nodes():
        if child.kind == "TR":
            yield child
        elif child.kind in ("THead", "TBody", "TFoot"):
            yield from _rows(child)
