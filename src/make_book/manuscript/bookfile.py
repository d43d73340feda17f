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

    name: Annotated[str, Meta(description="The name as it is printed: Rosa Anker")]
    file_as: Annotated[str | None, Meta(description="The name as catalogues sort it: Anker, Rosa")] = None
    role: Annotated[
        str | None,
        Meta(description="A MARC relator code (ill) or an English word for one (illustrator); else ctb, contributor"),
    ] = None
    note: Annotated[str | None, Meta(description="A line or two for the page of contributors")] = None
    source: Annotated[str | None, Meta(description="Of a translator: the language translated from, a BCP 47 tag")] = (
        msgspec.field(default=None, name="from")
    )
    target: Annotated[str | None, Meta(description="Of a translator: the language translated into, a BCP 47 tag")] = (
        msgspec.field(default=None, name="to")
    )


People = str | PersonTable | tuple[str | PersonTable, ...]


class SubjectTable(_Table, frozen=True):
    """A subject from a list of subjects."""

    name: Annotated[str, Meta(description="The subject in words: FICTION / Sea Stories")]
    authority: Annotated[
        str | None, Meta(description="The list of subjects: BISAC, THEMA, LCSH, or a URL; needs its term")
    ] = None
    term: Annotated[str | None, Meta(description="The code of the subject in that list: FIC047000")] = None


Subjects = str | SubjectTable | tuple[str | SubjectTable, ...]


class BookTable(_Table, frozen=True):
    """What title page, copyright page and metadata say of the book."""

    title: Annotated[str, Meta(description="The title of the book; the only key that every book needs")]
    subtitle: Annotated[str | None, Meta(description="The subtitle")] = None
    series: Annotated[str | None, Meta(description="The series the book belongs to")] = None
    series_index: Annotated[str | int | float | None, Meta(description="The place of the book in its series: 2")] = None
    authors: Annotated[People, Meta(description="The authors: a name, a table, or a list of these")] = ()
    editors: Annotated[People, Meta(description="The editors: a name, a table, or a list of these")] = ()
    translators: Annotated[
        People,
        Meta(description="The translators of the book, first to last: a name, a table, or a list of these"),
    ] = ()
    language: Annotated[
        str | None, Meta(description="The language, a BCP 47 tag: en, en-GB, de, sr-Latn; else en, with a warning")
    ] = None
    text_direction: Annotated[
        Literal["ltr", "rtl"] | None,
        Meta(description="Left to right or right to left; else as the language is written"),
    ] = None
    identifier: Annotated[
        str | None, Meta(description="A URN or URL; else made from the ISBN, or from title and first author")
    ] = None
    isbn: Annotated[
        str | int | None, Meta(description="ISBN of 13 or 10 digits, with or without hyphens; see also editions.pdf")
    ] = None
    publisher: Annotated[str | None, Meta(description="The publisher")] = None
    place: Annotated[str | None, Meta(description="Where the book is published")] = None
    date: Annotated[
        str | int | None, Meta(description='Day, month or year of publication: 2021-03-01, "2021-03", 2021')
    ] = None
    rights: Annotated[str | None, Meta(description="The copyright line or the licence: © 2021 Rosa Anker")] = None
    description: Annotated[str | None, Meta(description="What shops say of the book, in a few sentences")] = None
    subjects: Annotated[Subjects, Meta(description="What the book is about: a name, a table, or a list of these")] = ()
    cover: Annotated[
        str | None,
        Meta(description="A picture, its path from the manuscript: images/cover.jpg; else make-book draws a cover"),
    ] = None
    cover_alt: Annotated[
        str | None, Meta(description="What the picture of the cover shows, for readers who do not see it")
    ] = None


