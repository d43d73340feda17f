"""The manuscript composed into a book: texts rendered, parts made, references and pictures resolved."""

from make_book.compose.book import Composed, compose

__all__ = ["Composed", "compose"]
