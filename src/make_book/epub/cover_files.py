"""The cover an EPUB begins with: the author's picture, else the one that make-book draws, kept in the cache."""

from __future__ import annotations

import msgspec

from make_book.model import Book, Cover
from make_book.resources import BuildResources, key_of
from make_book.style_files import Styles


class CoverFiles(msgspec.Struct, frozen=True):
    """A cover, and the characters that no font for its lettering can show."""

    cover: Cover
    left_out: tuple[str, ...] = ()


def find_cover_files(book: Book, styles: Styles, design: str, resources: BuildResources) -> CoverFiles:
    """Return the cover of `book`; `design` is the one to draw if the author gives none.

    Raise `BookError` when there is no such design or its template or colours are wrong.
    """
    if book.cover:
        return CoverFiles(book.cover)

    def draw(_: Book) -> CoverFiles:
        from make_book.typeset.cover import draw_cover, unlettered  # not needed for a cover that is kept

        return CoverFiles(draw_cover(book.imprint, styles, design), tuple(unlettered(book.imprint)))

    key = key_of(book.imprint, design, sorted(styles.files.items()))
    return resources.remember("covers", [book], lambda _: key, draw, CoverFiles)[0]
