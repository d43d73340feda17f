"""book.toml as it is written: its tables and keys. The JSON Schema is made from these structs.

What the values mean is decided in `config`; here they have only their shapes. Dates are text: TOML's
own dates are turned into ISO 8601 before.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from make_book.manuscript.section_names import NAMES


class _Table(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """A table of book.toml: kebab-case keys, unknown ones refused."""


class PersonTable(_Table, frozen=True):
    """Somebody who made the book."""

    name: str
    file_as: Annotated[str, Meta(description="The name as catalogues sort it: Anker, Rosa")] | None = None
    role: Annotated[str, Meta(description="A MARC relator code (ill) or an English word (illustrator)")] | None = None
    note: Annotated[str, Meta(description="A line or two for the contributors' page")] | None = None
    source: Annotated[str, Meta(description="Translators: the language translated from")] | None = msgspec.field(
        default=None, name="from"
    )
    target: Annotated[str, Meta(description="Translators: the language translated into")] | None = msgspec.field(
        default=None, name="to"
    )


People = str | PersonTable | tuple[str | PersonTable, ...]


class SubjectTable(_Table, frozen=True):
    """A subject from a list of subjects."""

    name: str
    authority: Annotated[str, Meta(description="The list: BISAC, THEMA, LCSH, a URL …; needs its term")] | None = None
    term: Annotated[str, Meta(description="The subject's code in that list: FIC010000")] | None = None


Subjects = str | SubjectTable | tuple[str | SubjectTable, ...]


class BookTable(_Table, frozen=True):
    """What title page, copyright page and metadata say of the book."""

    title: str
    subtitle: str | None = None
    series: Annotated[str, Meta(description="The series the book belongs to")] | None = None
    series_index: Annotated[str | int | float, Meta(description="The book's place in the series")] | None = None
    authors: Annotated[People, Meta(description="A name, a table, or a list of them")] = ()
    editors: People = ()
    translators: People = ()
    language: Annotated[str, Meta(description="A BCP 47 tag: en, en-GB, de, sr-Latn")] | None = None
    text_direction: Literal["ltr", "rtl"] | None = None
    identifier: Annotated[str, Meta(description="A URN or URL; else made from the ISBN, or from title and author")] | (
        None
    ) = None
    isbn: Annotated[str | int, Meta(description="ISBN-13 or ISBN-10, hyphens welcome")] | None = None
    publisher: str | None = None
    place: Annotated[str, Meta(description="Where the book is published")] | None = None
    date: Annotated[str | int, Meta(description="The day, month or year of publication: 2021-03-01")] | None = None
    rights: Annotated[str, Meta(description="The copyright line or licence")] | None = None
    description: Annotated[str, Meta(description="The blurb, as shops show it")] | None = None
    subjects: Annotated[Subjects, Meta(description="A name, a table, or a list of them")] = ()
    cover: Annotated[str, Meta(description="A picture, relative to the manuscript: images/cover.jpg")] | None = None
    cover_alt: Annotated[str, Meta(description="What the cover shows, for those who do not see it")] | None = None


class OrderTable(_Table, frozen=True):
    """How the episodes follow one another."""

    by: Literal["number", "date", "name"] | None = None
    parts: Literal["none", "month", "year", "narrator", "list"] = "none"
    start: Annotated[int, Meta(ge=0, description="The first number to expect; else the lowest there is")] | None = None
    label: Annotated[str, Meta(description="What an episode is called: Letter, Folge")] | None = None


SectionName = Annotated[str, Meta(extra_json_schema={"enum": list(NAMES)})]


class SectionsTable(_Table, frozen=True):
    """Which sections stand before and after the episodes, in which order."""

    front: tuple[SectionName, ...] | None = None
    back: tuple[SectionName, ...] | None = None


class PartTable(_Table, frozen=True):
    """One part, when `order.parts` is "list": a run of numbers or dates, or named episodes."""

    title: str
    first: str | int | None = msgspec.field(default=None, name="from")
    last: str | int | None = msgspec.field(default=None, name="to")
    episodes: tuple[str | int, ...] = ()


class ImportTable(_Table, frozen=True):
    """What `make-book import` is told about the clippings; kept as given."""

    series_phrase: str | tuple[str, ...] = ()
    narrators: str | tuple[str, ...] = ()


class BookFile(_Table, frozen=True):
    """The whole of book.toml."""

    book: BookTable
    order: OrderTable = OrderTable()
    sections: SectionsTable = SectionsTable()
    editions: dict[str, Any] = {}
    part: tuple[PartTable, ...] = ()
    contributor: tuple[PersonTable, ...] = ()
    importing: ImportTable = msgspec.field(default=ImportTable(), name="import")
