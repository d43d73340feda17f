"""The layout engine behind the print edition: the only importers of WeasyPrint and pydyf.

WeasyPrint is pinned: `documents` builds documents without its constructors, `casting`, `galleys`, `furniture`,
`mending` and `tagging` name what they replace.
"""

from make_book.pdf.layout.library import load_weasyprint

load_weasyprint()  # before the modules that import it themselves

# ruff: noqa: E402
from make_book.pdf.layout.documents import cast_font, lay_desk
from make_book.pdf.layout.engine import Laid, lay_out
from make_book.pdf.layout.furniture import set_skeleton
from make_book.pdf.layout.galleys import set_galley

__all__ = ["Laid", "cast_font", "lay_desk", "lay_out", "set_galley", "set_skeleton"]
