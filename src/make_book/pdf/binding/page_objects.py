"""The pages of a bound book: pages of section layouts and their margin boxes on one sheet (ISO 32000-1 §7.7.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from make_book.pdf.binding.links import Move
from make_book.pdf.binding.pdf_file import PdfFile, spread
from make_book.pdf.fragment import FONTS, Fragment, FragmentPage, LinkBox, PdfObject
from make_book.pdf.pdf_syntax import array, dictionary, name, number, numbers, reference
from make_book.pdf.section_layout import LaidOutPage, MarginBoxLayout, MarginBoxPage, unpack_fragment

_GROUND, _PAINT = b"q /Ground Do Q\n", b"q /Furniture Do Q\n"
"""The forms' own content is marked as pagination artifacts (ISO 32000-1 §14.8.2.2.2)."""
_ALIKE = 0.02
"""Points by which the text blocks of a section layout and of the margin boxes may differ."""


class MarginForms(msgspec.Struct, frozen=True):
    """The margin boxes of one page: the form that paints it, the form that paints before the text, if there is one."""

    form: int
    ground: int | None
    side: FragmentPage
    """The page of the margin boxes."""
    page: MarginBoxPage

    @property
    def links(self) -> tuple[LinkBox, ...]:
        """The links in its running heads."""
        return self.side.links

    @property
    def forms(self) -> dict[str, int]:
        """The forms by the names that the page calls them."""
        return {"Furniture": self.form} | ({} if self.ground is None else {"Ground": self.ground})

    def move(self, page: LaidOutPage) -> Move:
        """Return how far the text of `page` has to be moved. Raise `ValueError` if its size is not its place's."""
        here, there = page.block, self.page.block
        if abs(here[2] - there[2]) > _ALIKE or abs(here[3] - there[3]) > _ALIKE:
            raise ValueError(f"a galley's text block is {here[2:]}, the skeleton's {there[2:]}")
        return round(there[0] - here[0], 4), round(there[1] - here[1], 4)


def write_margin_forms(file: PdfFile, margin_layouts: Sequence[MarginBoxLayout], fonts: int) -> Iterator[MarginForms]:
    """Yield the margin boxes of every page in order, as it is asked for; it is written to `file` then."""
    for margin_layout in margin_layouts:
        batch = _BatchForms(file, unpack_fragment(margin_layout.fragment), fonts)
        for index, page in enumerate(margin_layout.pages):
            ground = None if page.ground is None else batch.form(page.ground)
            yield MarginForms(batch.form(index), ground, batch.fragment.pages[index], page)


class _BatchForms:
    """A fragment of the margin boxes: what its pages paint becomes forms."""

    def __init__(self, file: PdfFile, fragment: Fragment, fonts: int) -> None:
        self.fragment, self._file = fragment, file
        painted = {page.content for page in fragment.pages}
        self._painted: dict[int, PdfObject] = {cast.number: cast for cast in fragment.objects if cast.number in painted}
        places = spread(fragment.size, fonts)
        file.add_objects([cast for cast in fragment.objects if cast.number not in painted], places)
        self._resources = file.once(resources(fragment, places, {}))

    def form(self, index: int) -> int:
        """Return the number of the form that paints what the page `index` does."""
        side = self.fragment.pages[index]
        cast = self._painted[side.content]
        entries = b"<</Type/XObject/Subtype/Form/BBox %b/Resources %b"
        entries %= numbers(side.media), reference(self._resources)
        return self._file.once(entries + cast.syntax.removeprefix(b"<<"), cast.stream)


def resources(fragment: Fragment, places: list[int], forms: Mapping[str, int]) -> bytes:
    """Return the resources of the pages of `fragment`, with `forms` beside the fragment's own."""
    every = {named: places[form] for named, form in fragment.forms} | dict(forms)
    shared = b"/Font %b%b" % (reference(places[FONTS]), fragment.resources.resolve(places))
    return b"<<%b%b>>" % (shared, _named(every) if every else b"")


def bare_resources(margin_forms: MarginForms) -> bytes:
    """Return the resources of a page with nothing but `margin_forms`."""
    return b"<<%b>>" % _named(margin_forms.forms)


def _named(forms: Mapping[str, int]) -> bytes:
    return b"/XObject<<%b>>" % b"".join(b"%b %b" % (name(named), reference(form)) for named, form in forms.items())


class PageObject(msgspec.Struct, frozen=True):
    """A page to be written: its number in the file, its parent's, its margin boxes."""

    number: int
    parent: int
    margin_forms: MarginForms


def paint(file: PdfFile, margin_forms: MarginForms, content: int, move: Move) -> bytes:
    """Return the contents of a page: the stream `content`, moved, and `margin_forms` around it."""
    ground = b"" if margin_forms.ground is None else _GROUND
    before = _painting(file, b"%bq 1 0 0 1 %b %b cm\n" % (ground, *map(number, move)))
    after = _painting(file, b"\nQ\n" + _PAINT)
    return array(map(reference, (before, content, after)))


def paint_blank(file: PdfFile, margin_forms: MarginForms) -> bytes:
    """Return the contents of a page with nothing but `margin_forms`."""
    return reference(_painting(file, _PAINT if margin_forms.ground is None else _GROUND + _PAINT))


def _painting(file: PdfFile, operators: bytes) -> int:
    return file.once(b"<</Length %d>>" % len(operators), operators)


def write_page(
    file: PdfFile,
    page_object: PageObject,
    contents: bytes,
    painted: bytes,
    *,
    links: Sequence[int] = (),
    marked: int | None = None,
) -> None:
    """Write a page that paints `contents` with the resources `painted`.

    `links` are the numbers of its annotations, `marked` is its own in the structure (`StructParents`).
    """
    side = page_object.margin_forms.side
    page = dictionary(
        Type=b"/Page",
        Parent=reference(page_object.parent),
        MediaBox=numbers(side.media),
        TrimBox=numbers(side.trim),
        BleedBox=numbers(side.bleed),
        Contents=contents,
        Resources=painted,
        Annots=array(map(reference, links)) if links else None,
        Tabs=b"/S",
        StructParents=None if marked is None else b"%d" % marked,
    )
    file.write(page_object.number, page)
