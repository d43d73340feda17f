"""Pagination: lay out the units, place them on pages, and repeat until every cited page has its number.

Every build goes the same way from the same beginning, whatever was kept from the last one: what is kept
only saves the setting.
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
"""Page numbers settle in two or three rounds; what turns in a circle is left after these."""
Work = TypeVar("Work")
Made = TypeVar("Made")


class Pagination(msgspec.Struct, frozen=True):
    """A book set and placed."""

    groups: tuple[tuple[Section, ...], ...]
    section_layouts: tuple[SectionLayout, ...]
    places: tuple[PlacedPage, ...]
    page_map: PageMap
    page: PageGeometry
    findings: tuple[Finding, ...] = ()


def paginate(job: PrintJob, resources: BuildResources) -> Pagination:
    """Set and impose the book."""
    paginator = _Paginator(job, resources)
    page = draw_page(job.edition, estimate_pages(job.sections, job.edition))
    known = None
    for _ in range(ROUNDS):
        last, composed = known, paginator.go(page, known)
        known, page = composed.page_map, draw_page(job.edition, len(composed.places))
        if last == known and layout_page(job, page) == layout_page(job, composed.page):
            return msgspec.structs.replace(composed, page=page)
    return msgspec.structs.replace(
        composed,
        findings=(
            Finding(
                "PDF-007", "some page numbers named in the text may be wrong by a page: set, they move what they name"
            ),
        ),
    )


class _Paginator:
    """Units and section layouts of one build: a unit that is asked for again is not looked for again."""

    def __init__(self, job: PrintJob, resources: BuildResources) -> None:
        self._job, self._resources = job, resources
        self._groups = group_sections(job)
        self._set: dict[int, tuple[LayoutUnit, LayoutStyle, SectionLayout]] = {}
        self._versos: frozenset[int] = frozenset()
        self._restart = next((at for at, group in enumerate(self._groups) if group[0].id == job.opener), None)

    def go(self, page: PageGeometry, known: PageMap | None) -> Pagination:
        """Set the book on `page`, with the page numbers that are `known`; without any, its lists are not set."""
        layout_style = make_layout_style(self._job, page, "sections")
        made = enumerate(make_units(self._job, self._groups, page, known))
        units = {at: self._turned(at, unit) for at, unit in made}
        pending = {at for at, unit in units.items() if known is None and unit.sections[0].kind in LISTS}
        section_layouts = self._section_layouts(
            {at: unit for at, unit in units.items() if at not in pending}, layout_style
        )
        section_layouts |= {at: _estimated_layout(units[at], self._job) for at in pending}
        for _ in range(ROUNDS):
            places = place_pages(_in_order(section_layouts), self._restart)
            wrong = misplaced(_in_order(section_layouts), places, self._versos)
            if not wrong:
                break
            self._versos ^= wrong
            section_layouts |= self._section_layouts({at: self._turned(at, units[at]) for at in wrong}, layout_style)
        page_map = map_pages(self._groups, _in_order(section_layouts), places, self._restart)
        return Pagination(self._groups, _in_order(section_layouts), places, page_map, page)

    def _turned(self, at: int, unit: LayoutUnit) -> LayoutUnit:
        verso = at in self._versos
        return unit if unit.verso == verso else msgspec.structs.replace(unit, verso=verso)

    def _section_layouts(self, units: dict[int, LayoutUnit], layout_style: LayoutStyle) -> dict[int, SectionLayout]:
        wanted = {at: unit for at, unit in units.items() if self._set.get(at, (None, None))[:2] != (unit, layout_style)}
        made = lay_out_units(list(wanted.values()), layout_style, self._resources)
        self._set |= {
            at: (unit, layout_style, section_layout)
            for (at, unit), section_layout in zip(wanted.items(), made, strict=True)
        }
        return {at: self._set[at][2] for at in units}


def _in_order(section_layouts: dict[int, SectionLayout]) -> tuple[SectionLayout, ...]:
    return tuple(section_layouts[at] for at in sorted(section_layouts))


def _estimated_layout(unit: LayoutUnit, job: PrintJob) -> SectionLayout:
    """Return an empty section layout of about the right number of pages."""
    section = unit.sections[0]
    page = LaidOutPage("", (), blank=False, size=(0, 0), block=(0, 0, 0, 0))
    first = msgspec.structs.replace(page, anchors={section.id: (0, 0)})
    pages = (first, *(page,) * (extent_of(section, job.edition) - 1))
    return SectionLayout((), pages, pack(()), "any", "any", sided=False)


def lay_out_units(
    units: Sequence[LayoutUnit], layout_style: LayoutStyle, resources: BuildResources
) -> list[SectionLayout]:
    """Return the section layouts of `units`: kept ones, and the rest set by as many processes as the press has."""

    def make(unit: LayoutUnit) -> SectionLayout:
        from make_book.pdf import layout

        return (
            lay_out_in_chunks(unit, set_run) if is_set_in_chunks(unit) else layout.lay_out_sections(unit, layout_style)
        )

    in_chunks = msgspec.structs.replace(resources, progress=no_progress)  # a chunk may be laid out in a worker

    def set_run(run: LayoutUnit) -> SectionLayout:
        from make_book.pdf import layout

        return remember_layouts(
            in_chunks,
            "section chunks",
            [run],
            layout_style,
            make=lambda unit: layout.lay_out_sections(unit, layout_style),
            kind=SectionLayout,
        )[0]

    return remember_layouts(resources, "section layouts", units, layout_style, make=make, kind=SectionLayout)


def remember_layouts(
    resources: BuildResources,
    stage: str,
    works: Sequence[Work],
    layout_style: LayoutStyle,
    *,
    make: Callable[[Work], Made],
    kind: type[Made],
) -> list[Made]:
    """Return what `make` makes of `works` in `layout_style`; what the cache has is not made again (see `remember`)."""

    def prepare() -> None:
        from make_book.pdf import layout

        layout.prepare_environment(layout_style)

    style_key = key_of(layout_style)
    return resources.remember(stage, works, lambda work: key_of(style_key, work), make, kind, prepare=prepare)


def map_pages(
    groups: Sequence[tuple[Section, ...]],
    section_layouts: Sequence[SectionLayout],
    places: Sequence[PlacedPage],
    restart: int | None,
) -> PageMap:
    """Return where everything lies when `section layouts`, set from `groups`, stand at `places`."""
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
    page_entries = number_pages(starts, tuple(blanks), opener)
    first = next((place.index for place in places if place.section_layout == restart and place.page == 0), 0)
    topped = (
        PageEntry(page_entry.label, page_entry.section, page_entry.blank, top)
        for page_entry, top in zip(page_entries, tops, strict=True)
    )
    return PageMap(tuple(topped), anchors, first)


def embed_fonts(
    fonts: Sequence[FontUse], layout_style: LayoutStyle, resources: BuildResources
) -> tuple[FontFragment, ...]:
    """Return `fonts` finished. A font's glyphs are just those that the book uses: no more, no less."""

    def make(font: FontUse) -> FontFragment:
        from make_book.pdf import layout

        return layout.subset_font(font, layout_style)

    return tuple(remember_layouts(resources, "embedded fonts", fonts, layout_style, make=make, kind=FontFragment))
