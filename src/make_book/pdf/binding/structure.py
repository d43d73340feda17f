"""The structure tree of a bound book: one Document, a Part of it for every galley (ISO 32000-1 §14.7)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.pdf.binding.file import File
from make_book.pdf.binding.links import Move, annotation
from make_book.pdf.binding.trees import add_names
from make_book.pdf.plate import Link, Plate, Stem
from make_book.pdf.syntax import array, dictionary, numbers, reference, string


class _Open(msgspec.Struct, eq=False):
    """An element that may hold more yet."""

    number: int
    entries: bytes = b""
    kids: list[bytes] = []


class Structure:
    """Grows while galleys are bound; `close` writes its root.

    The numbers by which pages and links find their elements (`StructParents`, `StructParent`) begin anew in
    every plate; in the book they go on, and each plate's table is a leaf of one number tree.
    """

    def __init__(self, file: File) -> None:
        """Begin an empty tree in `file`."""
        self._file = file
        self.root, self.document = file.reserve(), file.reserve()
        self._parts: list[int] = []
        self._leaves: list[int] = []
        self._next = 0
        self._names: list[tuple[str, int]] = []
        self._open: list[_Open] = []

    def take_in(self, plate: Plate, places: list[int], moves: Sequence[Move]) -> int:
        """Write the elements of `plate`; return the number (`StructParents`) of its first page.

        `places` are the numbers in the file of the plate's own, told those of its elements; pages and links have
        theirs already. `moves` tells how far each page is moved, in points to the right and up.
        """
        spine = self._spine(plate.stems)
        for stem, open_ in zip(plate.stems, spine, strict=True):
            places[stem.number] = open_.number
        for figure in plate.figures:
            box = [side + moves[figure.page][at % 2] for at, side in enumerate(figure.box)]
            places[figure.number] = self._file.add(b"<<%b/BBox %b>>" % (figure.entries, numbers(box)))
        self._file.take_all(plate.elements, places)
        self._graft(plate.stems, spine, places)
        self._names += ((name, places[element]) for name, element in plate.names)
        return self._number(plate, places)

    def _spine(self, stems: Sequence[Stem]) -> list[_Open]:
        """Return the elements that `stems` are: those that go on were begun by the plate before."""
        begun = iter(self._open)
        return [(next(begun, None) if stem.continues else None) or _Open(self._file.reserve()) for stem in stems]

    def _graft(self, stems: Sequence[Stem], spine: Sequence[_Open], places: list[int]) -> None:
        """Let the elements hold what they do in this plate; write those that do not go on in the next."""
        left = [open_ for open_ in self._open if open_ not in spine]
        self._open = []
        for stem, open_ in zip(stems, spine, strict=True):
            open_.entries = open_.entries or stem.entries.mount(places)
            open_.kids.append(stem.kids.mount(places))
            if stem.continued:
                self._open.append(open_)
            else:
                left.append(open_)
        for open_ in left:
            self._finish(open_)

    def _finish(self, open_: _Open) -> None:
        kids = b" ".join(kids for kids in open_.kids if kids)
        self._file.write(open_.number, b"%b/K[%b]>>" % (open_.entries.removesuffix(b">>"), kids))

    def _number(self, plate: Plate, places: list[int]) -> int:
        """Write the table of the elements by the numbers of the pages and links; return the first number."""
        first = self._next
        elements = [array(reference(places[one]) for one in page.marked) for page in plate.pages]
        elements += [reference(places[element]) for _, element in held(plate)]
        self._add_leaf(elements)
        return first

    def _add_leaf(self, elements: Sequence[bytes]) -> None:
        if elements:
            keys = [b"%d" % number for number in range(self._next, self._next + len(elements))]
            pairs = array(part for pair in zip(keys, elements, strict=True) for part in pair)
            self._leaves.append(self._file.add(dictionary(Limits=array((keys[0], keys[-1])), Nums=pairs)))
            self._next += len(elements)

    def tie(self, link: Link, number: int, page: int) -> None:
        """Write `link`, the annotation `number` in the furniture of `page`, and an element for it in the open part.

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
        """Write what is still open: the galley ends here."""
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


def held(plate: Plate) -> list[tuple[Link, int]]:
    """Return the links of `plate` with the elements that hold them, in the order of their numbers (`StructParent`)."""
    return [(link, link.element) for page in plate.pages for link in page.links if link.element is not None]
