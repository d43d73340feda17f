"""The structure tree of a bound book: one Document, a Part of it for every galley (ISO 32000-1 §14.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from make_book.pdf.binding.links import mend_link


class Structure:
    """Grows while galleys are bound; `close` hangs it into the catalogue.

    The numbers by which pages and links find their elements (`StructParents`, `StructParent`) begin anew in
    every galley; in the book they go on, and each galley's table is a leaf of one number tree.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Begin an empty tree in `pdf`."""
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root))
        self._parts: list[Object] = []
        self._leaves: list[Object] = []
        self._base = 0
        self._ids: dict[bytes, Object] = {}
        self._loose: list[tuple[Object, Object]] = []
        """Links in the furniture of the galley's pages, which no galley has in its structure."""

    def note_page(self, leaf: Object, number: int | None) -> None:
        """Give the page `number` of the galley, and its links, their numbers in the book."""
        if number is not None and "/StructParents" in leaf:
            leaf.StructParents = self._base + number
        for annotation in leaf.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = self._base + int(annotation.StructParent)
            else:
                self._loose.append((leaf, annotation))

    def take_in(self, source: pikepdf.Pdf, moves: Mapping[int | None, tuple[float, float]]) -> None:
        """Take the structure of the galley `source` in; all of its pages were noted.

        `moves` tells how far (points to the right, up) the pages with pictures are moved, by their index.
        """
        tree = source.Root.get("/StructTreeRoot")
        part: Object = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Part, P=self._document, K=Array())
        )
        if tree is not None:
            document = tree.K[0]
            del document["/P"]
            part = self._pdf.copy_foreign(document)
            part.S, part.P = Name.Part, self._document
            table = self._pdf.copy_foreign(tree.ParentTree)
            for number, move in moves.items():
                if number is not None:
                    _move_figures(table.Nums[2 * number + 1], move)
            self._number(table)
            names = self._pdf.copy_foreign(source.make_indirect(tree.IDTree)).Names if "/IDTree" in tree else Array()
            self._ids.update((bytes(names[at]), names[at + 1]) for at in range(0, len(names), 2))
        if self._loose:
            self._tie_loose(part)
        if len(part.K):
            self._parts.append(part)

    def _number(self, table: Object) -> None:
        numbers = table.Nums
        last = -1
        for at in range(0, len(numbers), 2):
            last = int(numbers[at])
            numbers[at] = self._base + last
        if last >= 0:
            table.Limits = Array([self._base, self._base + last])
            self._leaves.append(table)
        self._base += last + 1

    def _tie_loose(self, part: Object) -> None:
        """Give links in running heads an element each: PDF/UA-1 §7.18.5 wants them in one."""
        numbers = Array()
        for leaf, annotation in self._loose:
            reference = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=leaf)
            mend_link(annotation)
            element = Dictionary(
                Type=Name.StructElem, S=Name.Link, P=part, Pg=leaf, K=Array([reference]), Alt=annotation.Contents
            )
            link = self._pdf.make_indirect(element)
            part.K.append(link)
            annotation.StructParent = self._base + len(numbers) // 2
            numbers.append(int(annotation.StructParent))
            numbers.append(link)
        table = self._pdf.make_indirect(Dictionary(Nums=numbers, Limits=Array([numbers[0], numbers[len(numbers) - 2]])))
        self._leaves.append(table)
        self._base += len(numbers) // 2
        self._loose.clear()

    def close(self) -> None:
        """Finish the tree."""
        self._document.K = Array(self._parts)
        self._root.K = Array([self._document])
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Kids=Array(self._leaves)))
        self._root.ParentTreeNextKey = self._base
        if self._ids:
            names = Array()
            for name, element in sorted(self._ids.items(), key=lambda item: item[0]):
                names.append(String(name))
                names.append(element)
            self._root.IDTree = self._pdf.make_indirect(Dictionary(Names=names))
        self._pdf.Root.StructTreeRoot = self._root


def _move_figures(elements: Iterable[Object], move: tuple[float, float]) -> None:
    """Move the boxes of the figures among the `elements` of a page (ISO 32000-1 §14.8.5.4.3) with it."""
    for element in {element.objgen: element for element in elements}.values():
        if Name.Figure == element.S and "/A" in element and "/BBox" in element.A:
            box = [float(side) + move[at % 2] for at, side in enumerate(element.A.BBox)]
            element.A.BBox = Array(box)
