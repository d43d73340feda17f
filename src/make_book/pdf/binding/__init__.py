"""Pages bound into one PDF."""

from make_book.pdf.binding.binder import BindingInput, bind
from make_book.pdf.binding.page_subset import bind_pages
from make_book.pdf.binding.whole_binding import bind_whole

__all__ = ["BindingInput", "bind", "bind_pages", "bind_whole"]
