"""The binder: section layouts, margin boxes and embedded fonts made one PDF (ISO 32000-1).

No content stream is decompressed. A page's contents are its section layout's, moved to where its text block stands
on this side, and its margin boxes's, painted as a form. Each section layout's structure becomes a Part of the one
Document, the table of each of its fragments a leaf of one number tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

import msgspec

from make_book.pdf.binding.document_info import DocumentInfo, finish
from make_book.pdf.binding.links import Move, annotation, goal
from make_book.pdf.binding.name_trees import PageTree, add_names
from make_book.pdf.binding.outline import OutlineItem, Spot, add_outline
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
from make_book.pdf.binding.structure_tree import Structure, held
from make_book.pdf.fragment import FontFragment, Fragment, FragmentPage
from make_book.pdf.page_map import PageMap
from make_book.pdf.pdf_syntax import dictionary, entries, name, reference
from make_book.pdf.placement import PlacedPage
from make_book.pdf.section_layout import LaidOutPage, MarginBoxLayout, SectionLayout, unpack_fragment


class BindingInput(msgspec.Struct, frozen=True):
    """What is bound: section layouts at their places, the margin boxes of every page, the fonts."""

    section_layouts: tuple[SectionLayout, ...]
    places: tuple[PlacedPage, ...]
    margin_layouts: tuple[MarginBoxLayout, ...]
    font_fragment: tuple[FontFragment, ...]


def bind(binding_input: BindingInput, page_map: PageMap, info: DocumentInfo) -> bytes:
    """Return the finished file.

    Raise `ValueError` if a section layout and the margin boxes disagree about the size of a text block.
    """
    file = PdfFile()
    binder = _Binder(file, add_fonts(file, binding_input.font_fragment))
    margin_forms = write_margin_forms(file, binding_input.margin_layouts, binder.fonts)
    for run in _runs(binding_input.places):
        binder.bind(
            binding_input.section_layouts[run[0].section_layout], [(place, next(margin_forms)) for place in run]
        )
    return finish(file, binder.catalog(), page_map, info)


def add_fonts(file: PdfFile, font_fragment: Iterable[FontFragment]) -> int:
    """Write the fonts of `kit` and a dictionary of them by their names; return its number."""
    named: dict[str, int] = {}
    for font in font_fragment:
        places = spread(font.size)
        file.add_all(font.objects, places)
        named |= {key: places[number] for key, number in font.names}
    return file.add(b"<<%b>>" % b"".join(b"%b %b" % (name(key), reference(font)) for key, font in named.items()))


def _runs(places: Sequence[PlacedPage]) -> Iterator[tuple[PlacedPage, ...]]:
    """Yield the pages of each section layout in turn; a blank goes with the section layout before it."""
    run: list[PlacedPage] = []
    for place in places:
        if run and place.section_layout != run[-1].section_layout:
            yield tuple(run)
            run = []
        run.append(place)
    if run:
        yield tuple(run)


class _Binder:
    """What grows while section layouts are bound: pages, structure, outline, named places."""

    def __init__(self, file: PdfFile, fonts: int) -> None:
        self.fonts = fonts
        self._file = file
        self._pages, self._structure = PageTree(file), Structure(file)
        self._marks: list[OutlineItem] = []
        self._spots: dict[str, Spot] = {}

    def bind(self, section_layout: SectionLayout, run: Sequence[tuple[PlacedPage, MarginForms]]) -> None:
        """Bind the pages of `section_layout` at their places, each with its margin boxes."""
        papers = [(place, self._paper(margin_forms)) for place, margin_forms in run]
        texts = iter(
            [(page_object, section_layout.pages[place.page]) for place, page_object in papers if place.page is not None]
        )
        for packed in section_layout.fragments:
            fragment = unpack_fragment(packed)
            self._bind_plate(fragment, list(islice(texts, len(fragment.pages))))
        for page_object in [page_object for place, page_object in papers if place.page is None]:
            contents, painted = (
                paint_blank(self._file, page_object.margin_forms),
                bare_resources(page_object.margin_forms),
            )
            write_page(self._file, page_object, contents, painted, links=self._links_of(page_object))
        self._structure.end_part()

    def _paper(self, margin_forms: MarginForms) -> PageObject:
        number = self._file.reserve()
        return PageObject(number, self._pages.add(number), margin_forms)

    def _bind_plate(self, fragment: Fragment, texts: Sequence[tuple[PageObject, LaidOutPage]]) -> None:
        places = spread(fragment.size, self.fonts, self._structure.document)
        for side, (page_object, _) in zip(fragment.pages, texts, strict=True):
            places[side.number] = page_object.number
            for link in side.links:
                places[link.number] = self._file.reserve()
        moves = [page_object.margin_forms.move(page) for page_object, page in texts]
        self._file.add_objects(fragment.objects, places)
        first = self._structure.add_objects(fragment, places, moves)
        holders = {link.number: at for at, (link, _) in enumerate(held(fragment), start=first + len(texts))}
        for marked, (side, (page_object, page), move) in enumerate(
            zip(fragment.pages, texts, moves, strict=True), start=first
        ):
            for link in side.links:
                self._file.write(places[link.number], annotation(link, move, holders.get(link.number)))
            self._note(page, page_object.number, move)
            contents = paint(self._file, page_object.margin_forms, places[side.content], move)
            painted = resources(fragment, places, page_object.margin_forms.forms)
            links = [*(places[link.number] for link in side.links), *self._links_of(page_object)]
            write_page(self._file, page_object, contents, painted, links=links, marked=marked)

    def _links_of(self, page_object: PageObject) -> list[int]:
        """Write the links in the running heads of a page; return their numbers."""
        numbers = []
        for link in page_object.margin_forms.links:
            numbers.append(self._file.reserve())
            self._structure.tie(link, numbers[-1], page_object.number)
        return numbers

    def _note(self, page: LaidOutPage, number: int, move: Move) -> None:
        """Note what the outline and the names have on the page with this number in the file."""
        right, up = move
        for mark in page.bookmarks:
            x, y = mark.place
            self._marks.append(OutlineItem(mark.level, mark.label, Spot(number, x + right, y + up), mark.open))
        for named, (x, y) in page.anchors.items():
            self._spots.setdefault(named, Spot(number, x + right, y + up))

    def catalog(self) -> bytes:
        """Write all that leads through the pages; return the entries of the catalogue for it (§7.7.2)."""
        self._pages.close()
        self._structure.close()
        names = add_names(self._file, [(goal(named), spot.destination) for named, spot in self._spots.items()])
        outline = add_outline(self._file, self._marks)
        return entries(
            Pages=reference(self._pages.root),
            StructTreeRoot=reference(self._structure.root),
            Outlines=None if outline is None else reference(outline),
            Names=None if names is None else dictionary(Dests=reference(names)),
        )


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
