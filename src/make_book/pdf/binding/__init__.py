"""Binding: makes one PDF of everything that was laid out apart."""

from make_book.pdf.binding.binder import BindingInput, bind, bind_pages

__all__ = ["BindingInput", "bind", "bind_pages"]
