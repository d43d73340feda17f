"""What the generated sections show, gathered from the book's data; `None` for one that would be empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from make_book.model import Book, Episode, GeneratedSection, Imprint, Matter, Part
from make_book.typeset import acknowledgements
from make_book.typeset.contents import (
    ContentsEntry,
    episode_entry,
    full_name,
    has_several_narrators,
    heading_of,
    titled_with_number,
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


class IllustrationLine(msgspec.Struct, frozen=True):
    """A figure, and what its caption says."""

    id: str
    caption: str


class CreditLine(msgspec.Struct, frozen=True):
    """Whose picture stands where."""

    id: str
    name: str
    credit: str


def values(book: Book, kind: str) -> Values | None:
    """Return what the template of the generated section `kind` needs beside book, localizer and title.

    `None` if the section would be empty, or make-book writes none of the name.
    """
    maker = _MAKERS.get(kind)
    return maker(book, Localizer(book.imprint.language)) if maker else None


def _half_title(book: Book, localizer: Localizer) -> Values | None:  # noqa: ARG001 - one signature for all makers
    return {}


def _title_page(book: Book, localizer: Localizer) -> Values | None:
    return {
        "authors": acknowledgements.authors(book.imprint, localizer),
        "contributor_lines": acknowledgements.contributor_lines(book.imprint, localizer),
    }


def _contents(book: Book, localizer: Localizer) -> Values | None:
    return {"entries": entries(book, localizer)}


def _contributors(book: Book, localizer: Localizer) -> Values | None:
    people = acknowledgements.contributors(book.imprint.people_with(book.episodes), localizer)
    return {"people": people} if people else None


def _sources(book: Book, localizer: Localizer) -> Values | None:
    lines = tuple(_source_line(episode, book.imprint, localizer) for episode in book.episodes if episode.has_source)
    return {"sources": lines} if lines else None


def _source_line(episode: Episode, imprint: Imprint, localizer: Localizer) -> SourceLine:
    return SourceLine(
        id=episode.id,
        name=full_name(episode, imprint, localizer),
        original=acknowledgements.original_line(episode, localizer),
        url=web_address(episode.source_url) if episode.source_url else None,
        shown=shown_address(episode.source_url) if episode.source_url else None,
    )


def _image_credits(book: Book, localizer: Localizer) -> Values | None:
    lines = tuple(_credit_lines(book, localizer))
    return {"image_credits": lines} if lines else None


def _credit_lines(book: Book, localizer: Localizer) -> Iterator[CreditLine]:
    for piece in book.written:
        identity = piece.id if isinstance(piece, Episode) else piece.kind
        name = heading_of(piece, localizer) if isinstance(piece, Episode) else piece.title
        yield from (CreditLine(identity, name, use.credit) for use in piece.text.images if use.credit)


def _illustrations(book: Book, localizer: Localizer) -> Values | None:  # noqa: ARG001 - one signature for all makers
    lines = tuple(
        IllustrationLine(use.anchor, use.caption)
        for piece in book.written
        for use in piece.text.images
        if use.anchor and use.caption
    )
    return {"illustrations": lines} if lines else None


def _index(book: Book, localizer: Localizer) -> Values | None:
    index = make_index(book, localizer)
    return {"index": index, "matter": None, "notes": ()} if index else None


def _colophon(book: Book, localizer: Localizer) -> Values | None:
    fonts = ", ".join(font or "EB Garamond" for font in book.imprint.text_fonts)
    return {"lines": (localizer.label("colophon-type", font=fonts), localizer.label("colophon-made"))}


_MAKERS: dict[str, Callable[[Book, Localizer], Values | None]] = {
    "half-title": _half_title,
    "title-page": _title_page,
    "copyright": _title_page,
    "contents": _contents,
    "contributors": _contributors,
    "index": _index,
    "sources": _sources,
    "image-credits": _image_credits,
    "list-of-illustrations": _illustrations,
    "colophon": _colophon,
}


def entries(book: Book, localizer: Localizer) -> tuple[ContentsEntry, ...]:
    """Return the lines of the contents in the order of the book."""
    show_narrator = has_several_narrators(book)

    def line(episode: Episode) -> ContentsEntry:
        numbered = not titled_with_number(episode, book.imprint)
        return episode_entry(episode, localizer, show_narrator=show_narrator, show_number=numbered)

    found: list[ContentsEntry] = []
    for planned in book.plan:
        content = planned.content
        if isinstance(content, Part):
            episodes = tuple(map(line, content.episodes))
            found.append(ContentsEntry(content.id, "part", content.title or "", "body", entries=episodes))
        elif isinstance(content, Episode):
            found += [line(content)] if planned.part is None else []
        elif content.kind not in UNLISTED and _has_content(book, content):
            title = content.title if isinstance(content, Matter) else localizer.label(content.kind)
            found.append(ContentsEntry(content.kind, "matter", title, planned.division.value))
    return tuple(found)


def _has_content(book: Book, section: Matter | GeneratedSection) -> bool:
    """Tell whether `section` would not be empty, without making an index to see it."""
    if isinstance(section, Matter):
        return True
    return has_places(book) if section.kind == "index" else values(book, section.kind) is not None
