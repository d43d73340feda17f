"""The leaves of a bound book: pages of galleys and their furniture on one sheet (ISO 32000-1 §7.7.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from make_book.pdf.binding.file import File, spread
from make_book.pdf.binding.links import Move
from make_book.pdf.galley import FurniturePage, GalleyPage, Skeleton, open_plate
from make_book.pdf.plate import FONTS, Cast, Link, Plate, Side
from make_book.pdf.syntax import array, dictionary, name, number, numbers, reference

_GROUND, _PAINT = b"q /Ground Do Q\n", b"q /Furniture Do Q\n"
"""The forms' own content is marked as pagination artifacts (ISO 32000-1 §14.8.2.2.2)."""
_ALIKE = 0.02
"""Points by which the text blocks of a galley and of the skeleton may differ."""


class Furniture(msgspec.Struct, frozen=True):
    """The furniture of one page: the form that paints it, the form that paints before the text, if there is one."""

    form: int
    ground: int | None
    side: Side
    """The page of the skeleton."""
    page: FurniturePage

    @property
    def links(self) -> tuple[Link, ...]:
        """The links in its running heads."""
        return self.side.links

    @property
    def forms(self) -> dict[str, int]:
        """The forms by the names that the page calls them."""
        return {"Furniture": self.form} | ({} if self.ground is None else {"Ground": self.ground})

    def move(self, page: GalleyPage) -> Move:
        """Return how far the text of `page` has to be moved. Raise `ValueError` if its size is not its place's."""
        here, there = page.block, self.page.block
        if abs(here[2] - there[2]) > _ALIKE or abs(here[3] - there[3]) > _ALIKE:
            raise ValueError(f"a galley's text block is {here[2:]}, the skeleton's {there[2:]}")
        return round(there[0] - here[0], 4), round(there[1] - here[1], 4)


def furnish(file: File, skeletons: Sequence[Skeleton], fonts: int) -> Iterator[Furniture]:
    """Yield the furniture of every page in order, as it is asked for; it is written to `file` then."""
    for skeleton in skeletons:
        forme = _Forme(file, open_plate(skeleton.plate), fonts)
        for index, page in enumerate(skeleton.pages):
            ground = None if page.ground is None else forme.form(page.ground)
            yield Furniture(forme.form(index), ground, forme.plate.pages[index], page)


class _Forme:
    """A plate of the skeleton: what its pages paint becomes forms."""

    def __init__(self, file: File, plate: Plate, fonts: int) -> None:
        self.plate, self._file = plate, file
        painted = {page.content for page in plate.pages}
        self._painted: dict[int, Cast] = {cast.number: cast for cast in plate.objects if cast.number in painted}
        places = spread(plate.size, fonts)
        file.take_in([cast for cast in plate.objects if cast.number not in painted], places)
        self._resources = file.once(resources(plate, places, {}))

    def form(self, index: int) -> int:
        """Return the number of the form that paints what the page `index` does."""
        side = self.plate.pages[index]
        cast = self._painted[side.content]
        entries = b"<</Type/XObject/Subtype/Form/BBox %b/Resources %b"
        entries %= numbers(side.media), reference(self._resources)
        return self._file.once(entries + cast.syntax.removeprefix(b"<<"), cast.stream)


def resources(plate: Plate, places: list[int], forms: Mapping[str, int]) -> bytes:
    """Return the resources of the pages of `plate`, with `forms` beside the plate's own."""
    every = {named: places[form] for named, form in plate.forms} | dict(forms)
    shared = b"/Font %b%b" % (reference(places[FONTS]), plate.resources.mount(places))
    return b"<<%b%b>>" % (shared, _named(every) if every else b"")


def bare_resources(furniture: Furniture) -> bytes:
    """Return the resources of a page with nothing but `furniture`."""
    return b"<<%b>>" % _named(furniture.forms)


def _named(forms: Mapping[str, int]) -> bytes:
    return b"/XObject<<%b>>" % b"".join(b"%b %b" % (name(named), reference(form)) for named, form in forms.items())


class Paper(msgspec.Struct, frozen=True):
    """A page to be written: its number in the file, its parent's, its furniture."""

    number: int
    parent: int
    furniture: Furniture


def paint(file: File, furniture: Furniture, content: int, move: Move) -> bytes:
    """Return the contents of a page: the stream `content`, moved, and `furniture` around it."""
    ground = b"" if furniture.ground is None else _GROUND
    before = _painting(file, b"%bq 1 0 0 1 %b %b cm\n" % (ground, *map(number, move)))
    after = _painting(file, b"\nQ\n" + _PAINT)
    return array(map(reference, (before, content, after)))


def paint_blank(file: File, furniture: Furniture) -> bytes:
    """Return the contents of a page with nothing but `furniture`."""
    return reference(_painting(file, _PAINT if furniture.ground is None else _GROUND + _PAINT))


def _painting(file: File, operators: bytes) -> int:
    return file.once(b"<</Length %d>>" % len(operators), operators)


def write_page(
    file: File, paper: Paper, contents: bytes, painted: bytes, *, links: Sequence[int] = (), marked: int | None = None
) -> None:
    """Write a page that paints `contents` with the resources `painted`.

    `links` are the numbers of its annotations, `marked` is its own in the structure (`StructParents`).
    """
    side = paper.furniture.side
    page = dictionary(
        Type=b"/Page",
        Parent=reference(paper.parent),
        MediaBox=numbers(side.media),
        TrimBox=numbers(side.trim),
        BleedBox=numbers(side.bleed),
        Contents=contents,
        Resources=painted,
        Annots=array(map(reference, links)) if links else None,
        Tabs=b"/S",
        StructParents=None if marked is None else b"%d" % marked,
    )
    file.write(paper.number, page)
