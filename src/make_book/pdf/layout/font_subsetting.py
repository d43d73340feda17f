"""Fonts: records what each document uses of them, and makes one subset of each font for the whole book.

WeasyPrint embeds fonts in every document. Here a document only says which glyphs it uses; `finish_font` makes the
subset with the glyphs that all documents of a book use together. `ExactFont` and `build_fonts_dictionary` replace
WeasyPrint's (see the table `patches`).
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.pdf import stream
from weasyprint.text.ffi import ffi, gobject, harfbuzz, pango

from make_book.pdf.fragment import FontFragment
from make_book.pdf.layout.fragment_extraction import extract_font
from make_book.pdf.section_layout import FontUse, merged

_FINE = 1 << 20
"""Units per em in which HarfBuzz is asked for widths: so many that they are rounded the same at every size."""
_own_dictionary = weasyprint.pdf.build_fonts_dictionary

ffi.cdef("""
    hb_font_t * hb_font_create (hb_face_t *face);
    void hb_font_destroy (hb_font_t *font);
    void hb_font_set_scale (hb_font_t *font, int x_scale, int y_scale);
    const int * hb_font_get_var_coords_normalized (hb_font_t *font, unsigned int *length);
    void hb_font_set_var_coords_normalized (hb_font_t *font, const int *coords, unsigned int length);
    int32_t hb_font_get_glyph_h_advance (hb_font_t *font, hb_codepoint_t glyph);
    PangoFontDescription *pango_font_description_from_string(const char *text);
""")


def _exact_widths(hb_font: Any) -> dict[int, int]:
    """Return the widths of all glyphs of a font in 1/1000 em.

    WeasyPrint rounds a width at the size at which it meets the glyph first, so documents would disagree.
    """
    face = harfbuzz.hb_font_get_face(hb_font)
    font = ffi.gc(harfbuzz.hb_font_create(face), harfbuzz.hb_font_destroy)
    harfbuzz.hb_font_set_scale(font, _FINE, _FINE)
    length = ffi.new("unsigned int *")
    coordinates = harfbuzz.hb_font_get_var_coords_normalized(hb_font, length)
    if length[0]:
        harfbuzz.hb_font_set_var_coords_normalized(font, coordinates, length[0])
    advance, count = harfbuzz.hb_font_get_glyph_h_advance, harfbuzz.hb_face_get_glyph_count(face)
    return {glyph: round(advance(font, glyph) * 1000 / _FINE) for glyph in range(count)}


_widths: dict[tuple[str, str], dict[int, int]] = {}
"""Widths by the description of the font and the digest of its file, which may change while a preview runs."""


class ExactFont(stream.Font):  # type: ignore[misc]  # WeasyPrint is untyped
    """A font with exact widths that keeps the description by which it was found."""

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
        super().__init__(pango_font, description, font_size)
        self.description = ffi.string(pango.pango_font_description_to_string(description)).decode()
        key = (self.description, _digest(self.file_content))
        if key not in _widths:
            _widths[key] = _exact_widths(self.hb_font)
        self.widths = dict(_widths[key])


_recorded: list[dict[str, FontUse]] = []
"""Where the fonts of the document that is being written are recorded. If it is empty, they are embedded."""


@contextmanager
def recording_fonts() -> Iterator[dict[str, FontUse]]:
    """Write documents without fonts while the block runs; what they use is in the yielded table, by key."""
    used: dict[str, FontUse] = {}
    _recorded.append(used)
    try:
        yield used
    finally:
        _recorded.pop()


def build_fonts_dictionary(pdf: Any, fonts: dict[int, ExactFont], compress: bool, subset: bool, options: Any) -> Any:
    """Record what the document uses of each font within `recording_fonts`; else embed the fonts."""
    for font in fonts.values():
        font.widths = {glyph: font.widths[glyph] for glyph in font.to_unicode}
    if not _recorded:
        return _own_dictionary(pdf, fonts, compress, subset, options)
    for font in fonts.values():
        _recorded[-1][font.hash] = merged(_recorded[-1].get(font.hash), _use(font))
    return pydyf.Dictionary()


def _use(font: ExactFont) -> FontUse:
    return FontUse(
        font.hash,
        font.name.decode(),
        font.description,
        font.font_size,
        _digest(font.file_content),
        dict(font.to_unicode),
        font.widths,
    )


@functools.lru_cache(maxsize=64)
def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def finish_font(font: FontUse, configuration: Any) -> FontFragment:
    """Return the finished subset of `font`.

    `configuration` is the WeasyPrint font configuration of the documents. Raise `RuntimeError` if the description
    finds another font than it found for them.
    """
    context = ffi.gc(pango.pango_font_map_create_context(configuration.font_map), gobject.g_object_unref)
    pdf = pydyf.PDF()
    options = dict(weasyprint.DEFAULT_OPTIONS, pdf_version="1.7")
    used = _used_font(font, configuration, context)
    return extract_font(pdf, _own_dictionary(pdf, {0: used}, compress=True, subset=True, options=options))


def _used_font(use: FontUse, configuration: Any, context: Any) -> ExactFont:
    """Return the font that `use` describes, with its glyphs."""
    # Pango derives variations from weight and size again: if they were given too, they would be applied twice.
    asked, _, variations = use.description.partition(" @")
    font = _found(asked, use.size, configuration, context)
    resolved = font.description.partition(" @")[2]
    if variations != resolved:  # a style sheet asked for the others
        font = _found(f"{asked} @{variations.removeprefix(resolved).lstrip(',')}", use.size, configuration, context)
    if font.name.decode() != use.name or _digest(font.file_content) != use.file:
        raise RuntimeError(f"{use.description} finds another font than before: {font.description}")
    font.hash, font.widths, font.to_unicode = use.key, dict(use.widths), dict(use.texts)
    return font


def _found(asked: str, size: float, configuration: Any, context: Any) -> ExactFont:
    """Return the font that Pango finds for a description."""
    free = pango.pango_font_description_free
    description = ffi.gc(pango.pango_font_description_from_string(asked.encode()), free)
    pango.pango_font_description_set_absolute_size(description, int(size * 1024))
    found = pango.pango_font_map_load_font(configuration.font_map, context, description)
    _, described, own_size = stream.get_pango_font_key(found)
    font = ExactFont(found, described, own_size)
    font.keep = (found, described, description)
    return font
