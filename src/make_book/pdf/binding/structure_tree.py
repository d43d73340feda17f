"""The structure tree of a bound book: one Document, a Part of it for every section layout (ISO 32000-1 §14.7)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.pdf.binding.links import Move, annotation
from make_book.pdf.binding.name_trees import add_names
from make_book.pdf.binding.pdf_file import PdfFile
from make_book.pdf.fragment import Fragment, LinkBox, OpenElement
from make_book.pdf.pdf_syntax import array, dictionary, numbers, reference, string


class _Open(msgspec.Struct, eq=False):
    """An element that may hold more yet."""

    number: int
    entries: bytes = b""
    kids: list[bytes] = []


class Structure:
    """Grows while section layouts are bound; `close` writes its root.

    The numbers by which pages and links find their elements (`StructParents`, `StructParent`) begin anew in
    every fragment; in the book they go on, and each fragment's table is a leaf of one number tree.
    """

    def __init__(self, file: PdfFile) -> None:
        """Begin an empty tree in `file`."""
        self._file = file
        self.root, self.document = file.reserve(), file.reserve()
        self._parts: list[int] = []
        self._leaves: list[int] = []
        self._next = 0
        self._names: list[tuple[str, int]] = []
        self._open: list[_Open] = []

    def add_objects(self, fragment: Fragment, places: list[int], moves: Sequence[Move]) -> int:
        """Write the elements of `fragment`; return the number (`StructParents`) of its first page.

        `places` are the numbers in the file of the fragment's own, told those of its elements; pages and links have
        theirs already. `moves` tells how far each page is moved, in points to the right and up.
        """
        spine = self._spine(fragment.open_elements)
        for open_element, open_ in zip(fragment.open_elements, spine, strict=True):
            places[open_element.number] = open_.number
        for figure in fragment.figures:
            box = [side + moves[figure.page][at % 2] for at, side in enumerate(figure.box)]
            places[figure.number] = self._file.add(b"<<%b/BBox %b>>" % (figure.entries, numbers(box)))
        self._file.add_all(fragment.elements, places)
        self._graft(fragment.open_elements, spine, places)
        self._names += ((name, places[element]) for name, element in fragment.names)
        return self._number(fragment, places)

    def _spine(self, open_elements: Sequence[OpenElement]) -> list[_Open]:
        """Return the elements that `stems` are: those that go on were begun by the fragment before."""
        begun = iter(self._open)
        return [
            (next(begun, None) if open_element.continues else None) or _Open(self._file.reserve())
            for open_element in open_elements
        ]

    def _graft(self, open_elements: Sequence[OpenElement], spine: Sequence[_Open], places: list[int]) -> None:
        """Let the elements hold what they do in this fragment; write those that do not go on in the next."""
        left = [open_ for open_ in self._open if open_ not in spine]
        self._open = []
        for open_element, open_ in zip(open_elements, spine, strict=True):
            open_.entries = open_.entries or open_element.entries.resolve(places)
            open_.kids.append(open_element.kids.resolve(places))
            if open_element.continued:
                self._open.append(open_)
            else:
                left.append(open_)
        for open_ in left:
            self._finish(open_)

    def _finish(self, open_: _Open) -> None:
        kids = b" ".join(kids for kids in open_.kids if kids)
        self._file.write(open_.number, b"%b/K[%b]>>" % (open_.entries.removesuffix(b">>"), kids))

    def _number(self, fragment: Fragment, places: list[int]) -> int:
        """Write the table of the elements by the numbers of the pages and links; return the first number."""
        first = self._next
        elements = [array(reference(places[one]) for one in page.marked) for page in fragment.pages]
        elements += [reference(places[element]) for _, element in held(fragment)]
        self._add_leaf(elements)
        return first

    def _add_leaf(self, elements: Sequence[bytes]) -> None:
        if elements:
            keys = [b"%d" % number for number in range(self._next, self._next + len(elements))]
            pairs = array(part for pair in zip(keys, elements, strict=True) for part in pair)
            self._leaves.append(self._file.add(dictionary(Limits=array((keys[0], keys[-1])), Nums=pairs)))
            self._next += len(elements)

    def tie(self, link: LinkBox, number: int, page: int) -> None:
        """Write `link`, the annotation `number` in the margin boxes of `page`, and an element for it in the open part.

        PDF/UA-1 §7.18.5 wants every link in one.
        """
        part = self._open[0]
        element = self._file.add(
            dictionary(
                S=b"/Link",
                P=reference(part.number),
                Pg=reference(page),
                K=dictionary(Type=b"/OBJR", Obj=reference(number), Pg=reference(page)),
                Alt=string(link.words),
            )
        )
        part.kids.append(reference(element))
        self._file.write(number, annotation(link, (0, 0), self._next))
        self._add_leaf([reference(element)])

    def end_part(self) -> None:
        """Write what is still open: the section layout ends here."""
        for open_ in self._open:
            self._finish(open_)
        self._parts += [open_.number for open_ in self._open[:1]]
        self._open = []

    def close(self) -> None:
        """Write the root of the tree."""
        names = add_names(self._file, [(name, reference(element)) for name, element in self._names])
        table = self._file.add(dictionary(Kids=array(map(reference, self._leaves))))
        document = dictionary(S=b"/Document", P=reference(self.root), K=array(map(reference, self._parts)))
        self._file.write(self.document, document)
        root = dictionary(
            Type=b"/StructTreeRoot",
            K=array([reference(self.document)]),
            ParentTree=reference(table),
            ParentTreeNextKey=b"%d" % self._next,
            IDTree=None if names is None else reference(names),
        )
        self._file.write(self.root, root)


def held(fragment: Fragment) -> list[tuple[LinkBox, int]]:
    """Return the links of `fragment`, each with its element, in the order of their numbers (`StructParent`)."""
    return [(link, link.element) for page in fragment.pages for link in page.links if link.element is not None]
