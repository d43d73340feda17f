"""The cover an EPUB begins with: the author's picture, else the one the house draws, kept from build to build."""

from __future__ import annotations

import msgspec

from make_book.cache import Cache
from make_book.cache.drawers import key_of, recall_one
from make_book.house import Styles
from make_book.model import Book, Cover


class Jacket(msgspec.Struct, frozen=True):
    """A cover, and the characters that the house's lettering had to leave out of it."""

    cover: Cover
    left_out: tuple[str, ...] = ()


def find_jacket(book: Book, styles: Styles, design: str, cache: Cache) -> Jacket:
    """Return the cover of `book`; `design` is the one to draw if the author gives none.

    Raise `BookError` when there is no such design or its template or colours are wrong.
    """
    if book.cover:
        return Jacket(book.cover)

    def draw() -> Jacket:
        from make_book.typeset.cover import draw_cover, unlettered  # not needed for a cover that is kept

        return Jacket(draw_cover(book.imprint, styles, design), tuple(unlettered(book.imprint)))

    key = key_of(book.imprint, design, sorted(styles.files.items()))
    return recall_one(cache, "jackets", key, Jacket, draw)
