"""The binder: makes one PDF of section layouts, margin boxes and fonts (ISO 32000-1).

No content stream is decompressed. The contents of a page are those of its section layout, moved to the position of the
text block on that side, and its margin boxes, which are painted as a form XObject. The structure of each section layout
becomes a Part of the one Document; the parent tree of each fragment becomes a leaf of the parent tree of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

import msgspec

from make_book.pdf.binding.document_info import DocumentInfo, finish
from make_book.pdf.binding.links import Move, annotation, destination_name
from make_book.pdf.binding.name_trees import PageTree, add_names
from make_book.pdf.binding.outline import Destination, OutlineItem, add_outline
from make_book.pdf.binding.page_objects import (
    MarginForms,
    PageObject,
    paint,
    paint_blank,
    resources,
    resources_of_blank,
    write_margin_forms,
    write_page,
)
from make_book.pdf.binding.pdf_file import PdfFile, spread
from make_book.pdf.binding.structure_tree import StructureTree, tagged_links
from make_book.pdf.fragment import FontFragment, Fragment, FragmentPage
from make_book.pdf.page_map import PageMap
from make_book.pdf.pdf_syntax import dictionary, entries, name, reference
from make_book.pdf.placement import PlacedPage
from make_book.pdf.section_layout import LaidOutPage, MarginBoxLayout, SectionLayout, unpack_fragment


class BindingInput(msgspec.Struct, frozen=True):
    """What is bound: section layouts, the places of their pages, the margin boxes of every page, the fonts."""

    section_layouts: tuple[SectionLayout, ...]
    places: tuple[PlacedPage, ...]
    margin_layouts: tuple[MarginBoxLayout, ...]
    fonts: tuple[FontFragment, ...]


def bind(binding_input: BindingInput, page_map: PageMap, info: DocumentInfo) -> bytes:
    """Return the finished file.

    Raise `ValueError` if a section layout and the margin boxes disagree about the size of a text block.
    """
    file = PdfFile()
    binder = _Binder(file, add_fonts(file, binding_input.fonts))
    margin_forms = write_margin_forms(file, binding_input.margin_layouts, binder.fonts)
    for _, group in groupby(binding_input.places, key=lambda place: place.section_layout):
        places = list(group)
        layout = binding_input.section_layouts[places[0].section_layout]
        binder.bind(layout, [(place, next(margin_forms)) for place in places])
    return finish(file, binder.catalog(), page_map, info)


def add_fonts(file: PdfFile, fonts: Iterable[FontFragment]) -> int:
    """Write `fonts` and a dictionary of them by their names; return its number."""
    named: dict[str, int] = {}
    for font in fonts:
        numbers = spread(font.size)
        file.add_all(font.objects, numbers)
        named |= {key: numbers[number] for key, number in font.names}
    return file.add(b"<<%b>>" % b"".join(b"%b %b" % (name(key), reference(font)) for key, font in named.items()))


class _Binder:
    """Collects page tree, structure tree, outline and destinations while section layouts are bound."""

    def __init__(self, file: PdfFile, fonts: int) -> None:
        self.fonts = fonts
        self._file = file
        self._pages, self._structure = PageTree(file), StructureTree(file)
        self._items: list[OutlineItem] = []
        self._destinations: dict[str, Destination] = {}

    def bind(self, layout: SectionLayout, pages: Sequence[tuple[PlacedPage, MarginForms]]) -> None:
        """Bind the pages of `layout` at their places, and blank pages after them, each with its margin boxes."""
        page_objects = [(place, self._page_object(margin_forms)) for place, margin_forms in pages]
        texts = iter([(one, layout.pages[place.page]) for place, one in page_objects if place.page is not None])
        for packed in layout.fragments:
            fragment = unpack_fragment(packed)
            self._bind_fragment(fragment, list(islice(texts, len(fragment.pages))))
        for page_object in [one for place, one in page_objects if place.page is None]:
            margin_forms = page_object.margin_forms
            contents, resources_ = paint_blank(self._file, margin_forms), resources_of_blank(margin_forms)
            write_page(self._file, page_object, contents, resources_, links=self._links_of(page_object))
        self._structure.end_part()

    def _page_object(self, margin_forms: MarginForms) -> PageObject:
        number = self._file.reserve()
        return PageObject(number, self._pages.add(number), margin_forms)

    def _bind_fragment(self, fragment: Fragment, texts: Sequence[tuple[PageObject, LaidOutPage]]) -> None:
        numbers = spread(fragment.size, self.fonts, self._structure.document)
        for page, (page_object, _) in zip(fragment.pages, texts, strict=True):
            numbers[page.number] = page_object.number
            for link in page.links:
                numbers[link.number] = self._file.reserve()
        moves = [page_object.margin_forms.move(laid_out) for page_object, laid_out in texts]
        self._file.add_objects(fragment.objects, numbers)
        first = self._structure.add_fragment(fragment, numbers, moves)
        keys = {link.number: key for key, (link, _) in enumerate(tagged_links(fragment), start=first + len(texts))}
        every_page = zip(fragment.pages, texts, moves, strict=True)
        for marked, (page, (page_object, laid_out), move) in enumerate(every_page, start=first):
            for link in page.links:
                self._file.write(numbers[link.number], annotation(link, move, keys.get(link.number)))
            self._add_destinations(laid_out, page_object.number, move)
            contents = paint(self._file, page_object.margin_forms, numbers[page.content], move)
            resources_ = resources(fragment, numbers, page_object.margin_forms.forms)
            links = [*(numbers[link.number] for link in page.links), *self._links_of(page_object)]
            write_page(self._file, page_object, contents, resources_, links=links, marked=marked)

    def _links_of(self, page_object: PageObject) -> list[int]:
        """Write the links in the margin boxes of a page; return their numbers."""
        numbers = []
        for link in page_object.margin_forms.links:
            numbers.append(self._file.reserve())
            self._structure.add_link(link, numbers[-1], page_object.number)
        return numbers

    def _add_destinations(self, page: LaidOutPage, number: int, move: Move) -> None:
        """Collect outline entries and anchors of `page`, which has this number in the file."""
        right, up = move
        for mark in page.bookmarks:
            x, y = mark.place
            self._items.append(OutlineItem(mark.level, mark.label, Destination(number, x + right, y + up), mark.open))
        for anchor, (x, y) in page.anchors.items():
            self._destinations.setdefault(anchor, Destination(number, x + right, y + up))

    def catalog(self) -> bytes:
        """Write page tree, structure tree, destinations and outline; return their entries in the catalogue (§7.7.2)."""
        self._pages.close()
        self._structure.close()
        destinations = [(destination_name(anchor), one.syntax) for anchor, one in self._destinations.items()]
        names = add_names(self._file, destinations)
        outline = add_outline(self._file, self._items)
        return entries(
            Pages=reference(self._pages.root),
            StructTreeRoot=reference(self._structure.root),
            Outlines=None if outline is None else reference(outline),
            Names=None if names is None else dictionary(Dests=reference(names)),
        )


def bind_pages(binding_input: BindingInput, wanted: range) -> bytes:
    """Return a file of the pages `wanted` (indices from 0), each as it will look in the book.

    Raise `ValueError` as `bind` does.
    """
    file = PdfFile()
    fonts, tree = add_fonts(file, binding_input.fonts), PageTree(file)
    margin_forms = dict(_margin_forms(file, binding_input.margin_layouts, fonts, wanted))
    places = binding_input.places[wanted.start : wanted.stop]
    for number, group in groupby(places, key=lambda place: place.section_layout):
        layout_pages = _LayoutPages(file, binding_input.section_layouts[number], fonts)
        for place in group:
            page = file.reserve()
            layout_pages.write(place, PageObject(page, tree.add(page), margin_forms[place.index]))
    tree.close()
    catalog = dictionary(Type=b"/Catalog", Pages=reference(tree.root))
    return file.close(file.add(catalog))


class _LayoutPages:
    """The pages of one section layout with the numbers of their objects in the file."""

    def __init__(self, file: PdfFile, layout: SectionLayout, fonts: int) -> None:
        self._file, self._layout = file, layout
        self._pages: list[tuple[Fragment, list[int], FragmentPage]] = []
        for packed in layout.fragments:
            fragment = unpack_fragment(packed)
            numbers = spread(fragment.size, fonts)
            file.add_objects(fragment.objects, numbers)
            self._pages += [(fragment, numbers, page) for page in fragment.pages]

    def write(self, place: PlacedPage, page_object: PageObject) -> None:
        """Write the page at `place`."""
        margin_forms = page_object.margin_forms
        if place.page is None:
            contents, resources_ = paint_blank(self._file, margin_forms), resources_of_blank(margin_forms)
        else:
            fragment, numbers, page = self._pages[place.page]
            move = margin_forms.move(self._layout.pages[place.page])
            contents = paint(self._file, margin_forms, numbers[page.content], move)
            resources_ = resources(fragment, numbers, margin_forms.forms)
        write_page(self._file, page_object, contents, resources_)


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
