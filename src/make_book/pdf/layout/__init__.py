"""The layout engine behind the print edition: the only importers of WeasyPrint and pydyf.

WeasyPrint is pinned: `engine` uses `HTML` without its constructor, `mending` and `tagging` name what they replace.
"""

from make_book.pdf.layout.engine import Laid, lay_out

__all__ = ["Laid", "lay_out"]
