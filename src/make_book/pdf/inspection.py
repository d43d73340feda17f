"""A section of the print edition as the stages of print make it: its markup, and its pages."""

from __future__ import annotations

import msgspec

from make_book.pdf.layout_inputs import LayoutStyle, LayoutUnit
from make_book.pdf.layout_units import PrintJob, make_layout_style, make_units
from make_book.pdf.page_description import InspectedPage
from make_book.pdf.pagination import Pagination, paginate
from make_book.pdf.placement import PlacedPage
from make_book.pdf.print_markup import for_paper
from make_book.resources import BuildResources


class _Paginated(msgspec.Struct, frozen=True):
    """The book on its pages, and the unit that one section is in."""

    pagination: Pagination
    unit: LayoutUnit
    layout_style: LayoutStyle
    places: tuple[PlacedPage, ...]
    """The places of the unit's pages, in order."""


def print_markup_of(job: PrintJob, section: str, resources: BuildResources) -> str:
    """Return the markup that the layout engine gets of the section with the id `section`, page numbers filled in.

    Raise `KeyError` if there is no such section.
    """
    unit = _paginated(job, section, resources).unit
    return next(for_paper(one, unit.context).xhtml for one in unit.sections if one.id == section)


def inspect_pages(job: PrintJob, section: str, resources: BuildResources) -> tuple[InspectedPage, ...]:
    """Return the pages of the book that show the section with the id `section`. Raise `KeyError` if there is none."""
    from make_book.pdf import layout

    found = _paginated(job, section, resources)
    entries = found.pagination.page_map.page_entries
    return tuple(
        InspectedPage(place.index, entries[place.index].label, place.right, page)
        for at, page in layout.describe_pages(found.unit, found.layout_style, section)
        for place in found.places[at : at + 1]
    )


def _paginated(job: PrintJob, section: str, resources: BuildResources) -> _Paginated:
    pagination = paginate(job, resources)
    groups = enumerate(pagination.groups)
    number = next((at for at, group in groups if any(one.id == section for one in group)), None)
    if number is None:
        raise KeyError(section)
    units = list(make_units(job, pagination.groups, pagination.page, pagination.page_map))
    places = tuple(one for one in pagination.places if one.section_layout == number and one.page is not None)
    verso = pagination.section_layouts[number].sided and not places[0].right
    return _Paginated(
        pagination=pagination,
        unit=msgspec.structs.replace(units[number], verso=verso),
        layout_style=make_layout_style(job, pagination.page, "sections"),
        places=places,
    )
