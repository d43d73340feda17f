"""The font kit: every font of a book cast once, with the glyphs that its documents use."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.pdf.composing import remembered
from make_book.pdf.galley import FontUse
from make_book.pdf.press import Press
from make_book.pdf.work import Dress


class Font(msgspec.Struct, frozen=True, array_like=True):
    """A finished font: a PDF whose only page has it among its resources."""

    data: bytes


def cast_kit(fonts: Sequence[FontUse], dress: Dress, press: Press) -> tuple[bytes, ...]:
    """Return `fonts` finished, each as a PDF. A font's glyphs are just those that the book uses: no more, no less."""

    def make(font: FontUse) -> Font:
        from make_book.pdf import layout

        return Font(layout.cast_font(font, dress))

    return tuple(font.data for font in remembered(fonts, dress, press, make, Font))
