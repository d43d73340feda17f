"""Writes the structure tree: its elements, the numbers of marked content, the parent tree (ISO 32000-1 §14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pydyf

from make_book.pdf.layout.tags.marked_content import MarkedContent, join
from make_book.pdf.layout.tags.structure_nodes import Area, ContentPiece, StructureNode


class StructureWriter:
    """Writes one tree into a PDF."""

    def __init__(self, pdf: pydyf.PDF, chunk: int) -> None:
        """Write into `pdf`, which has its pages already; it is laid out after so many chunks."""
        self._note = f"run-{chunk}-note" if chunk else "note"
        self._pdf, self._pages = pdf, list(pdf.page_references)
        self._elements: dict[int, pydyf.Dictionary] = {}
        self._content: list[list[bytes]] = [[] for _ in self._pages]
        self._annotations: list[tuple[bytes, Any]] = []
        self._names: dict[str, bytes] = {}

    def write(self, root: StructureNode) -> None:
        """Write the tree under `root`, which is the only kid of the `StructTreeRoot`; the other trees are flat."""
        parents = pydyf.Dictionary()
        self._pdf.add_object(parents)
        tree = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": parents.reference})
        self._pdf.add_object(tree)
        document = self._write(root, tree.reference)
        tree["K"] = pydyf.Array([document.reference])
        self._connect_notes(root)
        parents["Nums"] = pydyf.Array(self._numbers())
        if self._names:
            pairs = [part for name, element in sorted(self._names.items()) for part in (pydyf.String(name), element)]
            tree["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
        self._pdf.catalog["StructTreeRoot"] = tree.reference

    def _write(self, node: StructureNode, parent: bytes) -> pydyf.Dictionary:
        element = pydyf.Dictionary({"S": f"/{node.kind}", "P": parent})
        self._pdf.add_object(element)
        self._elements[id(node)] = element
        if open_ := self._is_open(node):
            element.make_book_open = open_
        page = None if open_ else next((child.page for child in node.children if isinstance(child, ContentPiece)), None)
        if page is not None:
            element["Pg"] = self._pages[page]
        kids = list(self._kids(node, element.reference, page))
        if kids or open_:
            element["K"] = kids[0] if len(kids) == 1 and not open_ else pydyf.Array(kids)
        if node.attributes:
            element["A"] = self._attributes(node)
        for key, value in (("Lang", node.lang), ("Alt", node.alt), ("E", node.expansion)):
            if value:
                element[key] = pydyf.String(value)
        if node.named:
            element["ID"] = pydyf.String(self._named(node.identifier, element.reference))
        return element

    def _is_open(self, node: StructureNode) -> tuple[bool, bool] | None:
        """Return whether `node` began in the chunk before and continues in the next; `None` if neither.

        The binder completes such elements, and the root.
        """
        if node.parent is None:
            return node.continues, True
        return (node.continues, node.continued) if node.continues or node.continued else None

    def _attributes(self, node: StructureNode) -> Any:
        """Return the attributes of `node`: an object of their own if they have a position, which may change."""
        attributes = pydyf.Dictionary(node.attributes)
        if "BBox" not in attributes:
            return attributes
        attributes["BBox"] = pydyf.Array(attributes["BBox"])
        attributes.make_book_page = node.page
        self._pdf.add_object(attributes)
        return attributes.reference

    def _named(self, wanted: str, reference: bytes) -> str:
        name, count = wanted or self._note, 1
        while name in self._names:
            count += 1
            name = f"{wanted or self._note}-{count}"
        self._names[name] = reference
        return name

    def _kids(self, node: StructureNode, reference: bytes, own: int | None) -> Iterator[Any]:
        yield from (self._object(child, reference, own) for child in node.children if isinstance(child, Area))
        rest = [child for child in node.children if not isinstance(child, Area)]
        for page, children in groupby(rest, _page_of):
            if page is not None:
                yield from self._contents(list(children), node.kind, reference, own)
            else:
                yield from (
                    self._write(child, reference).reference for child in children if isinstance(child, StructureNode)
                )

    def _contents(self, pieces: list[Any], kind: str, reference: bytes, own: int | None) -> Iterator[Any]:
        """Yield the marked content of `pieces`, all on one page; adjoining marks become one."""
        page = pieces[0].page
        for mark in _joined([piece.mark for piece in pieces]):
            if mark.blank:
                mark.remove()
                continue
            number = len(self._content[page])
            self._content[page].append(reference)
            mark.set_operator(b"/%s<</MCID %d>>BDC" % (kind.encode(), number))
            if page == own:
                yield number
            else:
                yield pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[page], "MCID": number})

    def _object(self, area: Area, reference: bytes, own: int | None) -> pydyf.Dictionary:
        self._annotations.append((reference, area.annotation))
        entry = pydyf.Dictionary({"Type": "/OBJR", "Obj": area.annotation.reference})
        if area.page != own:
            entry["Pg"] = self._pages[area.page]
        return entry

    def _connect_notes(self, root: StructureNode) -> None:
        """Connect the calls with their notes (`Ref`)."""
        notes = {node.identifier: node for node in root.descendants() if node.kind == "Note"}
        for node in root.descendants():
            target = notes.get(node.refers) if isinstance(node.refers, str) else node.refers
            if target is not None and id(target) in self._elements:
                self._elements[id(node)]["Ref"] = pydyf.Array([self._elements[id(target)].reference])

    def _numbers(self) -> Iterator[Any]:
        for number, elements in enumerate(self._content):
            yield number
            yield pydyf.Array(elements)
        for number, (element, annotation) in enumerate(self._annotations, start=len(self._pages)):
            yield number
            yield element
            annotation["StructParent"] = number


def _page_of(child: StructureNode | ContentPiece | Area) -> int | None:
    return child.page if isinstance(child, ContentPiece) else None


def _joined(marks: list[MarkedContent]) -> Iterator[MarkedContent]:
    """Yield the marks, with one instead of several that join each other."""
    group = marks[:1]
    for mark in marks[1:]:
        if group[-1].joins(mark):
            group.append(mark)
            continue
        yield _one(group)
        group = [mark]
    if group:
        yield _one(group)


def _one(group: list[MarkedContent]) -> MarkedContent:
    blank = all(mark.blank for mark in group)
    mark = join(group)
    mark.blank = blank
    return mark
