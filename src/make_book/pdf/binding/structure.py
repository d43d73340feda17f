"""The structure tree of a bound book: one Document, a Part of it for every galley (ISO 32000-1 §14.7)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.pdf.binding.file import File
from make_book.pdf.binding.links import Move, annotation
from make_book.pdf.binding.trees import add_names
from make_book.pdf.plate import Link, Plate, Stem
from make_book.pdf.syntax import array, dictionary, numbers, reference, string


class _Open(msgspec.Struct):
    """An element that may hold more yet."""

    number: int
    entries: bytes
    kids: list[bytes]


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
        begun = self._open
        self._open = []
        for stem, number in zip(plate.stems, self._stem_numbers(plate.stems, begun), strict=True):
            places[stem.number] = number
        for figure in plate.figures:
            box = [side + moves[figure.page][at % 2] for at, side in enumerate(figure.box)]
            places[figure.number] = self._file.add(b"<<%b/BBox %b>>" % (figure.entries, numbers(box)))
        self._file.take_all(plate.elements, places)
        self._graft(plate.stems, places, begun)
        self._names += ((name, places[element]) for name, element in plate.names)
        return self._number(plate, places)

    def _stem_numbers(self, stems: Sequence[Stem], begun: Sequence[_Open]) -> list[int]:
        """Return the numbers of `stems`: those that go on from the plate before have theirs."""
        going_on = iter(begun)
        return [next(going_on).number if stem.continues else self._file.reserve() for stem in stems]

    def _graft(self, stems: Sequence[Stem], places: list[int], begun: Sequence[_Open]) -> None:
        """Let `stems` hold what they do in this plate; write those that do not go on in the next."""
        going_on = iter(begun)
        for stem in stems:
            kids = stem.kids.mount(places)
            if stem.continues:
                open_ = next(going_on)
                open_.kids.append(kids)
            else:
                open_ = _Open(places[stem.number], stem.entries.mount(places), [kids])
            if stem.continued:
                self._open.append(open_)
            else:
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
