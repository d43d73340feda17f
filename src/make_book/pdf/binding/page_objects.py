"""The pages of a bound book: a page of a section layout with its margin boxes (ISO 32000-1 §7.7.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from make_book.pdf.binding.links import Move
from make_book.pdf.binding.pdf_file import PdfFile, spread
from make_book.pdf.fragment import FONTS, Fragment, FragmentPage, LinkBox, PdfObject
from make_book.pdf.pdf_syntax import array, dictionary, name, number, numbers, reference
from make_book.pdf.section_layout import LaidOutPage, MarginBoxLayout, MarginBoxPage, unpack_fragment

_BACKGROUND, _MARGIN_BOXES = b"q /Background Do Q\n", b"q /MarginBoxes Do Q\n"
"""Operators that paint the background and the margin boxes of a page, which are form XObjects. The content of these is
marked as pagination artifacts (ISO 32000-1 §14.8.2.2.2)."""
_TOLERANCE = 0.02
"""Points by which the text blocks of a section layout and of the margin boxes may differ."""


class MarginForms(msgspec.Struct, frozen=True):
    """The margin boxes of a page as a form XObject, and its background as another, if it has one."""

    form: int
    background: int | None
    fragment_page: FragmentPage
    """The page with margin boxes."""
    page: MarginBoxPage

    @property
    def links(self) -> tuple[LinkBox, ...]:
        """The links in its margin boxes."""
        return self.fragment_page.links

    @property
    def forms(self) -> dict[str, int]:
        """The form XObjects by their names in the content stream."""
        return {"MarginBoxes": self.form} | ({} if self.background is None else {"Background": self.background})

    def move(self, page: LaidOutPage) -> Move:
        """Return how far the text of `page` has to be moved. Raise `ValueError` if the text blocks differ in size."""
        here, there = page.block, self.page.block
        if abs(here[2] - there[2]) > _TOLERANCE or abs(here[3] - there[3]) > _TOLERANCE:
            raise ValueError(f"the text was laid out in {here[2:]}, but its page has {there[2:]}")
        return round(there[0] - here[0], 4), round(there[1] - here[1], 4)


def write_margin_forms(file: PdfFile, margin_layouts: Sequence[MarginBoxLayout], fonts: int) -> Iterator[MarginForms]:
    """Yield the margin boxes of every page in order. They are written to `file` when they are asked for."""
    for margin_layout in margin_layouts:
        batch = _BatchForms(file, unpack_fragment(margin_layout.fragment), fonts)
        for index, page in enumerate(margin_layout.pages):
            background = None if page.background is None else batch.form(page.background)
            yield MarginForms(batch.form(index), background, batch.fragment.pages[index], page)


class _BatchForms:
    """The fragment of a batch: the content of its pages becomes form XObjects."""

    def __init__(self, file: PdfFile, fragment: Fragment, fonts: int) -> None:
        self.fragment, self._file = fragment, file
        painted = {page.content for page in fragment.pages}
        self._painted: dict[int, PdfObject] = {one.number: one for one in fragment.objects if one.number in painted}
        places = spread(fragment.size, fonts)
        file.add_objects([one for one in fragment.objects if one.number not in painted], places)
        self._resources = file.once(resources(fragment, places, {}))

    def form(self, index: int) -> int:
        """Return the number of the form XObject with the content of page `index`."""
        page = self.fragment.pages[index]
        content = self._painted[page.content]
        entries = b"<</Type/XObject/Subtype/Form/BBox %b/Resources %b"
        entries %= numbers(page.media), reference(self._resources)
        return self._file.once(entries + content.syntax.removeprefix(b"<<"), content.stream)


def resources(fragment: Fragment, places: list[int], forms: Mapping[str, int]) -> bytes:
    """Return the resources of the pages of `fragment`, with its own form XObjects and `forms`."""
    all_forms = {named: places[form] for named, form in fragment.forms} | dict(forms)
    shared = b"/Font %b%b" % (reference(places[FONTS]), fragment.resources.resolve(places))
    return b"<<%b%b>>" % (shared, _named(all_forms) if all_forms else b"")


def resources_of_blank(margin_forms: MarginForms) -> bytes:
    """Return the resources of a page that has only `margin_forms`."""
    return b"<<%b>>" % _named(margin_forms.forms)


def _named(forms: Mapping[str, int]) -> bytes:
    return b"/XObject<<%b>>" % b"".join(b"%b %b" % (name(named), reference(form)) for named, form in forms.items())


class PageObject(msgspec.Struct, frozen=True):
    """A page to be written: its number in the file, the number of its parent, its margin boxes."""

    number: int
    parent: int
    margin_forms: MarginForms


def paint(file: PdfFile, margin_forms: MarginForms, content: int, move: Move) -> bytes:
    """Return the contents of a page: background, the moved stream `content`, margin boxes."""
    background = b"" if margin_forms.background is None else _BACKGROUND
    before = _painting(file, b"%bq 1 0 0 1 %b %b cm\n" % (background, *map(number, move)))
    after = _painting(file, b"\nQ\n" + _MARGIN_BOXES)
    return array(map(reference, (before, content, after)))


def paint_blank(file: PdfFile, margin_forms: MarginForms) -> bytes:
    """Return the contents of a page that has only `margin_forms`."""
    return reference(_painting(file, _MARGIN_BOXES if margin_forms.background is None else _BACKGROUND + _MARGIN_BOXES))


def _painting(file: PdfFile, operators: bytes) -> int:
    return file.once(b"<</Length %d>>" % len(operators), operators)


def write_page(
    file: PdfFile,
    page_object: PageObject,
    contents: bytes,
    page_resources: bytes,
    *,
    links: Sequence[int] = (),
    marked: int | None = None,
) -> None:
    """Write a page with `contents` and `page_resources`.

    `links` are the numbers of its annotations, `marked` is its key in the parent tree (`StructParents`).
    """
    boxes = page_object.margin_forms.fragment_page
    page = dictionary(
        Type=b"/Page",
        Parent=reference(page_object.parent),
        MediaBox=numbers(boxes.media),
        TrimBox=numbers(boxes.trim),
        BleedBox=numbers(boxes.bleed),
        Contents=contents,
        Resources=page_resources,
        Annots=array(map(reference, links)) if links else None,
        Tabs=b"/S",
        StructParents=None if marked is None else b"%d" % marked,
    )
    file.write(page_object.number, page)
