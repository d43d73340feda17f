"""The font kit: every font of a book cast once, with the glyphs that its documents use."""

from __future__ import annotations

from collections.abc import Sequence

from make_book.pdf.composing import remembered
from make_book.pdf.galley import FontUse
from make_book.pdf.plate import Font
from make_book.pdf.press import Press
from make_book.pdf.work import Dress


def cast_kit(fonts: Sequence[FontUse], dress: Dress, press: Press) -> tuple[Font, ...]:
    """Return `fonts` finished. A font's glyphs are just those that the book uses: no more, no less."""

    def make(font: FontUse) -> Font:
        from make_book.pdf import layout

        return layout.cast_font(font, dress)

    return tuple(remembered(fonts, dress, press, make, Font))
