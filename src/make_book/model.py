"""The book as values: what is left when files, Markdown, templates and page sizes are taken away.

Frozen and complete: a stage that knows more makes a new type. Knows no library but msgspec. Ids come
from an episode's number or name, never from its place among others, so that appending an episode
changes nothing in the earlier ones. Every `language` is a BCP 47 tag (RFC 5646).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

import msgspec

EpisodeNumber = int | str
"""The number of an episode: 22; as text where it is no whole number: "1.5", "12b"."""


class PartialDate(msgspec.Struct, frozen=True, order=True):
    """A date of the proleptic Gregorian calendar whose day, or month and day, may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """`2020-10-13`, `2020-10` or `2020` (ISO 8601; valid in `<time datetime>` and `dc:date`)."""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    @property
    def key(self) -> tuple[int, int, int]:
        """A sort key: unknown parts come first."""
        return (self.year, self.month or 0, self.day or 0)


class Person(msgspec.Struct, frozen=True):
    """Somebody who made the book. `role` is a MARC relator code (aut, edt, trl, ill, nrt, ctb …)."""

    name: str
    role: str
    file_as: str | None = None
    note: str | None = None


class Translator(msgspec.Struct, frozen=True):
    """One link of a chain of translations: who carried the text from which language into which."""

    name: str
    source: str | None = None
    target: str | None = None


class Image(msgspec.Struct, frozen=True):
    """A picture of the book. `path` is POSIX, relative to the manuscript; sizes are in pixels."""

    path: str
    media_type: str
    data: bytes
    width: int
    height: int


class SourceMap(msgspec.Struct, frozen=True):
    """Where the elements of an XHTML text come from: of each, in document order, the line and the column.

    Both count from 1 in one of `files`; a line of 0 means that the element comes from none (a template made it).
    Without any lines nothing is known.
    """

    files: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    """The index of each element's file in `files`; empty where there is one file."""

    @property
    def places(self) -> tuple[tuple[str, int, int], ...]:
        """File, line and column of each element."""
        files = [self.files[owner] for owner in self.owners] or self.files * len(self.lines)
        return tuple(zip(files, self.lines, self.columns, strict=True))


class Note(msgspec.Struct, frozen=True):
    """A footnote. `id` is unique in the book; `label` is the number readers see; `xhtml` blocks."""

    id: str
    label: str
    xhtml: str
    source_map: SourceMap = SourceMap()


class IndexMark(msgspec.Struct, frozen=True):
    """A mark for the index: the `anchor` in the text, the term and its sub-terms, outermost first."""

    anchor: str
    terms: tuple[str, ...]
    see: str | None = None
    see_also: str | None = None
    until: str | None = None
    """The anchor at the end of the passage that the mark begins; `None` for a mere place."""


class Term(msgspec.Struct, frozen=True):
    """A glossary term where the text marks it: the `anchor` and the entry's headword."""

    anchor: str
    headword: str


class ImageUse(msgspec.Struct, frozen=True):
    """One appearance of a picture: its path, its text alternative, its credit line and caption, if any.

    `place` is the line and the column (from 1) of the manuscript where it is shown, and `file` that file.
    """

    path: str
    alt: str
    credit: str | None = None
    caption: str | None = None
    file: str | None = None
    place: tuple[int, int] | None = None
    anchor: str | None = None
    """The id of its figure, in a book with a list of illustrations."""


class Text(msgspec.Struct, frozen=True):
    """A text ready to be set: well-formed XHTML blocks without a wrapper, and what stands in them.

    `xhtml` refers to a note by `<a epub:type="noteref" role="doc-noteref" href="#ID" id="ID-ref">label</a>`;
    the notes themselves are in `notes`, in order of first reference. A cross-reference is
    `<a class="cross-reference" href="episode:KEY">…</a>` (empty when the author left the words to
    us) until `compose` resolves it. `images` are `<img src="images/…">` by path.
    """

    xhtml: str
    notes: tuple[Note, ...] = ()
    images: tuple[ImageUse, ...] = ()
    marks: tuple[IndexMark, ...] = ()
    terms: tuple[Term, ...] = ()
    source_map: SourceMap = SourceMap()
    """Of the elements of `xhtml`; each note has its own."""


