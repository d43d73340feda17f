"""Lays out long units chunk by chunk, so that a list or a text of any length takes the memory of one chunk.

The pages of a chunk after its last page that begins with an entry are thrown away, unless it is the last chunk. The
next chunk begins with that entry. So the pages are those of the unit laid out at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from make_book.model import Section
from make_book.pdf.chunk_source import LISTS, Start, chunk_source_of
from make_book.pdf.layout_inputs import Chunk, LayoutUnit
from make_book.pdf.layout_units import narrow_context
from make_book.pdf.section_layout import LaidOutPage, SectionLayout, pack, unite

CHUNK_LENGTH = 250_000
"""Characters that are laid out at once, about 140 pages; more if no page among them ends with a block. In a list an
item counts as 1,000 more characters."""


def is_set_in_chunks(unit: LayoutUnit) -> bool:
    """Tell whether `unit` is longer than a chunk."""
    return sum(map(_length, unit.sections)) > CHUNK_LENGTH


def _length(section: Section) -> int:
    items = section.survey.list_items if section.kind in LISTS else 0
    return len(section.xhtml) + 1000 * items


def lay_out_in_chunks(unit: LayoutUnit, lay_out: Callable[[LayoutUnit], SectionLayout]) -> SectionLayout:
    """Return the section layout of `unit`; `lay_out` lays out one chunk."""
    source = chunk_source_of(unit.sections, notes=unit.context.notes)
    layouts: list[SectionLayout] = []
    start, length, chunk = 0, CHUNK_LENGTH, Chunk()
    while True:
        stop = source.stop(start, length)
        chunk = msgspec.structs.replace(chunk, more=stop < len(source.starts))
        pages_before = sum(len(one.pages) for one in layouts)
        layout = lay_out(_part(unit, source.part(start, stop), chunk, pages_before))
        if chunk.more and layout.following is None:
            length *= 2
            continue
        layouts.append(_shifted(layout, unit.sections, source.starts[start]) if start else layout)
        if layout.following is None:
            return _joined(layouts)
        following = layout.following
        chunk = Chunk(chunk.number + 1, forced=following.forced, groups=following.groups, level=following.level)
        start, length = start + following.entry, CHUNK_LENGTH


def _part(unit: LayoutUnit, sections: tuple[Section, ...], chunk: Chunk, pages_before: int) -> LayoutUnit:
    """Return the unit of a chunk: `sections`, a part of those of `unit`, after so many pages."""
    return LayoutUnit(
        sections=sections,
        context=narrow_context(unit.context, sections),
        first=unit.first and not chunk.number,
        verso=unit.verso != bool(pages_before % 2),
        chunk=chunk,
    )


def _shifted(layout: SectionLayout, sections: Sequence[Section], start: Start) -> SectionLayout:
    """Return `layout` with positions counted in the whole section: so many letters stand before `start`."""
    section = sections[start.path[0]].id
    if not start.letters:
        return layout
    return msgspec.structs.replace(layout, pages=tuple(_after(page, section, start.letters) for page in layout.pages))


def _after(page: LaidOutPage, section: str, letters: int) -> LaidOutPage:
    """Return a page that stands after so many letters of `section`, and so after its anchor."""
    anchors = {name: point for name, point in page.anchors.items() if name != section}
    top = page.top and (page.top[0], page.top[1] + letters * (page.top[0] == section))
    return msgspec.structs.replace(page, anchors=anchors, top=top)


def _joined(layouts: Sequence[SectionLayout]) -> SectionLayout:
    """Return the section layouts of all chunks of a unit as one."""
    return SectionLayout(
        fragments=tuple(fragment for layout in layouts for fragment in layout.fragments),
        pages=tuple(page for layout in layouts for page in layout.pages),
        fonts=pack(unite(layout.fonts for layout in layouts)),
        opening=layouts[0].opening,
        closing=layouts[-1].closing,
        sided=any(layout.sided for layout in layouts),
        findings=tuple(dict.fromkeys(finding for layout in layouts for finding in layout.findings)),
    )
