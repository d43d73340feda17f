"""The text block: one baseline grid, mirrored margins, lines that stay inside."""

from __future__ import annotations

import pytest

from make_book.editions import PdfEdition
from make_book.pdf.geometry import PageGeometry, draw_page
from pdf.edge import EDITIONS, SCREEN, printed
from pdf.paper import Ink, PrintedPage, page_entries

BODY = ("episode", "part", "foreword", "afterword")
OVERHANG = 1.5
"""Points by which the arm of an f may reach over the edge."""


@pytest.fixture(params=EDITIONS.values(), ids=list(EDITIONS))
def edition(request: pytest.FixtureRequest) -> PdfEdition:
    chosen: PdfEdition = request.param
    return chosen


def page_of(edition: PdfEdition) -> PageGeometry:
    return draw_page(edition, len(page_entries(printed(edition).data)))


def body(edition: PdfEdition) -> list[tuple[PrintedPage, Ink]]:
    """Return the lines of text proper, but for the front matter's display pages."""
    size = page_of(edition).font_size.pt
    page_map = printed(edition).page_map
    pages = zip(page_entries(printed(edition).data), page_map.page_entries, strict=True)
    return [
        (page_entry, ink)
        for page_entry, mapped in pages
        if mapped.section.startswith(BODY)
        for ink in page_entry.inks
        if not ink.artifact and abs(ink.size - size) < 0.01
    ]


def test_every_line_of_text_stands_on_the_grid_of_its_page(edition: PdfEdition) -> None:
    page = page_of(edition)
    top, leading = page.trim.height.pt - page.head.pt, page.leading.pt
    lines = body(edition)
    assert len(lines) > 400
    first = (top - max(ink.baseline for _, ink in lines)) % leading
    for page_entry, ink in lines:
        off = (top - ink.baseline - first) % leading
        assert min(off, leading - off) < 0.1, f"{page_entry.label}: {ink.text}"


def test_facing_lines_register_behind_pictures_tables_verse_and_notes() -> None:
    """The pages that follow something whose height is not given in lines."""
    lines = {page_entry.number: ink.baseline for page_entry, ink in body(SCREEN)}
    page_map = printed().page_map
    for name in ("episode-002", "episode-005", "episode-006"):
        opening = page_map.anchors[name]
        for number in range(opening, opening + 3):
            steps = (lines[number] - lines[page_map.anchors["episode-001"]]) / 14
            assert abs(steps - round(steps)) < 0.1 / 14, number


def test_nothing_leaves_the_text_block(edition: PdfEdition) -> None:
    page = page_of(edition)
    bottom, top = page.foot.pt, page.trim.height.pt - page.head.pt
    for page_entry in page_entries(printed(edition).data):
        left = page.inner.pt if page_entry.recto else page.outer.pt
        for ink in page_entry.inks:
            assert left - OVERHANG < ink.left, f"{page_entry.label}: {ink.text}"
            assert ink.right < left + page.measure.pt + OVERHANG, f"{page_entry.label}: {ink.text}"
            if not ink.artifact:
                assert bottom < ink.baseline < top, f"{page_entry.label}: {ink.text}"


def test_margins_mirror() -> None:
    page = page_of(SCREEN)
    for page_entry in page_entries(printed().data):
        lines = [ink for ink in page_entry.inks if not ink.artifact and ink.right - ink.left > page.measure.pt * 0.9]
        if lines:
            edge = page.inner.pt if page_entry.recto else page.outer.pt
            assert edge - OVERHANG < min(ink.left for ink in lines) < edge + page.leading.pt + 1


def test_a_full_page_has_all_its_lines() -> None:
    page = page_of(SCREEN)
    most = max(
        len({round(ink.baseline) for page_entry, ink in body(SCREEN) if page_entry.number == number})
        for number in range(len(page_entries(printed().data)))
    )
    assert most == page.lines


def test_every_page_has_the_trim_size(edition: PdfEdition) -> None:
    trim = page_of(edition).trim
    for page_entry in page_entries(printed(edition).data):
        assert (round(page_entry.width, 1), round(page_entry.height, 1)) == (
            round(trim.width.pt, 1),
            round(trim.height.pt, 1),
        )


def test_no_paragraph_ends_in_a_scrap() -> None:
    """The last line of a paragraph is at least about twice the indent."""
    page_map = printed().page_map
    pages = range(page_map.anchors["episode-007"] + 1, page_map.anchors["episode-008"])
    rows: dict[tuple[int, float], float] = {}
    for page_entry, ink in body(SCREEN):
        if page_entry.number in pages:
            key = (page_entry.number, -round(ink.baseline))
            rows[key] = max(rows.get(key, 0.0), ink.right - (60.4 if not page_entry.recto else 47.4))
    assert rows
    assert min(rows.values()) > 2 * 14


def test_a_full_line_holds_as_many_characters_as_read_well() -> None:
    width = page_of(SCREEN).measure.pt
    lines = [len(ink.text.strip()) for _, ink in body(SCREEN) if ink.right - ink.left > width * 0.97]
    assert len(lines) > 200
    assert 60 <= sum(lines) / len(lines) <= 68