class Episode(msgspec.Struct, frozen=True):
    """One numbered or dated piece of the serial. Titles and the like are plain, typographed text."""

    id: str
    title: str
    language: str
    text: Text
    source: str
    number: EpisodeNumber | None = None
    date: PartialDate | None = None
    subtitle: str | None = None
    standfirst: str | None = None
    kicker: str | None = None
    place: str | None = None
    authors: tuple[str, ...] = ()
    narrator: str | None = None
    translators: tuple[Translator, ...] = ()
    source_url: str | None = None
    original_title: str | None = None
    original_date: PartialDate | None = None
    original_language: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def has_source(self) -> bool:
        """Whether anything is known of where the episode stood first."""
        return bool(self.source_url or self.original_title or self.original_date)


class Matter(msgspec.Struct, frozen=True):
    """A piece of front or back matter that somebody wrote (`kind`: a section name that make-book knows).

    `signed`, `place` and `date` are the signature under a foreword.
    """

    kind: str
    title: str
    language: str
    text: Text
    source: str
    subtitle: str | None = None
    signed: str | None = None
    place: str | None = None
    date: PartialDate | None = None


class GeneratedSection(msgspec.Struct, frozen=True):
    """A section that make-book writes from the book's data (`kind`: title-page, contents, index …)."""

    kind: str


class Part(msgspec.Struct, frozen=True):
    """A run of episodes under a title; the only part of a book without parts has no title."""

    id: str
    title: str | None
    episodes: tuple[Episode, ...]


class Series(msgspec.Struct, frozen=True):
    """The series the book belongs to, and its place in it (`"2"`, `"2.1"`)."""

    name: str
    index: str | None = None


class Subject(msgspec.Struct, frozen=True):
    """What the book is about; where a list of subjects says so, `authority` names the list and `term` its code."""

    name: str
    authority: str | None = None
    term: str | None = None


class Imprint(msgspec.Struct, frozen=True):
    """What title page, copyright page and metadata say of the book as a whole."""

    title: str
    language: str
    identifier: str
    subtitle: str | None = None
    series: Series | None = None
    direction: str = "ltr"
    isbn: str | None = None
    """The EPUB's, or the book's only one; as written."""
    print_isbn: str | None = None
    """The print edition's own; as written."""
    text_fonts: tuple[str | None, ...] = (None,)
    """The fonts that the print editions name for their text; None is make-book's own."""
    publisher: str | None = None
    place: str | None = None
    date: PartialDate | None = None
    rights: str | None = None
    description: str | None = None
    subjects: tuple[Subject, ...] = ()
    people: tuple[Person, ...] = ()
    """Everybody named in book.toml, in its order: authors, editors, translators, contributors."""
    translators: tuple[Translator, ...] = ()
    """How the book as a whole came into its language; an episode's own chain goes before this one."""
    episode_label: str | None = None
    """What an episode is called in this book ("Letter", "Folge"); else the language's own word."""

    def people_with(self, episodes: Iterable[Episode]) -> tuple[Person, ...]:
        """Return the book's people, then the authors whom only `episodes` name."""
        known = {person.name for person in self.people}
        names = dict.fromkeys(name for episode in episodes for name in episode.authors)
        return (*self.people, *(Person(name, "aut") for name in names if name not in known))

    def named(self, role: str) -> tuple[str, ...]:
        """Return the names of the people with the relator code `role`, in order."""
        return tuple(person.name for person in self.people if person.role == role)


class Cover(msgspec.Struct, frozen=True):
    """The cover the author gives: a picture and its text alternative."""

    image: Image
    alt: str


