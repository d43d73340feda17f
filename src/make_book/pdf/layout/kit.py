"""The font kit: the fonts of a book, cast once with every glyph that its documents use."""

from __future__ import annotations

from collections.abc import Sequence

from make_book.pdf.galley import FontUse
from make_book.pdf.layout.casting import cast
from make_book.pdf.layout.documents import lay_desk
from make_book.pdf.work import Dress


def cast_fonts(fonts: Sequence[FontUse], dress: Dress) -> bytes:
    """Return a PDF whose only page has the finished `fonts` among its resources."""
    return cast(fonts, lay_desk(dress).fonts)
