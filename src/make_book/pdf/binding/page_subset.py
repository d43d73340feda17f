"""A few pages bound alone, to be looked at while the whole book is being bound: no tags, no outline, no places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from make_book.pdf.binding.binder import BindingInput, add_fonts
from make_book.pdf.binding.name_trees import PageTree
from make_book.pdf.binding.page_objects import (
    MarginForms,
    PageObject,
    bare_resources,
    paint,
    paint_blank,
    resources,
    write_margin_forms,
    write_page,
)
from make_book.pdf.binding.pdf_file import PdfFile, spread
from make_book.pdf.fragment import Fragment, FragmentPage
from make_book.pdf.pdf_syntax import dictionary, reference
from make_book.pdf.placement import PlacedPage
from make_book.pdf.section_layout import MarginBoxLayout, SectionLayout, unpack_fragment


def bind_pages(binding_input: BindingInput, wanted: range) -> bytes:
    """Return the pages `wanted` (indices from 0) of what is to be bound, each as it will look in the book.

    Raise `ValueError` as `bind` does.
    """
    file = PdfFile()
    fonts, tree = add_fonts(file, binding_input.font_fragment), PageTree(file)
    margin_forms = dict(_margin_forms(file, binding_input.margin_layouts, fonts, wanted))
    for number, run in groupby(
        binding_input.places[wanted.start : wanted.stop], key=lambda place: place.section_layout
    ):
        layout_pages = _LayoutPages(file, binding_input.section_layouts[number], fonts)
        for place in run:
            page = file.reserve()
            layout_pages.write(place, PageObject(page, tree.add(page), margin_forms[place.index]))
    tree.close()
    catalog = dictionary(Type=b"/Catalog", Pages=reference(tree.root))
    return file.close(file.add(catalog))


class _LayoutPages:
    """The pages of one section layout, in its order: what paints each, with the numbers in the file."""

    def __init__(self, file: PdfFile, section_layout: SectionLayout, fonts: int) -> None:
        self._file, self._section_layout = file, section_layout
        self._sides: list[tuple[Fragment, list[int], FragmentPage]] = []
        for packed in section_layout.fragments:
            fragment = unpack_fragment(packed)
            places = spread(fragment.size, fonts)
            file.add_objects(fragment.objects, places)
            self._sides += [(fragment, places, side) for side in fragment.pages]

    def write(self, place: PlacedPage, page_object: PageObject) -> None:
        """Write the page at `place`."""
        margin_forms = page_object.margin_forms
        if place.page is None:
            contents, painted = paint_blank(self._file, margin_forms), bare_resources(margin_forms)
        else:
            fragment, places, side = self._sides[place.page]
            move = margin_forms.move(self._section_layout.pages[place.page])
            contents = paint(self._file, margin_forms, places[side.content], move)
            painted = resources(fragment, places, margin_forms.forms)
        write_page(self._file, page_object, contents, painted)


def _margin_forms(
    file: PdfFile, margin_layouts: Sequence[MarginBoxLayout], fonts: int, wanted: range
) -> Iterator[tuple[int, MarginForms]]:
    """Yield the margin boxes of the pages `wanted`, with their indices."""
    first = 0
    for margin_layout in margin_layouts:
        pages = range(first, first + len(margin_layout.pages))
        if pages.start < wanted.stop and wanted.start < pages.stop:
            yield from zip(pages, write_margin_forms(file, (margin_layout,), fonts), strict=True)
        first = pages.stop
