"""Sections made by hand for tests, surveyed as typeset does it."""

from __future__ import annotations

import msgspec

from make_book import xhtml
from make_book.model import Division, Section
from make_book.pdf.text_positions import letters
from make_book.typeset.section_survey import survey


def make_section(
    id: str,  # noqa: A002 - as `Section` calls it
    kind: str,
    title: str,
    place: Division,
    language: str,
    text: str,
    *,
    level: int = 1,
    source: str | None = None,
    part: str | None = None,
) -> Section:
    """Return a section whose XHTML is `text`."""
    surveyed = survey(xhtml.parse_one(text))
    return Section(id, kind, title, place, language, text, surveyed, level, source=source, part=part)


def with_xhtml(section: Section, text: str) -> Section:
    """Return `section` with `text` for its XHTML."""
    return msgspec.structs.replace(section, xhtml=text, survey=survey(xhtml.parse_one(text)))


def letters_of(section: Section, *, notes: str) -> str:
    """Return the letters of the text of `section`."""
    return letters(xhtml.parse_one(section.xhtml), notes=notes)
