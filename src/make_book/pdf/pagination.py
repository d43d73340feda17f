"""Pagination: lays out the units, places them on pages, and repeats that until every page reference has its number.

Every build takes the same steps from the same start, whatever the cache holds; the cache only saves time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from make_book.findings import Finding
from make_book.model import Section
from make_book.pdf.chunks import is_set_in_chunks, lay_out_in_chunks
from make_book.pdf.extent import estimate_pages, extent_of
from make_book.pdf.fragment import FontFragment
from make_book.pdf.geometry import PageGeometry, draw_page
from make_book.pdf.layout_inputs import LayoutStyle, LayoutUnit
from make_book.pdf.layout_units import LISTS, PrintJob, group_sections, layout_page, make_layout_style, make_units
from make_book.pdf.page_map import PageEntry, PageMap, number_pages
from make_book.pdf.placement import PlacedPage, misplaced, place_pages
from make_book.pdf.section_layout import FontUse, LaidOutPage, SectionLayout, pack
from make_book.resources import BuildResources, key_of, no_progress

ROUNDS = 8
"""Page numbers settle in two or three rounds. A book whose numbers still change after these has a cycle in it."""
Item = TypeVar("Item")
Result = TypeVar("Result")


class Pagination(msgspec.Struct, frozen=True):
    """A book that is laid out and placed on pages."""

    groups: tuple[tuple[Section, ...], ...]
    section_layouts: tuple[SectionLayout, ...]
    """One for each group."""
    places: tuple[PlacedPage, ...]
    page_map: PageMap
    page: PageGeometry
    findings: tuple[Finding, ...] = ()


def paginate(job: PrintJob, resources: BuildResources) -> Pagination:
    """Lay out the book and place it on pages until page numbers and inner margin are settled."""
    paginator = _Paginator(job, resources)
    page = draw_page(job.edition, estimate_pages(job.sections, job.edition))
    known = None
    for _ in range(ROUNDS):
        last, pagination = known, paginator.paginate_once(page, known)
        known, page = pagination.page_map, draw_page(job.edition, len(pagination.places))
        if last == known and layout_page(job, page) == layout_page(job, pagination.page):
            return msgspec.structs.replace(pagination, page=page)
    message = "some page numbers in the text may be wrong by a page: each time they are set, the pages move"
    return msgspec.structs.replace(pagination, findings=(Finding("PDF-007", message),))


class _Paginator:
    """Units and section layouts of one build. A unit that has not changed since the last round is not made again."""

    def __init__(self, job: PrintJob, resources: BuildResources) -> None:
        self._job, self._resources = job, resources
        self._groups = group_sections(job)
        self._made: dict[int, tuple[LayoutUnit, LayoutStyle, SectionLayout]] = {}
        self._versos: frozenset[int] = frozenset()
        """Units that are laid out as beginning on a left-hand page."""
        self._restart = next((at for at, group in enumerate(self._groups) if group[0].id == job.opener), None)

    def paginate_once(self, page: PageGeometry, known: PageMap | None) -> Pagination:
        """Lay out the book on `page` with the page numbers that are `known`. If none are, lists are only estimated."""
        layout_style = make_layout_style(self._job, page, "sections")
        units = {
            at: self._on_its_side(at, unit) for at, unit in enumerate(make_units(self._job, self._groups, page, known))
        }
        estimated = {at for at, unit in units.items() if known is None and unit.sections[0].kind in LISTS}
        layouts = self._lay_out({at: unit for at, unit in units.items() if at not in estimated}, layout_style)
        layouts |= {at: _estimated_layout(units[at], self._job) for at in estimated}
        for _ in range(ROUNDS):
            places = place_pages(_in_order(layouts), self._restart)
            wrong = misplaced(_in_order(layouts), places, self._versos)
            if not wrong:
                break
            self._versos ^= wrong
            layouts |= self._lay_out({at: self._on_its_side(at, units[at]) for at in wrong}, layout_style)
        page_map = map_pages(self._groups, _in_order(layouts), places, self._restart)
        return Pagination(self._groups, _in_order(layouts), places, page_map, page)

    def _on_its_side(self, at: int, unit: LayoutUnit) -> LayoutUnit:
        verso = at in self._versos
        return unit if unit.verso == verso else msgspec.structs.replace(unit, verso=verso)

    def _lay_out(self, units: dict[int, LayoutUnit], layout_style: LayoutStyle) -> dict[int, SectionLayout]:
        changed = {
            at: unit for at, unit in units.items() if self._made.get(at, (None, None))[:2] != (unit, layout_style)
        }
        layouts = lay_out_units(list(changed.values()), layout_style, self._resources)
        self._made |= {
            at: (unit, layout_style, layout) for (at, unit), layout in zip(changed.items(), layouts, strict=True)
        }
        return {at: self._made[at][2] for at in units}


def _in_order(layouts: dict[int, SectionLayout]) -> tuple[SectionLayout, ...]:
    return tuple(layouts[at] for at in sorted(layouts))


def _estimated_layout(unit: LayoutUnit, job: PrintJob) -> SectionLayout:
    """Return a section layout of about the right number of empty pages."""
    section = unit.sections[0]
    page = LaidOutPage("", (), blank=False, size=(0, 0), block=(0, 0, 0, 0))
    first = msgspec.structs.replace(page, anchors={section.id: (0, 0)})
    pages = (first, *(page,) * (extent_of(section, job.edition) - 1))
    return SectionLayout((), pages, pack(()), "any", "any", sided=False)


def lay_out_units(
    units: Sequence[LayoutUnit], layout_style: LayoutStyle, resources: BuildResources
) -> list[SectionLayout]:
    """Return the section layouts of `units`; those that are not in the cache are made, by several processes."""

    def make(unit: LayoutUnit) -> SectionLayout:
        from make_book.pdf import layout

        if is_set_in_chunks(unit):
            return lay_out_in_chunks(unit, lay_out_chunk)
        return layout.lay_out_sections(unit, layout_style)

    within = msgspec.structs.replace(resources, progress=no_progress)  # a chunk may be laid out in a worker

    def lay_out_chunk(unit: LayoutUnit) -> SectionLayout:
        from make_book.pdf import layout

        return remember_layouts(
            within,
            "section chunks",
            [unit],
            layout_style,
            make=lambda unit: layout.lay_out_sections(unit, layout_style),
            kind=SectionLayout,
        )[0]

    return remember_layouts(resources, "section layouts", units, layout_style, make=make, kind=SectionLayout)


def remember_layouts(
    resources: BuildResources,
    stage: str,
    items: Sequence[Item],
    layout_style: LayoutStyle,
    *,
    make: Callable[[Item], Result],
    kind: type[Result],
) -> list[Result]:
    """Return `[make(item) for item in items]`, where `make` works in `layout_style`.

    The cache is used, and the layout engine is loaded only if something has to be made (see `BuildResources.remember`).
    """

    def prepare() -> None:
        from make_book.pdf import layout

        layout.prepare_environment(layout_style)

    style_key = key_of(layout_style)
    return resources.remember(stage, items, lambda item: key_of(style_key, item), make, kind, prepare=prepare)


def map_pages(
    groups: Sequence[tuple[Section, ...]],
    section_layouts: Sequence[SectionLayout],
    places: Sequence[PlacedPage],
    restart: int | None,
) -> PageMap:
    """Return the page map of the layouts of `groups` on their `places`; numbers restart with the layout `restart`."""
    anchors: dict[str, int] = {}
    blanks, tops = [], []
    for place in places:
        page = None if place.page is None else section_layouts[place.section_layout].pages[place.page]
        blanks.append(page is None or (page.blank and not page.anchors))
        tops.append(page.top if page else None)
        for name in page.anchors if page else ():
            anchors.setdefault(name, place.index)
    starts = tuple((section.id, anchors[section.id]) for group in groups for section in group if section.id in anchors)
    opener = groups[restart][0].id if restart is not None else None
    numbered = number_pages(starts, tuple(blanks), opener)
    first = next((place.index for place in places if place.section_layout == restart and place.page == 0), 0)
    page_entries = (
        PageEntry(page_entry.label, page_entry.section, page_entry.blank, top)
        for page_entry, top in zip(numbered, tops, strict=True)
    )
    return PageMap(tuple(page_entries), anchors, first)


def embed_fonts(
    fonts: Sequence[FontUse], layout_style: LayoutStyle, resources: BuildResources
) -> tuple[FontFragment, ...]:
    """Return the finished subsets of `fonts`: each holds the glyphs that the book uses, and no others."""

    def make(font: FontUse) -> FontFragment:
        from make_book.pdf import layout

        return layout.subset_font(font, layout_style)

    return tuple(remember_layouts(resources, "embedded fonts", fonts, layout_style, make=make, kind=FontFragment))
