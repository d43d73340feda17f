"""The fonts of a print edition: make-book's and the book's own, and the characters that none of them has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from make_book import drawings, xhtml
from make_book.editions import PdfEdition
from make_book.findings import BookError, Finding, Span, judge
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import Manuscript, PlacedValue, SourceText
from make_book.model import Image, Section
from make_book.style_files import Styles
from make_book.text.source_maps import placed_lines
from make_book.typeset.fallbacks import Fallback, fallback_for
from make_book.typeset.fonts import (
    EXTRA,
    FontFace,
    faces_for,
    missing_characters,
    reserve_faces,
    script_faces,
    text_faces,
)
from make_book.typeset.own_fonts import read_fonts

_BOOK_FILE = "manuscript/book.toml"
_OTHERWISE = "or write it in other characters or in letters, or make the EPUB only: make-book epub"


class FontSelection(msgspec.Struct, frozen=True):
    """The `faces` of the text in the order in which they are tried; all the book's `own` faces; findings about them."""

    faces: tuple[FontFace, ...]
    own: tuple[FontFace, ...] = ()
    findings: tuple[Finding, ...] = ()


def select_fonts(
    sections: Sequence[Section],
    edition: PdfEdition,
    styles: Styles,
    manuscript: Manuscript | None = None,
    *,
    language: str = "en",
    images: Iterable[Image] = (),
) -> FontSelection:
    """Return the faces for `sections` of a book in `language`, and for the text in the drawings among `images`.

    Raise `BookError` for a font of the book that cannot be used (`PDF-008`), for a `text-font` that does not exist
    (`PDF-010`) and for characters that no face has (`PDF-003`, see `unshowable`).
    """
    own, found = msgspec.structs.astuple(read_fonts(styles.fonts))
    judge(found)
    first = _text_faces(edition.text_font, own, book_file(manuscript))
    drawn = {image.path: drawings.words(image.data) for image in images if image.media_type == "image/svg+xml"}
    missing = unshowable(sections, manuscript, own)
    judge((*missing, *_unshowable_in_drawings(drawn, book_file(manuscript), own)))
    shown = [*(section.survey.characters for section in sections), *drawn.values()]
    return FontSelection(faces_for(shown, own, first, language), own, found)


def _text_faces(family: str | None, own: Sequence[FontFace], file: str) -> tuple[FontFace, ...]:
    """Return the faces of `family`, upright first."""
    if family is None:
        return ()
    for faces in (own, text_faces()):
        if named := [face for face in faces if face.family.casefold() == family.casefold()]:
            return tuple(sorted(named, key=lambda face: face.style == "italic"))
    known = sorted({face.family for face in (*own, *text_faces())})
    hints = did_you_mean(family, known) or ("put its files into styles/fonts/", f"there are: {', '.join(known)}")
    raise BookError([Finding("PDF-010", f"text-font: there is no font {family!r}", Span(file), hints)])


_SHOWN = 12
"""So many characters of a kind are named in a finding."""


class _Kind(NamedTuple):
    """What characters have in common that one font has: the name of that, else of their block."""

    name: str
    fallback: Fallback | None


Places = dict[str, list[Span]]
"""The places of each character, in order."""


def unshowable(
    sections: Iterable[Section], manuscript: Manuscript | None = None, own: Iterable[FontFace] = ()
) -> tuple[Finding, ...]:
    """Return a finding for every kind of characters in `sections` that no face has, the book's `own` included.

    A kind is what one font has: a script, signs, emoji. The finding says how many characters there are and where the
    first is, with its column if there is a `manuscript`, and names a font for them. What generated sections repeat
    from a file is reported for that file only; what they have from elsewhere stands in book.toml.
    """
    faces = (*text_faces(), *reserve_faces(), *own, *script_faces())
    sections = tuple(sections)
    missing = missing_characters((section.survey.characters for section in sections), faces)
    kinds: dict[_Kind, list[str]] = {}
    for character in missing:
        kinds.setdefault(_kind(character), []).append(character)
    places = list(_places(frozenset(missing), sections, manuscript)) if missing else []
    return tuple(_missing(kind, characters, places) for kind, characters in kinds.items())


def book_file(manuscript: Manuscript | None) -> str:
    """Return the name of the file with the book's own data."""
    return manuscript.config.file if manuscript else _BOOK_FILE


