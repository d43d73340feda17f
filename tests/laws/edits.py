"""Edits of a small book, as an author makes them: each a function from a book to a book."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from msgspec.structs import replace

from laws.shop import Piece, SmallBook

Edit = Callable[[SmallBook], SmallBook]

WORDS = ("It rained.", "It snowed -- for once.", 'Über "Nacht" ж.', "The tide's out.\n\n* * *\n\nThen it came.")
TITLES = ("The tide", 'A "quoted" title', "Ж", "The very long title of an episode: in two parts, with a comma")
FILES = ("a", "b", "c", "d", "e", "f")

FIRST = SmallBook(
    (
        Piece("a", 1, "One", day=1, note="A note.", leads_to="2"),
        Piece("b", 2, "Two", day=2, picture=True, term="tide"),
        Piece("c", 3, "Three", day=3, leads_to="1", language="de"),
        Piece("d", 4, "Four", term="boat"),
    ),
    foreword="To the reader.",
)
_OF_A_PIECE: dict[str, st.SearchStrategy[object]] = {
    "words": st.sampled_from(WORDS),
    "title": st.sampled_from(TITLES),
    "number": st.integers(1, 6),
    "day": st.none() | st.integers(1, 28),
    "language": st.sampled_from((None, "de", "fr")),
    "note": st.sampled_from((None, "A note.", "Another *note*.")),
    "leads_to": st.sampled_from((None, "1", "2", "5", "foreword")),
    "picture": st.booleans(),
    "term": st.sampled_from((None, "tide", "boat", "boat, the")),
    "draft": st.booleans(),
    "source": st.sampled_from((None, "https://example.org/a", "https://example.org/b")),
}
_OF_THE_BOOK: dict[str, st.SearchStrategy[object]] = {
    "title": st.sampled_from(("The small book", "Das Buch", "Ж")),
    "language": st.sampled_from(("en", "de")),
    "parts": st.sampled_from(("none", "year", "month")),
    "label": st.sampled_from((None, "Letter")),
    "fonts": st.sampled_from(("none", "none", "display")),
    "design": st.sampled_from(("auto", "block")),
    "colour": st.integers(0, 3),
    "large": st.booleans(),
    "foreword": st.sampled_from((None, "To the reader.", "See [](episode:2).")),
    "index": st.sampled_from((None, "What is where.")),
    "screen_style": st.sampled_from(("", "p { color: #111 }\n")),
    "template": st.sampled_from(("", "<p>{{ book.title }}</p>", "<p>{{ episode.number }}</p>")),
    "drafts": st.booleans(),
    "only": st.sampled_from((None, "2", "1")),
}
_OF_PRINT: dict[str, st.SearchStrategy[object]] = {
    "notes": st.sampled_from(("foot", "chapter")),
    "print_style": st.sampled_from(("", "p { text-indent: 2em }\n")),
}


def edits(edition: str) -> st.SearchStrategy[Edit]:
    """Return the edits that may concern `edition`."""
    of_the_book = _OF_THE_BOOK | (_OF_PRINT if edition == "pdf" else {})
    changes = [st.builds(_change, st.just(name), values, st.integers(0, 5)) for name, values in _OF_A_PIECE.items()]
    settings = [st.builds(_set, st.just(name), values) for name, values in of_the_book.items()]
    return st.one_of(
        *changes, *settings, st.builds(_add, st.sampled_from(FILES)), st.builds(_delete, st.integers(0, 5))
    )


def _change(name: str, value: object, at: int) -> Edit:
    def edit(book: SmallBook) -> SmallBook:
        place = at % len(book.pieces)
        pieces = [*book.pieces]
        pieces[place] = replace(pieces[place], **{name: value})
        return replace(book, pieces=tuple(pieces))

    edit.__name__ = f"change {name} of {at} to {value!r}"
    return edit


def _set(name: str, value: object) -> Edit:
    def edit(book: SmallBook) -> SmallBook:
        return replace(book, **{name: value})

    edit.__name__ = f"set {name} to {value!r}"
    return edit


def _add(file: str) -> Edit:
    def edit(book: SmallBook) -> SmallBook:
        if any(piece.file == file for piece in book.pieces):
            return book
        return replace(book, pieces=(*book.pieces, Piece(file, 1 + FILES.index(file), f"Added {file}")))

    edit.__name__ = f"add {file}"
    return edit


def _delete(at: int) -> Edit:
    def edit(book: SmallBook) -> SmallBook:
        if len(book.pieces) == 1:
            return book
        place = at % len(book.pieces)
        return replace(book, pieces=book.pieces[:place] + book.pieces[place + 1 :])

    edit.__name__ = f"delete {at}"
    return edit
