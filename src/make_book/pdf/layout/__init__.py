"""The layout engine behind the print edition: the only importers of WeasyPrint and pydyf.

WeasyPrint is pinned: `documents` builds documents without its constructors, `casting`, `galleys`, `furniture`,
`mending` and `tagging` name what they replace.
"""

from make_book.pdf.layout.documents import lay_desk
from make_book.pdf.layout.engine import Laid, lay_out
from make_book.pdf.layout.furniture import set_skeleton
from make_book.pdf.layout.galleys import set_galley
from make_book.pdf.layout.kit import cast_fonts

__all__ = ["Laid", "cast_fonts", "lay_desk", "lay_out", "set_galley", "set_skeleton"]