def _places(
    missing: frozenset[str], sections: Sequence[Section], manuscript: Manuscript | None
) -> Iterator[tuple[str, Span]]:
    """Yield the `missing` characters and their places, in the order of the book."""
    sources = (*manuscript.episodes, *manuscript.matter) if manuscript else ()
    heads = {source.body.file: source.values for source in sources}
    columns = {text.file: _Columns(text) for source in sources for text in source.texts}
    named: set[str] = set()
    for section in sections:
        if section.source and not missing.isdisjoint(section.survey.characters):
            head = heads.get(section.source, ())
            for character, span in dict.fromkeys(_places_in(section, missing, head, columns)):
                named.add(character)
                yield character, span
    values = manuscript.config.values if manuscript else ()
    for character in sorted(missing - named):
        yield from ((character, span) for span in _value_places(character, values, book_file(manuscript)))


def _places_in(
    section: Section, missing: frozenset[str], head: Sequence[PlacedValue], columns: Mapping[str, _Columns]
) -> Iterator[tuple[str, Span]]:
    """Yield the `missing` characters of a section that somebody wrote, and their places in its files."""
    for piece in placed_lines(xhtml.parse_one(section.xhtml), section.source_map):
        for character in piece.text:
            if character not in missing:
                continue
            if not piece.line:
                yield from ((character, span) for span in _value_places(character, head, section.source or ""))
            elif known := columns.get(piece.file):
                yield character, known.span(piece.line, piece.column, character)
            else:
                yield character, Span(piece.file, piece.line)


def _value_places(character: str, values: Iterable[PlacedValue], file: str) -> list[Span]:
    return [value.span for value in values if character in value.text] or [Span(file)]


class _Columns:
    """The columns of characters in a file's lines: each one's own, however often it stands there."""

    def __init__(self, source: SourceText) -> None:
        self._file, self._first, self._lines = source.file, source.first_line, source.text.split("\n")
        self._taken: dict[tuple[int, str], int] = {}

    def span(self, line: int, column: int, character: str) -> Span:
        """Return the place of the next `character` from `line` on, in it after `column`, before a blank line.

        The line is later than `line` where the manuscript has line ends that the text has not: in a comment, in an
        address. Of a character that is written as a reference the place is `line`.
        """
        for at in range(line - self._first, len(self._lines)):
            text = self._lines[at]
            start = max(self._taken.get((at, character), 0), column - 1 if at == line - self._first else 0)
            if (found := text.find(character, start)) >= 0:
                self._taken[at, character] = found + 1
                return Span(self._file, at + self._first, found + 1)
            if not text.strip():
                break
        return Span(self._file, line)


def _unshowable_in_drawings(drawn: Mapping[str, str], file: str, own: Iterable[FontFace]) -> Iterator[Finding]:
    """Yield a finding for each drawing whose text no face can show."""
    faces = (*text_faces(), *reserve_faces(), *own, *script_faces())
    for path, text in drawn.items():
        if missing := missing_characters(text, faces):
            named = ", ".join(f"{one!r} (U+{ord(one):04X})" for one in missing[:_SHOWN])
            hints = (*_another_font(fallback_for(missing[0])), "or save the drawing with its text as outlines")
            span = Span(f"{file.removesuffix('book.toml')}{path}")
            yield Finding("PDF-003", f"no font can show the text of the drawing: {named}", span, hints)


def _kind(character: str) -> _Kind:
    font = fallback_for(character)
    if font is not None:
        return _Kind(font.name.removeprefix("Noto Sans ").removeprefix("Noto Serif "), font)
    words = unicodedata.name(character, "PRIVATE USE" if unicodedata.category(character) == "Co" else "UNNAMED").split()
    return _Kind(words[0].title(), None)


def _missing(kind: _Kind, characters: Sequence[str], places: Sequence[tuple[str, Span]]) -> Finding:
    spans = [span for character, span in places if character in characters]
    named = ", ".join(f"{one!r} (U+{ord(one):04X})" for one in characters[:_SHOWN])
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    if len(characters) == 1:
        one = characters[0]
        named = f"{one!r} (U+{ord(one):04X} {unicodedata.name(one, 'a character without a name')})"
    times = f", {len(spans)} times in all" if len(spans) > len(characters) else ""
    message = f"no font can show {named}{more}{times}"
    return Finding("PDF-003", message, spans[0], (*_another_font(kind.fallback), _OTHERWISE))


def _another_font(font: Fallback | None) -> tuple[str, ...]:
    """Return the hints that say how to get a font for these characters."""
    if font is None:
        return ("put a font that has it into styles/fonts/",)
    note = f"; {font.note}" if font.note else ""
    extra = () if script_faces() else (f"pip install '{EXTRA}' brings fonts for most scripts, signs and emoji",)
    return (*extra, f"{font.name} has it: put its file into styles/fonts/ and it will be used: {font.address}{note}")
