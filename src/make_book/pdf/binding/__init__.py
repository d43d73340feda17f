"""Pages bound into one PDF."""

from make_book.pdf.binding.binder import BindingInput, bind, bind_pages

__all__ = ["BindingInput", "bind", "bind_pages"]
