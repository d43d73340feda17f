"""The edge book: a small invented book of everything that is hard to set, laid out once for each setting."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.model import Section
from make_book.pdf.pdf_edition import Printed, make_pdf
from make_book.pipeline import Options, TypesetBook, typeset_book

EDGE = Path(__file__).parents[1] / "books" / "edge"
SCREEN = PdfEdition()
PRESS = PdfEdition(profile="press", openings="recto", notes="end", running_head="date", contents="plain")
RUN_ON = PdfEdition(openings="run-on", contents="parts")
EDITIONS = {"screen": SCREEN, "press": PRESS, "run-on": RUN_ON}


@lru_cache(maxsize=1)
def edge_book() -> TypesetBook:
    """Return the edge book, typeset."""
    return typeset_book(EDGE, Options(strict=True))


def printed(edition: PdfEdition = SCREEN) -> Printed:
    """Return the edge book printed as `edition`."""
    return _printed(edition)


@lru_cache(maxsize=8)
def _printed(edition: PdfEdition) -> Printed:
    book = edge_book()
    return make_pdf(book.book, book.sections, edition, book.styles, book_time(book.book.imprint.date, {}))


def section(name: str) -> Section:
    """Return the section of the edge book whose id is `name`."""
    return next(section for section in edge_book().sections if section.id == name)