class Division(enum.Enum):
    """Where in the book a section stands: it decides numbering and the EPUB's landmarks."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


class PlannedSection(msgspec.Struct, frozen=True):
    """A section that is to be made, its division, and the id of the titled part that it stands in."""

    content: Matter | GeneratedSection | Part | Episode
    """A part stands for the page with its title."""
    division: Division
    part: str | None = None


class Book(msgspec.Struct, frozen=True):
    """The composed book: everything both editions need, in reading order."""

    imprint: Imprint
    front: tuple[Matter | GeneratedSection, ...]
    """All sections before the episodes, in order."""
    parts: tuple[Part, ...]
    back: tuple[Matter | GeneratedSection, ...]
    """All sections after the episodes, in order."""
    images: tuple[Image, ...] = ()
    cover: Cover | None = None

    @property
    def plan(self) -> tuple[PlannedSection, ...]:
        """All sections in reading order. A prologue and an epilogue beside the episodes belong to the body."""
        body: list[PlannedSection] = []
        for part in self.parts:
            titled = None if part.title is None else part.id
            if titled:
                body.append(PlannedSection(part, Division.BODY))
            body += [PlannedSection(episode, Division.BODY, titled) for episode in part.episodes]
        front = [PlannedSection(piece, Division.FRONT) for piece in self.front]
        back = [PlannedSection(piece, Division.BACK) for piece in self.back]
        if self.front and self.front[-1].kind == "prologue":
            front[-1] = PlannedSection(self.front[-1], Division.BODY)
        if self.back and self.back[0].kind == "epilogue":
            back[0] = PlannedSection(self.back[0], Division.BODY)
        return (*front, *body, *back)

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """All episodes in reading order."""
        return tuple(episode for part in self.parts for episode in part.episodes)

    @property
    def written(self) -> tuple[Matter | Episode, ...]:
        """Everything that somebody wrote, in reading order: front matter, episodes, back matter."""
        return tuple(one.content for one in self.plan if isinstance(one.content, Matter | Episode))


class Survey(msgspec.Struct, frozen=True):
    """What stands in the XHTML of a section, so that nobody has to parse or search it again.

    Every tuple is in document order and holds a value once.
    """

    ids: tuple[str, ...] = ()
    """The `id` of every element that has one."""
    links: tuple[str, ...] = ()
    """The `href` of every `a`, as it is written: `#anchor` inside the book, else an address outside it."""
    cross_references: tuple[str, ...] = ()
    """The anchors (without `#`) that links of the class `cross-reference` lead to: print adds their pages."""
    passage_ends: tuple[str, ...] = ()
    """The anchors (without `#`) where the passages end that an index names (`data-until`)."""
    images: tuple[str, ...] = ()
    """The `src` of every `img`: a picture's path, or empty."""
    notes: tuple[str, ...] = ()
    """The ids of the footnotes (`role="doc-footnote"`)."""
    languages: tuple[str, ...] = ()
    """The `lang` of every element that has one (BCP 47)."""
    characters: str = ""
    """Every character of the text, sorted; attributes are no text."""
    text_length: int = 0
    """Characters of the text without the footnotes, white space between the blocks included."""
    note_length: int = 0
    """Characters of the footnotes, counted likewise."""
    list_items: int = 0
    """How many `li` there are: the lines of the contents or of an index."""


class Section(msgspec.Struct, frozen=True):
    """The unit that both editions share: one opening, one EPUB document, one part of the print layout.

    `xhtml` is one well-formed `<section>` element with `id="{id}"`; its notes stand at its end in
    `<section epub:type="footnotes">`. Every href inside the book is `#anchor`, wherever the anchor
    lies (ids are unique in the book); each edition turns that into its own addresses.
    """

    id: str
    kind: str
    title: str
    place: Division
    language: str
    xhtml: str
    survey: Survey
    """What stands in `xhtml`; whoever changes that makes the survey anew (`typeset.section_survey`)."""
    level: int = 1
    """Depth in the contents; 0 keeps the section out of them."""
    running: str | None = None
    """A shorter title for the running head."""
    source: str | None = None
    """The manuscript file the words come from; `None` for a generated section."""
    part: str | None = None
    """Id of the part section this one stands in."""
    source_map: SourceMap = SourceMap()
    """Where in the file `source` the elements of `xhtml` come from: for findings and the preview, in no edition."""
