"""The type case: the faces that a print edition is set in, the house's and the book's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from make_book.editions import PdfEdition
from make_book.findings import BookError, Finding, Span, judge
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import SourceText
from make_book.model import Section
from make_book.pdf.characters import unshowable
from make_book.style_files import Styles
from make_book.typeset.fonts import FontFace, faces_for, house_faces
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
    stock = (*own, *house_faces())
    for faces in (own, house_faces()):
        if named := [face for face in faces if face.family.casefold() == family.casefold()]:
            return tuple(sorted(named, key=lambda face: face.style == "italic"))
    known = sorted({face.family for face in stock})
    hints = did_you_mean(family, known) or ("put its files into styles/fonts/", f"there are: {', '.join(known)}")
    raise BookError([Finding("PDF-010", f"text-font: there is no font {family!r}", Span(file), hints)])
