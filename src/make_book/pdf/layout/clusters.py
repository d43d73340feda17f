"""What a glyph stands for where several glyphs show one cluster of characters (ISO 32000-1 §9.10.3).

WeasyPrint gives all the text of a cluster to one glyph and nothing to the others, for good: a letter with points, or a
lengthened one, leaves later ones of its kind without a text. The table `patches` puts `draw_first_line` in place.
"""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import ffi, harfbuzz

from make_book.pdf.layout.patching import rewritten

ffi.cdef("""
    hb_bool_t hb_font_get_nominal_glyph (hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t *glyph);
""")

_CHANGE = (
    "font.to_unicode[glyph_id] = utf8_text[offset+t1:offset+t2].decode()",
    "font.to_unicode[glyph_id] = text_of_glyph(font, glyph_item, i, utf8_text)",
)


def draw_clusters(own: Any) -> Any:
    """Return `draw_first_line` so that it asks `text_of_glyph` what a glyph stands for."""
    return rewritten(own, _CHANGE)


def text_of_glyph(font: Any, item: Any, at: int, line: bytes) -> str:
    """Return what glyph number `at` of the run `item` stands for; the run is a part of `line`."""
    glyphs, clusters, count = item.glyphs.glyphs, item.glyphs.log_clusters, item.glyphs.num_glyphs
    start, first, last = clusters[at], at, at
    while first and clusters[first - 1] == start:
        first -= 1
    while last + 1 < count and clusters[last + 1] == start:
        last += 1
    turned = item.item.analysis.level % 2
    beyond = first - 1 if turned else last + 1
    end = clusters[beyond] if 0 <= beyond < count else item.item.length
    text = line[item.item.offset + start : item.item.offset + end].decode()
    if first == last:
        return text
    cluster = [glyphs[number].glyph for number in range(first, last + 1)]
    nominal = {_nominal(font, letter): letter for letter in text}
    return shared_out(text, cluster, nominal, turned=bool(turned))[at - first]


def shared_out(text: str, glyphs: list[int], nominal: dict[int, str], *, turned: bool) -> list[str]:
    """Return what each of `glyphs` stands for, which together show `text`, from left to right or `turned`.

    `nominal` tells of which character a glyph is the usual one. The others fall to the glyph that is read first.
    """
    own = [nominal.get(glyph, "") for glyph in glyphs]
    rest = "".join(letter for letter in text if letter not in own)
    for number in reversed(range(len(glyphs))) if turned else range(len(glyphs)):
        if not own[number]:
            own[number] = rest
            break
    return own


def _nominal(font: Any, letter: str) -> int:
    glyph = ffi.new("hb_codepoint_t *")
    found = harfbuzz.hb_font_get_nominal_glyph(font.hb_font, ord(letter), glyph)
    return int(glyph[0]) if found else -1
