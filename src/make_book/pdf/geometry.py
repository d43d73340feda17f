"""The geometry of a page: trim size, margins and text block.

The inner margin depends on the number of pages, because a thick book does not open flat: it is KDP's least margin
(kdp.amazon.com, "Set trim size, bleed and margins", read 2026-11) and `COMFORT`.
"""

from __future__ import annotations

import msgspec

from make_book.editions import PdfEdition
from make_book.measure import Length, Trim

COMFORT = Length.of(0.15, "in")
OUTER_LEAST = Length.of(0.5, "in")
_GUTTERS = (
    (150, Length.of(0.375, "in")),
    (300, Length.of(0.5, "in")),
    (500, Length.of(0.625, "in")),
    (700, Length.of(0.75, "in")),
    (828, Length.of(0.875, "in")),
)
_MEASURE_EMS = 26.2
"""Width of the widest text block in ems: about 66 characters of EB Garamond."""
_BLOCK_WIDTH, _BLOCK_HEIGHT = 0.735, 0.79
"""Largest share of the trim size that the text block may have."""
_LINES_LEAST, _EMS_LEAST = 10, 8
"""A page with fewer lines, or narrower ones, is refused."""
_OUTER_SHARE, _HEAD_SHARE = 0.56, 0.42
"""Shares of the remaining width and height: of the outer margin, of the head margin."""


class PageGeometry(msgspec.Struct, frozen=True):
    """Sizes and margins of a recto; on a verso, inner and outer margin change sides."""

    trim: Trim
    inner: Length
    outer: Length
    head: Length
    foot: Length
    font_size: Length
    leading: Length
    lines: int

    @property
    def measure(self) -> Length:
        """The width of the text block."""
        return self.trim.width - self.inner - self.outer


def centred(page: PageGeometry) -> PageGeometry:
    """Return `page` with its text block in the middle, for a section layout, whose side is not known yet."""
    side = (page.trim.width - page.measure) * 0.5
    return msgspec.structs.replace(page, inner=side, outer=side)


def gutter(pages: int) -> Length:
    """Return the least inner margin of a book of `pages` pages, with `COMFORT`."""
    least = next((width for most, width in _GUTTERS if pages <= most), _GUTTERS[-1][1])
    return least + COMFORT


def draw_page(edition: PdfEdition, pages: int) -> PageGeometry:
    """Return the geometry of `edition` for a book of about `pages` pages.

    Raise `ValueError` for a trim size or a length that cannot be read, and if no text fits the page.
    """
    trim = Trim.parse(edition.trim)
    size, leading = Length.parse(edition.font_size), Length.parse(edition.leading)
    if not (size.pt and leading.pt):
        raise ValueError("type of no size, or on no leading, cannot be set")
    inner_least = Length.parse(edition.inner_margin) if edition.inner_margin else gutter(pages)
    measure = min(Length(size.pt * _MEASURE_EMS), trim.width * _BLOCK_WIDTH)
    white = trim.width - measure
    inner = max(inner_least, white * (1 - _OUTER_SHARE))
    outer = max(OUTER_LEAST, white - inner)
    lines = int(trim.height.pt * _BLOCK_HEIGHT / leading.pt)
    rest = trim.height - leading * lines
    head = rest * _HEAD_SHARE
    page = PageGeometry(trim, inner, outer, head, rest - head, size, leading, lines)
    if lines < _LINES_LEAST or page.measure.pt < size.pt * _EMS_LEAST:
        text = f"{edition.font_size} on {edition.leading}"
        raise ValueError(f"a page of {edition.trim} has no room between its margins for text of {text}")
    return page
