"""The tree made plain: nothing empty, no group that says nothing, no text outside a paragraph, no level skipped."""

from __future__ import annotations

from make_book.pdf.layout.tags.structure_nodes import Area, ContentPiece, StructureNode
from make_book.pdf.layout.tags.structure_types import GROUPS, HEADINGS, INLINE

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
