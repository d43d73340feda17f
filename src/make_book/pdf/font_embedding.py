"""The embedded fonts: every font of a book cast once, with the glyphs that its documents use."""

from __future__ import annotations

from collections.abc import Sequence

from make_book.pdf.fragment import FontFragment
from make_book.pdf.layout_inputs import LayoutStyle
from make_book.pdf.pagination import remember_layouts
from make_book.pdf.section_layout import FontUse
from make_book.resources import BuildResources


def embed_fonts(
    fonts: Sequence[FontUse], layout_style: LayoutStyle, resources: BuildResources
) -> tuple[FontFragment, ...]:
    """Return `fonts` finished. A font's glyphs are just those that the book uses: no more, no less."""

    def make(font: FontUse) -> FontFragment:
        from make_book.pdf import layout

        return layout.subset_font(font, layout_style)

    return tuple(remember_layouts(resources, "embedded fonts", fonts, layout_style, make=make, kind=FontFragment))
