"""The tree made plain: nothing empty, no group that says nothing, no text outside a paragraph, no level skipped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pydyf

from make_book.pdf.layout.tags.structure_nodes import GROUPS, HEADINGS, INLINE, Area, Cell, ContentPiece, StructureNode

_KEPT_EMPTY = frozenset({"TD", "TH"})


def clean_up(node: StructureNode) -> None:
    """Put `node` and all in it into shape."""
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


def level(root: StructureNode, last: int) -> int:
    """Let no heading skip a level (ISO 14289-1 §7.4.2) after one of the level `last`; return the last one's."""
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
    """Make a paragraph of each run of text directly in the group `node`; in an entry of the contents, a reference."""
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


def tie_cells(root: StructureNode, run: int) -> None:
    """Give the header cells of every table in `root` a scope and an ID, the others the IDs of their headers.

    `run` tells how many documents go before this one, of which `root` is a part.
    """
    tables = (node for node in root.descendants() if node.kind == "Table")
    for number, table in enumerate(tables, start=1):
        anchor = next((node.identifier for node in table.ancestors() if node.identifier), "")
        _tie(table, f"{anchor}-table-{run}.{number}" if run else f"{anchor}-table-{number}")


def _tie(table: StructureNode, name: str) -> None:
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
    """Yield the rows and columns that a header at `row` and `column` speaks for, or that another cell lies in."""
    if cell.scope != "Column":
        yield from (("row", covered) for covered in range(row, row + cell.rows))
    if cell.scope != "Row":
        yield from (("column", covered) for covered in range(column, column + cell.columns))


def _places(table: StructureNode) -> Iterator[tuple[StructureNode, Cell, int, int]]:
    """Yield the cells with their row and column."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(_rows(table)):
        column = 0
        for node in line.nodes():
            if node.cell is None:
                continue
            while (row, column) in taken:
                column += 1
            yield node, node.cell, row, column
            taken |= {(row + i, column + j) for i in range(node.cell.rows) for j in range(node.cell.columns)}


def _rows(node: StructureNode) -> Iterator[StructureNode]:
    for child in node.nodes():
        if child.kind == "TR":
            yield child
        elif child.kind in ("THead", "TBody", "TFoot"):
            yield from _rows(child)
