"""What the house's own sections say, gathered from the book's data; `None` when there is nothing to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from make_book.manuscript.section_names import BACK, FRONT
from make_book.model import Book, Episode, Imprint
from make_book.typeset import acknowledgements
from make_book.typeset.contents import (
    ContentsEntry,
    episode_entry,
    full_name,
    has_several_narrators,
    heading_of,
    numbered_only,
)
from make_book.typeset.index import has_places, make_index
from make_book.typeset.localizer import Localizer
from make_book.typeset.section_semantics import UNLISTED
from make_book.web_address import shown_address, web_address

Values = dict[str, Any]


class SourceLine(msgspec.Struct, frozen=True):
    """Where one episode stood first."""

    id: str
    name: str
    original: str | None
    url: str | None
    shown: str | None


class CreditLine(msgspec.Struct, frozen=True):
    """Whose picture stands where."""

    id: str
    name: str
    credit: str


def values(book: Book, kind: str) -> Values | None:
    """Return what the template of the generated section `kind` needs beside book, voice and title."""
    return _MAKERS[kind](book, Localizer(book.imprint.language))


def _half_title(book: Book, say: Localizer) -> Values | None:  # noqa: ARG001 - one signature for all makers
    return {}


def _title_page(book: Book, say: Localizer) -> Values | None:
    return {
        "authors": acknowledgements.authors(book.imprint, say),
        "hands": acknowledgements.contributor_lines(book.imprint, say),
    }


def _contents(book: Book, say: Localizer) -> Values | None:
    return {"entries": entries(book, say)}


def _contributors(book: Book, say: Localizer) -> Values | None:
    people = acknowledgements.contributors(book.imprint.people, say)
    return {"people": people} if people else None


def _sources(book: Book, say: Localizer) -> Values | None:
    lines = tuple(_source_line(episode, book.imprint, say) for episode in book.episodes if episode.has_source)
    return {"sources": lines} if lines else None


def _source_line(episode: Episode, imprint: Imprint, say: Localizer) -> SourceLine:
    return SourceLine(
        id=episode.id,
        name=full_name(episode, imprint, say),
        original=acknowledgements.original_line(episode, say),
        url=web_address(episode.source_url) if episode.source_url else None,
        shown=shown_address(episode.source_url) if episode.source_url else None,
    )


def _image_credits(book: Book, say: Localizer) -> Values | None:
    lines = tuple(_credit_lines(book, say))
    return {"image_credits": lines} if lines else None


def _credit_lines(book: Book, say: Localizer) -> Iterator[CreditLine]:
    for matter in (*book.front, *book.back):
        for use in matter.text.images:
            if use.credit:
                yield CreditLine(matter.kind, matter.title, use.credit)
    for episode in book.episodes:
        for use in episode.text.images:
            if use.credit:
                yield CreditLine(episode.id, heading_of(episode, say), use.credit)


def _index(book: Book, say: Localizer) -> Values | None:
    index = make_index(book, say)
    return {"index": index, "matter": None, "notes": ()} if index else None


def _colophon(book: Book, say: Localizer) -> Values | None:
    fonts = ", ".join(font or "EB Garamond" for font in book.imprint.text_fonts)
    return {"lines": (say.label("colophon-type", font=fonts), say.label("colophon-made"))}


_MAKERS: dict[str, Callable[[Book, Localizer], Values | None]] = {
    "half-title": _half_title,
    "title-page": _title_page,
    "copyright": _title_page,
    "contents": _contents,
    "contributors": _contributors,
    "index": _index,
    "sources": _sources,
    "image-credits": _image_credits,
    "colophon": _colophon,
}


def entries(book: Book, say: Localizer) -> tuple[ContentsEntry, ...]:
    """Return the lines of the contents in the order of the book."""
    show_teller = has_several_narrators(book)
    body: list[ContentsEntry] = []
    for part in book.parts:
        lines = tuple(
            episode_entry(episode, say, show_teller=show_teller, show_number=not numbered_only(episode, book.imprint))
            for episode in part.episodes
        )
        body += [ContentsEntry(part.id, "part", part.title, "body", entries=lines)] if part.title is not None else lines
    return (*_around(book, say, "front"), *body, *_around(book, say, "back"))


def _around(book: Book, say: Localizer, place: str) -> Iterator[ContentsEntry]:
    order = {"front": book.front_order or FRONT, "back": book.back_order or BACK}[place]
    written = {matter.kind: matter.title for matter in (*book.front, *book.back)}
    for kind in order:
        if kind in UNLISTED:
            continue
        if kind in written:
            yield ContentsEntry(kind, "matter", written[kind], place)
        elif kind in book.generated and _speaks(book, kind):
            yield ContentsEntry(kind, "matter", say.label(kind), place)


def _speaks(book: Book, kind: str) -> bool:
    """Tell whether the house has something to say in the section `kind`, without making an index to see it."""
    return has_places(book) if kind == "index" else kind in _MAKERS and values(book, kind) is not None
