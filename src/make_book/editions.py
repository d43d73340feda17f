"""The settings of an edition, as book.toml gives them under `[editions.*]`: values only."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class EpubEdition(
    msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True, tag_field="format", tag="epub"
):
    """An EPUB 3 edition."""

    cover_design: Annotated[
        str,
        Meta(
            description="The cover to draw where the book names no picture: horizon, broadsheet, block, or the name of "
            "one in styles/cover/; auto chooses one by the series, else by the title"
        ),
    ] = "auto"
    fonts: Annotated[
        Literal["none", "display", "all"],
        Meta(description="The fonts inside the EPUB: none; those of titles and ornaments; that of the text too"),
    ] = "display"
    text_font: Annotated[
        str | None,
        Meta(description="The family that sets the text, by the name that its files in styles/fonts/ give"),
    ] = None
    max_megapixels: Annotated[
        float, Meta(gt=0, description="Larger pictures are scaled down; Apple and Kobo refuse more than 4 to 5.6")
    ] = 4.0


class PdfEdition(
    msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True, tag_field="format", tag="pdf"
):
    """A print edition."""

    trim: Annotated[
        str,
        Meta(
            description="The size of the page: 5x8, 5.06x7.81, 5.25x8, 5.5x8.5, 6x9 (inches), a5, b-format, "
            "or a width and height, as 120x190mm"
        ),
    ] = "5.5x8.5"
    profile: Annotated[
        Literal["screen", "press"],
        Meta(description="screen: with links and outline; press: for the printer, pure black, grey pictures, no links"),
    ] = "screen"
    openings: Annotated[
        Literal["recto", "page", "run-on"],
        Meta(description="Where an episode begins: on a right-hand page, on a new page, or right after the one before"),
    ] = "page"
    notes: Annotated[
        Literal["foot", "end"],
        Meta(description="Where notes stand: at the foot of the page that calls them, or at the end of their section"),
    ] = "foot"
    contents: Annotated[
        Literal["full", "plain", "parts"],
        Meta(description="full: episodes with date and narrator; plain: their titles; parts: the titles of parts"),
    ] = "full"
    running_head: Annotated[
        Literal["title", "date"], Meta(description="What stands above the right-hand pages of an episode")
    ] = "title"
    text_font: Annotated[
        str | None, Meta(description="The family that sets the text, from the book's styles/fonts/; else EB Garamond")
    ] = None
    font_size: Annotated[str, Meta(description="The size of the text: 11pt, 4mm")] = "11pt"
    leading: Annotated[str, Meta(description="The distance from one line of the text to the next: 14pt")] = "14pt"
    inner_margin: Annotated[
        str | None, Meta(description="The margin at the spine: 20mm, 0.8in; else by the number of pages")
    ] = None
    isbn: Annotated[
        str | int | None,
        Meta(description="The print edition's own ISBN, of 13 or 10 digits; the book's then stands for the EPUB"),
    ] = None


Edition = EpubEdition | PdfEdition
