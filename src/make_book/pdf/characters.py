"""Characters that no font can show, of the house or of the book, found before anything is laid out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from make_book.findings import Finding, Span
from make_book.manuscript.values import SourceText
from make_book.model import Section
from make_book.typeset.fallbacks import fallback_for
from make_book.typeset.fonts import FontFace, house_faces, missing_characters, reserve_faces

BOOK_FILE = "manuscript/book.toml"
_OTHERWISE = "write it with another character or in letters, or make the EPUB only: make-book epub"


def unshowable(
    sections: Iterable[Section],
    sources: Iterable[SourceText] = (),
    file: str = BOOK_FILE,
    own: Iterable[FontFace] = (),
) -> tuple[Finding, ...]:
    """Return a finding for every character of `sections` that no face can show, of the house or the book's `own`.

    It names the character, the file, and where `sources` holds the character, its first line and column.
    What the house's own pages (the contents) repeat from a file is told of that file only; what they have
    from elsewhere is told of the book's own `file`.
    """
    faces = (*house_faces(), *reserve_faces(), *own)
    sections = tuple(sections)
    suspects = frozenset(missing_characters((section.survey.characters for section in sections), faces))
    if not suspects:
        return ()
    texts = {source.file: source for source in sources}
    missing = dict.fromkeys(
        (section.source, character)
        for section in sections
        for character in sorted(suspects.intersection(section.survey.characters))
    )
    told = {character for source, character in missing if source}
    return tuple(
        _missing(character, source or file, texts.get(source or ""))
        for source, character in missing
        if source or character not in told
    )


def _missing(character: str, file: str, source: SourceText | None) -> Finding:
    name = unicodedata.name(character, "a character without a name")
    message = f"no font can show {character!r} (U+{ord(character):04X} {name})"
    span = Span(file)
    if source is not None and (at := source.text.find(character)) >= 0:
        line = source.first_line + source.text.count("\n", 0, at)
        span = Span(source.file, line, at - source.text.rfind("\n", 0, at))
    return Finding("PDF-003", message, span, (*_another_font(character), _OTHERWISE))


def _another_font(character: str) -> tuple[str, ...]:
    """Return the hint that names a font to be had for `character`, if one is known."""
    font = fallback_for(character)
    if font is None:
        return ("put a font that has it into styles/fonts/",)
    note = f"; {font.note}" if font.note else ""
    return (f"{font.name} has it: put its file into styles/fonts/ and it will be used: {font.address}{note}",)
