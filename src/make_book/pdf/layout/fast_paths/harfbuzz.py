"""What HarfBuzz knows of a shaped text and Pango does not tell: where it may be cut without being shaped anew."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
from weasyprint.text import fonts

from make_book.pdf.layout.fast_paths.libraries import ffi, harfbuzz, pango

_new, _destroy, _reset = harfbuzz.hb_buffer_create, harfbuzz.hb_buffer_destroy, harfbuzz.hb_buffer_reset
_add, _shape = harfbuzz.hb_buffer_add_utf8, harfbuzz.hb_shape
_infos_of, _positions_of = harfbuzz.hb_buffer_get_glyph_infos, harfbuzz.hb_buffer_get_glyph_positions
_set_direction, _set_script = harfbuzz.hb_buffer_set_direction, harfbuzz.hb_buffer_set_script
_set_language, _set_flags = harfbuzz.hb_buffer_set_language, harfbuzz.hb_buffer_set_flags
_set_level, _set_invisible = harfbuzz.hb_buffer_set_cluster_level, harfbuzz.hb_buffer_set_invisible_glyph
_language_of, _feature_of = harfbuzz.hb_language_from_string, harfbuzz.hb_feature_from_string
_features_of_font = pango.pango_font_get_features

UNSAFE = 1
"""Flag of a glyph: if the text were cut before it, one side or the other would be shaped another way."""
_FEATURES = (
    *("kerning", "variant_ligatures", "variant_position", "variant_caps", "variant_numeric"),
    *("variant_alternates", "variant_east_asian", "feature_settings"),
)
"""Properties that ask for features of a font, in WeasyPrint's order."""
_LEFT_TO_RIGHT = 4
_BEGIN, _END = 0x1, 0x2
_CHARACTERS = 1
"""Clusters as Pango asks for them: characters stay apart where glyphs do."""
_MOST_FEATURES = 32
_FIELDS = 5
"""Numbers of four bytes that HarfBuzz keeps of a glyph, and of its position."""
_MASK = 4 if sys.byteorder == "little" else 7
"""The byte of a glyph's record that holds its flags."""


class Shaped(msgspec.Struct):
    """A text as HarfBuzz shapes it: a number for each glyph."""

    glyphs: memoryview
    clusters: memoryview
    widths: memoryview
    flags: bytes


def features_of(style: Any) -> tuple[str, ...]:
    """Return the font features that WeasyPrint asks Pango for."""
    wanted = fonts.font_features(*(style[f"font_{name}"] for name in _FEATURES))
    return tuple(f"{key} {value}" for key, value in wanted.items())


class Shaper:
    """Shapes as Pango does, with one font, in one language, script and direction (from left to right)."""

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
