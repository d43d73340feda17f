"""The type case: the faces that a print edition is set in, the house's and the book's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from make_book.editions import PdfEdition
from make_book.findings import BookError, Finding, Span, judge
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import SourceText
from make_book.model import Section
from make_book.style_files import Styles
from make_book.typeset.fallbacks import fallback_for
from make_book.typeset.fonts import FontFace, faces_for, missing_characters, reserve_faces, text_faces
from make_book.typeset.own_fonts import read_fonts


class FontSelection(msgspec.Struct, frozen=True):
    """The `faces` of the text, tried in order for each character; all that are the book's `own`; what is doubtful."""

    faces: tuple[FontFace, ...]
    own: tuple[FontFace, ...] = ()
    findings: tuple[Finding, ...] = ()


def select_fonts(
    sections: Sequence[Section], edition: PdfEdition, styles: Styles, sources: Iterable[SourceText], file: str
) -> FontSelection:
    """Return the faces that set `sections`.

    Raise `BookError` for a font of the book that cannot be used (`PDF-008`), for a `text-font` that is not
    there (`PDF-010`) and for characters that no face can show (`PDF-003`); `file` and `sources` say where.
    """
    own, found = msgspec.structs.astuple(read_fonts(styles.fonts))
    judge(found)
    first = _text_faces(edition.text_font, own, file)
    judge(unshowable(sections, sources, file, own))
    return FontSelection(faces_for((section.survey.characters for section in sections), own, first), own, found)


def _text_faces(family: str | None, own: Sequence[FontFace], file: str) -> tuple[FontFace, ...]:
    """Return the faces of `family`, upright first."""
    if family is None:
        return ()
    stock = (*own, *text_faces())
    for faces in (own, text_faces()):
        if named := [face for face in faces if face.family.casefold() == family.casefold()]:
            return tuple(sorted(named, key=lambda face: face.style == "italic"))
    known = sorted({face.family for face in stock})
    hints = did_you_mean(family, known) or ("put its files into styles/fonts/", f"there are: {', '.join(known)}")
    raise BookError([Finding("PDF-010", f"text-font: there is no font {family!r}", Span(file), hints)])


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
    faces = (*text_faces(), *reserve_faces(), *own)
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
