"""The structure tree of a bound book: one Document with a Part for every section layout (ISO 32000-1 §14.7)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.pdf.binding.links import Move, annotation
from make_book.pdf.binding.name_trees import add_names
from make_book.pdf.binding.pdf_file import PdfFile
from make_book.pdf.fragment import Fragment, LinkBox, OpenElement
from make_book.pdf.pdf_syntax import array, dictionary, numbers, reference, string


class _Open(msgspec.Struct, eq=False):
    """An element that may continue in the next fragment."""

    number: int
    entries: bytes = b""
    kids: list[bytes] = []


class StructureTree:
    """The tree of a file. Elements are written while section layouts are bound; `close` writes the root.

    Pages and links have keys in the parent tree (`StructParents`, `StructParent`). In a fragment they begin with 0; in
    the file they go on from fragment to fragment, and the table of each fragment is a leaf of the parent tree.
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

    def add_fragment(self, fragment: Fragment, places: list[int], moves: Sequence[Move]) -> int:
        """Write the elements of `fragment`; return the key (`StructParents`) of its first page.

        `places` are the numbers in the file by those in the fragment. Pages and links have theirs already; those of
        the elements are filled in. `moves` are the moves of the pages, in points to the right and up.
        """
        opened = self._opened(fragment.open_elements)
        for element, open_ in zip(fragment.open_elements, opened, strict=True):
            places[element.number] = open_.number
        for figure in fragment.figures:
            box = [side + moves[figure.page][at % 2] for at, side in enumerate(figure.box)]
            places[figure.number] = self._file.add(b"<<%b/BBox %b>>" % (figure.entries, numbers(box)))
        self._file.add_all(fragment.elements, places)
        self._extend(fragment.open_elements, opened, places)
        self._names += ((name, places[element]) for name, element in fragment.names)
        return self._add_parents(fragment, places)

    def _opened(self, elements: Sequence[OpenElement]) -> list[_Open]:
        """Return the open element of each of `elements`: one that continues was begun by the fragment before."""
        begun = iter(self._open)
        return [
            (next(begun, None) if element.continues else None) or _Open(self._file.reserve()) for element in elements
        ]

    def _extend(self, elements: Sequence[OpenElement], opened: Sequence[_Open], places: list[int]) -> None:
        """Add the kids of `elements` in this fragment; write those elements that do not continue in the next."""
        complete = [open_ for open_ in self._open if open_ not in opened]
        self._open = []
        for element, open_ in zip(elements, opened, strict=True):
            open_.entries = open_.entries or element.entries.resolve(places)
            open_.kids.append(element.kids.resolve(places))
            if element.continued:
                self._open.append(open_)
            else:
                complete.append(open_)
        for open_ in complete:
            self._finish(open_)

    def _finish(self, open_: _Open) -> None:
        kids = b" ".join(kids for kids in open_.kids if kids)
        self._file.write(open_.number, b"%b/K[%b]>>" % (open_.entries.removesuffix(b">>"), kids))

    def _add_parents(self, fragment: Fragment, places: list[int]) -> int:
        """Write the part of the parent tree for the pages and links of `fragment`; return its first key."""
        first = self._next
        elements = [array(reference(places[one]) for one in page.marked) for page in fragment.pages]
        elements += [reference(places[element]) for _, element in tagged_links(fragment)]
        self._add_leaf(elements)
        return first

    def _add_leaf(self, elements: Sequence[bytes]) -> None:
        if elements:
            keys = [b"%d" % number for number in range(self._next, self._next + len(elements))]
            pairs = array(part for pair in zip(keys, elements, strict=True) for part in pair)
            self._leaves.append(self._file.add(dictionary(Limits=array((keys[0], keys[-1])), Nums=pairs)))
            self._next += len(elements)

    def add_link(self, link: LinkBox, number: int, page: int) -> None:
        """Write `link`, the annotation `number` in the margin boxes of `page`, and an element for it.

        PDF/UA-1 §7.18.5 requires that every link is in a Link element.
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
        """Write the elements that are still open at the end of a section layout."""
        for open_ in self._open:
            self._finish(open_)
        self._parts += [open_.number for open_ in self._open[:1]]
        self._open = []

    def close(self) -> None:
        """Write the root, the parent tree and the ID tree."""
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


def tagged_links(fragment: Fragment) -> list[tuple[LinkBox, int]]:
    """Return the links of `fragment`, each with its element, in the order of their keys (`StructParent`)."""
    return [(link, link.element) for page in fragment.pages for link in page.links if link.element is not None]
