"""A book's own fonts: the files in its `styles/fonts/` as faces, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from make_book.findings import Finding, Span
from make_book.style_files import FontFile
from make_book.typeset.fonts import FontFace, inspect

MOST, LARGEST = 64, 64 << 20
"""How many font files a book may have, and how many bytes each: enough for the largest fonts of East Asia."""


class OwnFonts(msgspec.Struct, frozen=True):
    """The faces of a book, in the order of their files' names, and what is to be said of them."""

    faces: tuple[FontFace, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_fonts(files: Iterable[FontFile]) -> OwnFonts:
    """Read the fonts of a book.

    A file that is no font, or one that cannot be embedded in a print edition, is an error (`PDF-008`); one
    whose licence bits forbid embedding a warning (`PDF-009`).
    """
    faces, findings = list[FontFace](), list[Finding]()
    for count, file in enumerate(files):
        span = Span(f"styles/{file.name}")
        try:
            face, restricted = _read(file, count)
        except (OSError, ValueError) as error:
            hint = "put a TrueType or OpenType font there (.ttf, .otf, .woff2), or take the file away"
            findings.append(Finding("PDF-008", f"the font cannot be used: {_reason(error)}", span, (hint,)))
            continue
        faces.append(face)
        if restricted:
            hint = "make sure that you have a licence for it, or take another font"
            message = f"the font {face.family!r} says that it may not be embedded in documents"
            findings.append(Finding("PDF-009", message, span, (hint,)))
    return OwnFonts(tuple(faces), tuple(findings))


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or "it cannot be read") if isinstance(error, OSError) else str(error)


def _read(file: FontFile, count: int) -> tuple[FontFace, bool]:
    if count >= MOST:
        raise ValueError(f"a book may have {MOST} font files")
    with Path(file.path).open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST >> 20} MB")
    traits = inspect(data)
    digest = hashlib.sha256(data).hexdigest()
    return FontFace(traits.family, traits.style, traits.weights, file.path, digest=digest), traits.restricted
