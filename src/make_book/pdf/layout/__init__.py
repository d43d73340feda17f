"""The layout engine of the print edition: the only importers of WeasyPrint and pydyf.

WeasyPrint is pinned to one version. `patches` is the table of everything in it that is replaced or copied, and why.
"""

from make_book.pdf.layout.library import load_weasyprint

load_weasyprint()  # before the modules that import it themselves

# ruff: noqa: E402
from make_book.pdf.layout.layout_documents import prepare_environment, subset_font
from make_book.pdf.layout.margin_box_layout import lay_out_margin_boxes
from make_book.pdf.layout.page_boxes import describe_pages
from make_book.pdf.layout.section_rendering import lay_out_sections

__all__ = ["describe_pages", "lay_out_margin_boxes", "lay_out_sections", "prepare_environment", "subset_font"]
