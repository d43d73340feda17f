"""An estimate of how many pages a book will fill, made before the layout to choose the inner margin.

The layout is repeated if the estimate was wrong, so it costs time but never changes the result.
"""

from __future__ import annotations

from collections.abc import Iterable

from make_book.editions import PdfEdition
from make_book.model import Section
from make_book.pdf.geometry import draw_page

CHARACTER = 0.402
"""Mean advance width of a character of EB Garamond in ems, spaces included, measured on English prose."""
NOTE_SIZE = (9.0 / 11.0) * (11.5 / 14.0)
"""Area of a character in a note, as a share of that of a character in the text."""
NOTE_WHITE = 0.06
"""Share of a page that stays empty for each note: a line moves to the next page if its note does not fit."""
OPENING = {"run-on": 0.2, "page": 0.85, "recto": 1.35}
"""Pages that an episode takes beside its text: its head, and the empty space at its end and before the next one."""
AROUND, PART = 1.4, 2.0
"""The same for front and back matter, which is short or begins on rectos. A part has a title page and a blank page."""
FILL = 0.95
"""Share of a full page that text uses, since last lines of paragraphs are short."""


def estimate_pages(sections: Iterable[Section], edition: PdfEdition) -> int:
    """Return about how many pages `sections` will fill. Raise `ValueError` as `draw_page` does."""
    page = draw_page(edition, 1)
    characters = page.lines * page.measure.pt / (page.font_size.pt * CHARACTER) * FILL
    return round(sum(_pages(section, edition, characters) for section in sections))


def _pages(section: Section, edition: PdfEdition, characters: float) -> float:
    """Return how many pages of so many `characters` the section fills."""
    if section.kind == "part":
        return PART
    survey = section.survey
    pages = (survey.text_length + survey.note_length * NOTE_SIZE) / characters + len(survey.notes) * NOTE_WHITE
    return pages + (OPENING[edition.openings] if section.kind == "episode" else AROUND)


def extent_of(section: Section, edition: PdfEdition) -> int:
    """Return about how many pages `section` will fill, with its opening: at least one."""
    return max(1, estimate_pages([section], edition))