class OrderTable(_Table, frozen=True):
    """How the episodes follow one another."""

    by: Annotated[
        Literal["number", "date", "name"] | None,
        Meta(
            description="What orders the episodes; else what most have: a number, a weight, a date; else the file name"
        ),
    ] = None
    parts: Annotated[
        Literal["none", "month", "year", "narrator", "folder", "list"],
        Meta(description="How the book is divided into parts; list: as the [[part]] tables say"),
    ] = "none"
    folders: Annotated[
        Literal["chapters", "none"] | None,
        Meta(description="chapters: a folder is an episode, each file in it a scene; none: each file is an episode"),
    ] = None
    start: Annotated[
        Annotated[int, Meta(ge=0)] | None,
        Meta(description="The first number; else the lowest there is"),
    ] = None
    label: Annotated[
        str | None, Meta(description="What an episode is called: Letter, Folge; else the word of the book's language")
    ] = None


SectionName = Annotated[str, Meta(extra_json_schema={"enum": list(NAMES)})]


class SectionsTable(_Table, frozen=True):
    """Which sections stand before and after the episodes, in which order."""

    front: Annotated[
        tuple[SectionName, ...] | None,
        Meta(description="The sections before the episodes; else the usual ones"),
    ] = None
    back: Annotated[
        tuple[SectionName, ...] | None,
        Meta(description="The sections after the episodes; else the usual ones"),
    ] = None


class PartTable(_Table, frozen=True):
    """One part, when `order.parts` is "list": the episodes from one number or date to another, or named episodes."""

    title: Annotated[str, Meta(description="The title of the part")]
    first: Annotated[
        str | int | None, Meta(description="The number or date of the first episode; else the first of the book")
    ] = msgspec.field(default=None, name="from")
    last: Annotated[
        str | int | None, Meta(description="The number or date of the last episode; else the last of the book")
    ] = msgspec.field(default=None, name="to")
    episodes: Annotated[
        tuple[str | int, ...], Meta(description="Instead of from and to: numbers, or file names without .md")
    ] = ()


class ImportTable(_Table, frozen=True):
    """What `make-book import` is told about the saved texts."""

    series_phrase: Annotated[
        str | tuple[str, ...], Meta(description="What all heads have in common: counts the tides of Vell; else learned")
    ] = ()
    narrators: Annotated[
        str | tuple[str, ...], Meta(description="The names of the narrators; else whoever stands before the phrase")
    ] = ()
    shortcodes: Annotated[
        dict[str, str],
        Meta(description="What replaces a shortcode, by name: drop, words, keep, or Markdown with {0} and {key}"),
    ] = {}


class ImagesTable(_Table, frozen=True):
    """Pictures that are not in images/."""

    remote: Annotated[
        str, Meta(description="Pictures on the web: error, link, omit, or the folder that they were saved in")
    ] = "error"
    root: Annotated[
        str | None, Meta(description="The folder that addresses beginning with / start from, in the manuscript")
    ] = None
    missing: Annotated[
        Literal["error", "omit"], Meta(description="Pictures that are not there: an error, or left out")
    ] = "error"


class BookFile(_Table, frozen=True):
    """The whole of book.toml."""

    book: Annotated[BookTable, Meta(description="What title page, copyright page and metadata say of the book")]
    order: Annotated[OrderTable, Meta(description="How the episodes follow one another")] = OrderTable()
    sections: Annotated[SectionsTable, Meta(description="Which sections the book has beside the episodes")] = (
        SectionsTable()
    )
    editions: Annotated[dict[str, Any], Meta(description="The files to be made, each with its settings")] = {}
    part: Annotated[tuple[PartTable, ...], Meta(description="The parts of the book, when order.parts is list")] = ()
    contributor: Annotated[tuple[PersonTable, ...], Meta(description="Other people who made the book")] = ()
    images: Annotated[ImagesTable, Meta(description="Pictures that are not in images/")] = ImagesTable()
    importing: Annotated[ImportTable, Meta(description="What make-book import is told")] = msgspec.field(
        default=ImportTable(), name="import"
    )
