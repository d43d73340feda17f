"""The settings of an edition, as book.toml gives them under `[editions.*]`: values only."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class EpubEdition(
    msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True, tag_field="format", tag="epub"
):
    """An EPUB 3 edition."""

    cover_design: str = "auto"
    """Which cover to draw when the book brings none: `horizon`, `broadsheet`, `block`, or the name of one in the
    book's own `styles/cover/`; `auto` chooses by the series, else by the title."""
    fonts: Literal["none", "display", "all"] = "display"
    """Embed no fonts, fonts for titles and ornaments, or for the whole text too."""
    max_megapixels: Annotated[float, Meta(gt=0)] = 4.0
    """Pictures larger than this are scaled down (Apple and Kobo refuse more than 4–5.6 megapixels)."""


class PdfEdition(
    msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True, tag_field="format", tag="pdf"
):
    """A print edition."""

    trim: str = "5.5x8.5"
    """A preset's name or `WxH` (see `measure.Trim.parse`)."""
    profile: Literal["screen", "press"] = "screen"
    """`screen`: RGB, links and outline; `press`: black is pure K, pictures are grey, no links."""
    openings: Literal["recto", "page", "run-on"] = "page"
    """Episodes open on a right-hand page, on any new page, or run on."""
    notes: Literal["foot", "end"] = "foot"
    """Notes at the foot of the page, or collected at the end of their episode."""
    contents: Literal["full", "plain", "parts"] = "full"
    """Episodes with date and narrator; titles only; parts only (long serials)."""
    running_head: Literal["title", "date"] = "title"
    """What stands over the recto page of an episode."""
    text_font: str | None = None
    """The family that sets the text, from the book's own `styles/fonts/`; else the house's."""
    font_size: str = "11pt"
    leading: str = "14pt"
    inner_margin: str | None = None
    """Overrides the press's table by page count."""
    isbn: Annotated[str | int, Meta(description="The print edition's own: ISBN-13 or ISBN-10, hyphens welcome")] | (
        None
    ) = None
    """An ISBN of its own; the book's stands for the EPUB then."""


Edition = EpubEdition | PdfEdition
