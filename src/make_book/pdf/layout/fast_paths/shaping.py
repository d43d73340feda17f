"""Shapes text with HarfBuzz as Pango does, and keeps what Pango drops: where a text may be cut without another shape.

Besides the functions that WeasyPrint declares for its libraries (`weasyprint.text.ffi`), those that the fast paths
call are declared here. They are in the same libraries.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec
from weasyprint.text import fonts
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, harfbuzz, pango

__all__ = ["FROM_UNITS", "TO_UNITS", "ffi", "gobject", "harfbuzz", "pango"]

ffi.cdef("""
    typedef ... hb_buffer_t;
    typedef struct {
        hb_codepoint_t codepoint; uint32_t mask; uint32_t cluster; uint32_t var1; uint32_t var2;
    } hb_glyph_info_t;
    typedef struct {
        int32_t x_advance; int32_t y_advance; int32_t x_offset; int32_t y_offset; uint32_t var;
    } hb_glyph_position_t;
    typedef struct { hb_tag_t tag; uint32_t value; unsigned int start; unsigned int end; } hb_feature_t;
    hb_buffer_t * hb_buffer_create (void);
    void hb_buffer_destroy (hb_buffer_t *buffer);
    void hb_buffer_reset (hb_buffer_t *buffer);
    void hb_buffer_add_utf8 (hb_buffer_t *buffer, const char *text, int length, unsigned int offset, int item_length);
    void hb_buffer_set_direction (hb_buffer_t *buffer, int direction);
    void hb_buffer_set_script (hb_buffer_t *buffer, uint32_t script);
    void hb_buffer_set_language (hb_buffer_t *buffer, const void *language);
    void hb_buffer_set_flags (hb_buffer_t *buffer, int flags);
    void hb_buffer_set_cluster_level (hb_buffer_t *buffer, int level);
    void hb_buffer_set_invisible_glyph (hb_buffer_t *buffer, hb_codepoint_t glyph);
    const void * hb_language_from_string (const char *text, int length);
    hb_bool_t hb_feature_from_string (const char *text, int length, hb_feature_t *feature);
    void hb_shape (hb_font_t *font, hb_buffer_t *buffer, const hb_feature_t *features, unsigned int count);
    hb_glyph_info_t * hb_buffer_get_glyph_infos (hb_buffer_t *buffer, unsigned int *length);
    hb_glyph_position_t * hb_buffer_get_glyph_positions (hb_buffer_t *buffer, unsigned int *length);
    void pango_font_get_features (PangoFont *font, hb_feature_t *features, guint length, guint *count);

    PangoAttrList * pango_attr_list_copy (PangoAttrList *list);
    PangoContext * pango_layout_get_context (PangoLayout *layout);
    const PangoFontDescription * pango_layout_get_font_description (PangoLayout *layout);
    typedef struct {
        void *shape_engine; void *lang_engine; PangoFont *font;
        uint8_t level; uint8_t gravity; uint8_t flags; uint8_t script;
        const char *language; GSList *extra_attrs;
    } MakeBookAnalysis;
    typedef struct { gint offset; gint length; gint num_chars; MakeBookAnalysis analysis; } MakeBookItem;
    gpointer g_object_ref (gpointer object);
""")

_new, _destroy, _reset = harfbuzz.hb_buffer_create, harfbuzz.hb_buffer_destroy, harfbuzz.hb_buffer_reset
_add, _shape = harfbuzz.hb_buffer_add_utf8, harfbuzz.hb_shape
_infos_of, _positions_of = harfbuzz.hb_buffer_get_glyph_infos, harfbuzz.hb_buffer_get_glyph_positions
_set_direction, _set_script = harfbuzz.hb_buffer_set_direction, harfbuzz.hb_buffer_set_script
_set_language, _set_flags = harfbuzz.hb_buffer_set_language, harfbuzz.hb_buffer_set_flags
_set_level, _set_invisible = harfbuzz.hb_buffer_set_cluster_level, harfbuzz.hb_buffer_set_invisible_glyph
_language_of, _feature_of = harfbuzz.hb_language_from_string, harfbuzz.hb_feature_from_string
_features_of_font = pango.pango_font_get_features

UNSAFE = 1
"""Flag of a glyph (`HB_GLYPH_FLAG_UNSAFE_TO_BREAK`): cut before it, one of the parts would be shaped differently."""
_FEATURES = (
    *("kerning", "variant_ligatures", "variant_position", "variant_caps", "variant_numeric"),
    *("variant_alternates", "variant_east_asian", "feature_settings"),
)
"""Properties that set font features, in WeasyPrint's order."""
_LEFT_TO_RIGHT = 4
_BEGIN, _END = 0x1, 0x2
_CHARACTERS = 1
"""The cluster level that Pango uses (`HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS`)."""
_MOST_FEATURES = 32
_FIELDS = 5
"""Four-byte numbers in HarfBuzz's record of a glyph, and in that of its position."""
_MASK = 4 if sys.byteorder == "little" else 7
"""The byte with the flags in the record of a glyph."""


class Shaped(msgspec.Struct):
    """A shaped text: for each glyph its number, cluster, advance width and flags."""

    glyphs: memoryview
    clusters: memoryview
    widths: memoryview
    flags: bytes


def features_of(style: Any) -> tuple[str, ...]:
    """Return the font features that WeasyPrint asks Pango for."""
    wanted = fonts.font_features(*(style[f"font_{name}"] for name in _FEATURES))
    return tuple(f"{key} {value}" for key, value in wanted.items())


class Shaper:
    """Shapes as Pango does, with one font, in one language and script, from left to right."""

    def __init__(self, font: Any, language: Any, script: bytes, wanted: tuple[str, ...]) -> None:
        self._font, self._script = font, int.from_bytes(script, "big")
        self._hb_font = pango.pango_font_get_hb_font(font)
        self._language = _language_of(language, -1)
        self._features = ffi.new("hb_feature_t[]", _MOST_FEATURES)
        count = ffi.new("guint *")
        _features_of_font(font, self._features, _MOST_FEATURES, count)
        self._count = int(count[0])
        for feature in wanted[: _MOST_FEATURES - self._count]:
            text = feature.encode()
            self._count += _feature_of(text, len(text), self._features + self._count)
        self._buffer = ffi.gc(_new(), _destroy)
        self._length = ffi.new("unsigned int *")

    def shape(self, text: bytes) -> Shaped:
        """Return `text` shaped."""
        buffer = self._buffer
        _reset(buffer)
        _set_direction(buffer, _LEFT_TO_RIGHT)
        _set_script(buffer, self._script)
        _set_language(buffer, self._language)
        _set_level(buffer, _CHARACTERS)
        _set_flags(buffer, _BEGIN | _END)
        _set_invisible(buffer, pango.PANGO_GLYPH_EMPTY)
        _add(buffer, text, len(text), 0, len(text))
        _shape(self._hb_font, buffer, self._features, self._count)
        record = 4 * _FIELDS
        infos = bytes(ffi.buffer(_infos_of(buffer, self._length), record * self._length[0]))
        positions = bytes(ffi.buffer(_positions_of(buffer, self._length), record * self._length[0]))
        numbers = memoryview(infos).cast("i")
        return Shaped(
            numbers[0::_FIELDS], numbers[2::_FIELDS], memoryview(positions).cast("i")[0::_FIELDS], infos[_MASK::record]
        )
