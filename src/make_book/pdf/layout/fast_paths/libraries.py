"""Pango and HarfBuzz, and what of them WeasyPrint does not declare."""

from __future__ import annotations

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
