"""The manuscript read a second time, by another parser than the one that makes the book.

markdown-it-py (CommonMark 0.31, GFM) with mdit-py-plugins, and the additions of docs/writing.md on top. Shares
no code with `make_book.text.markdown`: a paragraph that one of them loses is missed.
"""

from __future__ import annotations

from make_book.checks.second_reader.reading import Manuscript, read_manuscript

__all__ = ["Manuscript", "read_manuscript"]
