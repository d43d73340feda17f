"""The fonts of a print edition: make-book's and the book's own, and the characters that none of them has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from make_book import drawings
from make_book.editions import PdfEdition
from make_book.findings import BookError, Finding, Span, judge
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import SourceText
from make_book.model import Image, Section
from make_book.style_files import Styles
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

BOOK_FILE = "manuscript/book.toml"
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
    sources: Iterable[SourceText],
    *,
    file: str,
    language: str = "en",
    images: Iterable[Image] = (),
) -> FontSelection:
    """Return the faces for `sections` of a book in `language`, and for the text in the drawings among `images`.

    Raise `BookError` for a font of the book that cannot be used (`PDF-008`), for a `text-font` that does not exist
    (`PDF-010`) and for characters that no face has (`PDF-003`); `file` and `sources` give their places.
    """
    own, found = msgspec.structs.astuple(read_fonts(styles.fonts))
    judge(found)
    first = _text_faces(edition.text_font, own, file)
    drawn = {image.path: drawings.words(image.data) for image in images if image.media_type == "image/svg+xml"}
    judge((*unshowable(sections, sources, file, own), *_unshowable_in_drawings(drawn, file, own)))
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


def unshowable(
    sections: Iterable[Section],
    sources: Iterable[SourceText] = (),
    file: str = BOOK_FILE,
    own: Iterable[FontFace] = (),
) -> tuple[Finding, ...]:
    """Return a finding for every kind of characters in `sections` that no face has, the book's `own` included.

    A kind is what one font has: a script, signs, emoji. The finding says how many characters there are and where the
    first is, with its line and column where `sources` hold it, and names a font for them. What only generated sections
    have is reported for `file`, the book.toml.
    """
    faces = (*text_faces(), *reserve_faces(), *own, *script_faces())
    sections = tuple(sections)
    missing = missing_characters((section.survey.characters for section in sections), faces)
    kinds: dict[_Kind, list[str]] = {}
    for character in missing:
        kinds.setdefault(_kind(character), []).append(character)
    texts = tuple(sources)
    return tuple(_missing(kind, characters, sections, texts, file) for kind, characters in kinds.items())


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


def _missing(
    kind: _Kind, characters: Sequence[str], sections: Sequence[Section], sources: Sequence[SourceText], file: str
) -> Finding:
    span, count = _first_place(characters, sections, sources, file)
    named = ", ".join(f"{one!r} (U+{ord(one):04X})" for one in characters[:_SHOWN])
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    if len(characters) == 1:
        one = characters[0]
        named = f"{one!r} (U+{ord(one):04X} {unicodedata.name(one, 'a character without a name')})"
    times = f", {count} times in all" if count > len(characters) else ""
    message = f"no font can show {named}{more}{times}"
    return Finding("PDF-003", message, span, (*_another_font(kind.fallback), _OTHERWISE))


def _first_place(
    characters: Sequence[str], sections: Sequence[Section], sources: Sequence[SourceText], file: str
) -> tuple[Span, int]:
    """Return where the first of `characters` stands, and how often they do in the sources."""
    wanted = re.compile(f"[{re.escape(''.join(characters))}]")
    count = sum(len(wanted.findall(source.text)) for source in sources)
    for source in sources:
        if found := wanted.search(source.text):
            line = source.first_line + source.text.count("\n", 0, found.start())
            return Span(source.file, line, found.start() - source.text.rfind("\n", 0, found.start())), count
    holder = (one.source for one in sections if one.source and not set(characters).isdisjoint(one.survey.characters))
    return Span(next(holder, file)), count


def _another_font(font: Fallback | None) -> tuple[str, ...]:
    """Return the hints that say how to get a font for these characters."""
    if font is None:
        return ("put a font that has it into styles/fonts/",)
    note = f"; {font.note}" if font.note else ""
    extra = () if script_faces() else (f"pip install '{EXTRA}' brings fonts for most scripts, signs and emoji",)
    return (*extra, f"{font.name} has it: put its file into styles/fonts/ and it will be used: {font.address}{note}")
