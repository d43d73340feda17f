"""The manuscript as values: what the files say, with their places, before anything is rendered."""

from __future__ import annotations

from typing import Literal

import msgspec

from make_book.editions import Edition, EpubEdition, PdfEdition
from make_book.findings import Span
from make_book.model import Image, Imprint, PartialDate, Translator


class Bound(msgspec.Struct, frozen=True):
    """One end of a run of episodes: a number or a date, as it was written."""

    number: int | None = None
    date: PartialDate | None = None


class PartPlan(msgspec.Struct, frozen=True):
    """A part of the list in book.toml: from and to, or the names of its episodes."""

    title: str
    span: Span
    first: Bound | None = None
    last: Bound | None = None
    episodes: tuple[str, ...] = ()


class Order(msgspec.Struct, frozen=True):
    """How the episodes follow one another. `by` is `None` when the episodes are to decide."""

    by: Literal["number", "date", "name"] | None = None
    parts: Literal["none", "month", "year", "narrator", "list"] = "none"
    start: int | None = None


class SectionLists(msgspec.Struct, frozen=True):
    """The sections the author chose, in the author's order; `None`: the default order holds."""

    front: tuple[str, ...] | None = None
    back: tuple[str, ...] | None = None
    span: Span | None = None


class NamedEdition(msgspec.Struct, frozen=True):
    """One `[editions.NAME]`."""

    name: str
    settings: Edition


class ImportSettings(msgspec.Struct, frozen=True):
    """The `[import]` table: given to the importer as it stands."""

    series_phrase: tuple[str, ...] = ()
    narrators: tuple[str, ...] = ()
    shortcodes: dict[str, str] = {}
    """What becomes of shortcodes, by name: `drop`, `keep`, or Markdown with `{0}` and `{key}` for arguments."""


class CoverPlan(msgspec.Struct, frozen=True):
    """The cover the author names: a path relative to the manuscript, and what it shows."""

    path: str
    alt: str | None
    span: Span


class Config(msgspec.Struct, frozen=True):
    """book.toml, checked. The imprint's texts are as typed: `compose` sets their typography."""

    imprint: Imprint
    file: str
    cover: CoverPlan | None = None
    order: Order = Order()
    sections: SectionLists = SectionLists()
    editions: tuple[NamedEdition, ...] = (NamedEdition("epub", EpubEdition()), NamedEdition("pdf", PdfEdition()))
    """Always holds `epub` and `pdf`, whatever else is named."""
    parts: tuple[PartPlan, ...] = ()
    importing: ImportSettings = ImportSettings()

    def edition(self, name: str) -> Edition:
        """Return the settings of the edition `name`. Raise `KeyError` when book.toml has no such edition."""
        return {edition.name: edition.settings for edition in self.editions}[name]


class EpisodeHead(msgspec.Struct, frozen=True):
    """The front matter of an episode or a section, whichever of its keys were given."""

    number: int | None = None
    date: PartialDate | None = None
    title: str | None = None
    subtitle: str | None = None
    standfirst: str | None = None
    kicker: str | None = None
    place: str | None = None
    author: tuple[str, ...] = ()
    narrator: str | None = None
    translators: tuple[Translator, ...] = ()
    language: str | None = None
    source_url: str | None = None
    original_title: str | None = None
    original_date: PartialDate | None = None
    original_language: str | None = None
    original_note: str | None = None
    """What a saved page said of its original; kept by `make-book import`, set nowhere."""
    tags: tuple[str, ...] = ()
    draft: bool = False


class SourceText(msgspec.Struct, frozen=True):
    """Markdown from a file: NFC, lines ended by line feeds. `first_line` is the file's line it begins on."""

    file: str
    text: str
    first_line: int = 1


class Source(msgspec.Struct, frozen=True):
    """One file of text. `name` is its file name without `.md`: an episode's key, a section's kind."""

    name: str
    head: EpisodeHead
    body: SourceText
    places: dict[str, tuple[int, int]] = {}
    """Line and column (from 1) of the keys of the front matter."""

    def span(self, key: str | None = None) -> Span:
        """Return the place of a key of the front matter, else the file's first line."""
        return Span(self.body.file, *self.places[key]) if key in self.places else Span(self.body.file, 1)


class EpisodeSource(Source, frozen=True):
    """An episode as its file says it."""


class MatterSource(Source, frozen=True):
    """A piece of front or back matter as its file says it; `name` is its section name."""


class Manuscript(msgspec.Struct, frozen=True):
    """All that was read, the episodes in reading order."""

    config: Config
    episodes: tuple[EpisodeSource, ...] = ()
    matter: tuple[MatterSource, ...] = ()
    images: tuple[Image, ...] = ()
    cover: Image | None = None
    unreadable: tuple[str, ...] = ()
    """Paths of pictures that are there, but cannot be read: their finding is made already."""
    left_out: tuple[EpisodeSource, ...] = ()
    """The drafts that were left out: a cross-reference to one is not a dead one."""
