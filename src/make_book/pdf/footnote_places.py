"""Checks that no footnote is lost, and that none is on a page after the end of its section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from make_book.findings import Finding
from make_book.model import Section
from make_book.pdf.page_map import PageMap
from make_book.text.source_maps import span_of_id


def astray(sections: Sequence[Section], page_map: PageMap, openings: str) -> frozenset[str]:
    """Return the ids of the notes that are on a page after the last page of their section."""
    return frozenset(
        note
        for section, last in _last_pages(sections, page_map, openings)
        for note in section.survey.notes
        if page_map.anchors.get(note, 0) > last
    )


def judge_notes(sections: Sequence[Section], page_map: PageMap, openings: str) -> tuple[Finding, ...]:
    """Return `PDF-005` for every note that is on no page, `PDF-006` for one that is after the end of its section."""
    strayed = astray(sections, page_map, openings)
    findings = []
    for section in sections:
        for number, note in enumerate(section.survey.notes, start=1):
            if note not in page_map.anchors:
                message = f"note {number} of “{section.title}” is on no page"
                findings.append(Finding("PDF-005", message, span_of_id(section, note)))
            elif note in strayed:
                page = page_map.label(note)
                message = f"note {number} of “{section.title}” had no room before page {page}"
                hint = 'notes = "end" sets notes after their episode'
                findings.append(Finding("PDF-006", message, span_of_id(section, note), (hint,)))
    return tuple(findings)


def _last_pages(sections: Sequence[Section], page_map: PageMap, openings: str) -> Iterator[tuple[Section, int]]:
    """Yield each section with the index of its last page; an episode may end where the next one runs on."""
    placed = [(section, page_map.anchors[section.id]) for section in sections if section.id in page_map.anchors]
    for (section, first), (next_section, following) in pairwise(placed):
        runs_on = openings == "run-on" and section.kind == next_section.kind == "episode"
        yield section, max(first, following if runs_on else following - 1)
    if placed:
        yield placed[-1][0], len(page_map.page_entries) - 1
