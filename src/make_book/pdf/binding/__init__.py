"""Pages bound into one PDF."""

from make_book.pdf.binding.book import Sewn, bind
from make_book.pdf.binding.some import bind_some
from make_book.pdf.binding.whole import bind_whole

__all__ = ["Sewn", "bind", "bind_some", "bind_whole"]
