"""A long section layout set run by run, so that it takes the memory of a run: lists and texts of any length.

Of every run but the last the pages after its last whole one are thrown away, and the next run begins with the
entry that stands at the head of the first of these. So the pages are those of the copy set at one go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from make_book.model import Section
from make_book.pdf.chunk_source import LISTS, Start, chunk_source_of
from make_book.pdf.layout_inputs import Chunk, LayoutUnit
from make_book.pdf.layout_units import narrow_context
from make_book.pdf.section_layout import LaidOutPage, SectionLayout, pack, unite

RUN = 250_000
"""Letters that are set at one go, about 140 pages, unless no page among them ends with a block; of lists 200 lines."""


def is_set_in_chunks(unit: LayoutUnit) -> bool:
    """Tell whether `unit` is longer than a run."""
    return sum(map(_worth, unit.sections)) > RUN


def _worth(section: Section) -> int:
    lines = section.survey.list_items if section.kind in LISTS else 0
    return len(section.xhtml) + 1000 * lines


def lay_out_in_chunks(unit: LayoutUnit, set_one: Callable[[LayoutUnit], SectionLayout]) -> SectionLayout:
    """Return the section layout of `unit`; `set_one` sets a run."""
    copy = chunk_source_of(unit.sections, notes=unit.sheet.notes)
    section_layouts: list[SectionLayout] = []
    start, worth, run = 0, RUN, Chunk()
    while True:
        stop = copy.stop(start, worth)
        run = msgspec.structs.replace(run, more=stop < len(copy.starts))
        section_layout = set_one(
            _part(unit, copy.part(start, stop), run, sum(len(one.pages) for one in section_layouts))
        )
        if run.more and section_layout.following is None:
            worth *= 2
            continue
        section_layouts.append(_moved(section_layout, unit.sections, copy.starts[start]) if start else section_layout)
        if section_layout.following is None:
            return _joined(section_layouts)
        then = section_layout.following
        run = Chunk(run.number + 1, forced=then.forced, groups=then.groups, level=then.level)
        start, worth = start + then.entry, RUN


def _part(unit: LayoutUnit, sections: tuple[Section, ...], run: Chunk, before: int) -> LayoutUnit:
    """Return the unit of a run that sets `sections`, a part of those of `unit`, after so many pages."""
    return LayoutUnit(
        sections=sections,
        sheet=narrow_context(unit.sheet, sections),
        first=unit.first and not run.number,
        verso=unit.verso != bool(before % 2),
        run=run,
    )


def _moved(section_layout: SectionLayout, sections: Sequence[Section], start: Start) -> SectionLayout:
    """Return `section_layout` as what comes from `start` on: of that section so many letters stand before."""
    section = sections[start.path[0]].id
    if not start.letters:
        return section_layout
    return msgspec.structs.replace(
        section_layout, pages=tuple(_after(page, section, start.letters) for page in section_layout.pages)
    )


def _after(page: LaidOutPage, section: str, letters: int) -> LaidOutPage:
    """Return a page after the beginning of `section`."""
    anchors = {name: point for name, point in page.anchors.items() if name != section}
    top = page.top and (page.top[0], page.top[1] + letters * (page.top[0] == section))
    return msgspec.structs.replace(page, anchors=anchors, top=top)


def _joined(section_layouts: Sequence[SectionLayout]) -> SectionLayout:
    """Return the section layouts of the runs of one take as one."""
    return SectionLayout(
        fragments=tuple(fragment for section_layout in section_layouts for fragment in section_layout.fragments),
        pages=tuple(page for section_layout in section_layouts for page in section_layout.pages),
        fonts=pack(unite(section_layout.fonts for section_layout in section_layouts)),
        opening=section_layouts[0].opening,
        closing=section_layouts[-1].closing,
        sided=any(section_layout.sided for section_layout in section_layouts),
        findings=tuple(
            dict.fromkeys(finding for section_layout in section_layouts for finding in section_layout.findings)
        ),
    )
