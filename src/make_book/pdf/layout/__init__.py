"""The layout engine behind the print edition: the only importers of WeasyPrint and pydyf.

WeasyPrint is pinned: `layout_documents` builds documents without its constructors; `font_subsetting`,
`section_rendering`, `margin_box_layout`, `weasyprint_fixes` and `tagging` name what they replace.
"""

from make_book.pdf.layout.library import load_weasyprint

load_weasyprint()  # before the modules that import it themselves

# ruff: noqa: E402
from make_book.pdf.layout.layout_documents import prepare_environment, subset_font
from make_book.pdf.layout.margin_box_layout import lay_out_margin_boxes
from make_book.pdf.layout.section_rendering import lay_out_sections

__all__ = ["lay_out_margin_boxes", "lay_out_sections", "prepare_environment", "subset_font"]
