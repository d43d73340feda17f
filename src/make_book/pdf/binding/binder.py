"""The binder: section layouts, margin boxes and embedded fonts made one PDF (ISO 32000-1).

No content stream is decompressed. A page's contents are its section layout's, moved to where its text block stands
on this side, and its margin boxes's, painted as a form. Each section layout's structure becomes a Part of the one
Document, the table of each of its fragments a leaf of one number tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from make_book.pdf.binding.document_info import finish
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
from make_book.pdf.document_titles import DocumentTitles
from make_book.pdf.fragment import FontFragment, Fragment
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


def bind(binding_input: BindingInput, page_map: PageMap, titling: DocumentTitles) -> bytes:
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
    return finish(file, binder.catalog(), page_map, titling)


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
