"""The manuscript as values: what the files say, with their places, before anything is rendered."""

from __future__ import annotations

from typing import Literal

import msgspec

from make_book.editions import Edition, EpubEdition, PdfEdition
from make_book.findings import Span
from make_book.model import EpisodeNumber, Image, Imprint, PartialDate, Translator


class Bound(msgspec.Struct, frozen=True):
    """One end of a run of episodes: a number or a date, as it was written."""

    number: EpisodeNumber | None = None
    date: PartialDate | None = None


class PartPlan(msgspec.Struct, frozen=True):
    """A part of the list in book.toml: from and to, or the names of its episodes."""

    title: str
    span: Span
    first: Bound | None = None
    last: Bound | None = None
    episodes: tuple[str, ...] = ()


OrderKind = Literal["number", "weight", "date", "name", "list"]


class Order(msgspec.Struct, frozen=True):
    """How the episodes follow one another. `by` is `None` when the episodes are to decide."""

    by: Literal["number", "date", "name"] | None = None
    parts: Literal["none", "month", "year", "narrator", "folder", "list"] = "none"
    start: int | None = None
    folders: Literal["chapters", "none"] | None = None
    """What a folder of files is: a chapter of scenes, or nothing; `None` when the files are to decide."""
    files: tuple[str, ...] = ()
    """The files that a list beside them names, in its order (mdBook's SUMMARY.md, Leanpub's Book.txt)."""


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


class ImagePlan(msgspec.Struct, frozen=True):
    """The `[images]` table. Folders are POSIX paths relative to the manuscript."""

    remote: Literal["error", "link", "omit", "folder"] = "error"
    """What becomes of a picture on the web."""
    folder: str | None = None
    """Where such pictures are looked for."""
    root: str | None = None
    """The folder that an address beginning with `/` starts from."""
    missing: Literal["error", "omit"] = "error"

    @property
    def folders(self) -> tuple[str, ...]:
        """Folders beside `images/` and `episodes/` that hold pictures."""
        return tuple(dict.fromkeys(one for one in (self.folder, self.root) if one))


class PlacedValue(msgspec.Struct, frozen=True):
    """A text in book.toml or in front matter, and where its key stands."""

    text: str
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
    images: ImagePlan = ImagePlan()
    values: tuple[PlacedValue, ...] = ()
    """Every text in the file."""

    def edition(self, name: str) -> Edition:
        """Return the settings of the edition `name`. Raise `KeyError` when book.toml has no such edition."""
        return {edition.name: edition.settings for edition in self.editions}[name]


class EpisodeHead(msgspec.Struct, frozen=True):
    """The front matter of an episode or a section, whichever of its keys were given."""

    number: EpisodeNumber | None = None
    unnumbered: bool = False
    """Whether the episode is to have no number (`number: none`): it stands where its file stands."""
    end_of_book: int = 0
    """-1 for a prologue, 1 for an epilogue: where an unnumbered episode stands that its file's name does not place."""
    weight: float | None = None
    """A place among the others (Hugo's `weight`, Docusaurus' `sidebar_position`), where nothing has a number."""
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
    site_paths: tuple[str, ...] = ()
    """What the text is called on a website (`slug`, `permalink`, `url`, `aliases`): links find it by these."""


class SourceText(msgspec.Struct, frozen=True):
    """Markdown from a file: NFC, lines ended by line feeds. `first_line` is the file's line it begins on."""

    file: str
    text: str
    first_line: int = 1


class Source(msgspec.Struct, frozen=True):
    """One file of text. `name` is its file name without suffix: an episode's key, a section's kind."""

    name: str
    head: EpisodeHead
    body: SourceText
    places: dict[str, tuple[int, int]] = {}
    """Line and column (from 1) of the keys of the front matter."""
    values: tuple[PlacedValue, ...] = ()
    """Every text in the front matter, and a title that stands above the text."""

    @property
    def texts(self) -> tuple[SourceText, ...]:
        """All texts of the file, in order."""
        return (self.body,)

    def span(self, key: str | None = None) -> Span:
        """Return the place of a key of the front matter, else the file's first line."""
        return Span(self.body.file, *self.places[key]) if key in self.places else Span(self.body.file, 1)


class EpisodeSource(Source, frozen=True):
    """An episode as its file says it. `scenes` are further texts that belong to it, one file each."""

    scenes: tuple[SourceText, ...] = ()
    numbered_by_name: bool = False
    """Whether the leading digits of its file's name number it among the others."""
    number_is_guessed: bool = False
    """Whether the number was taken from the words of the title: then a gap says nothing."""

    @property
    def texts(self) -> tuple[SourceText, ...]:
        """All texts of the episode, in order."""
        return (self.body, *self.scenes)


class MatterSource(Source, frozen=True):
    """A piece of front or back matter as its file says it; `name` is its section name."""


class Manuscript(msgspec.Struct, frozen=True):
    """All that was read, the episodes in reading order."""

    config: Config
    episodes: tuple[EpisodeSource, ...] = ()
    matter: tuple[MatterSource, ...] = ()
    images: tuple[Image, ...] = ()
    cover: Image | None = None
    unreadable: dict[str, str] = {}
    """Pictures that are there but cannot be shown, by path, and why; "" where that has been told."""
    unused: tuple[str, ...] = ()
    """Paths of the files in `images/`, and of pictures beside the episodes, that no text names."""
    left_out: tuple[EpisodeSource, ...] = ()
    """The drafts that were left out: a cross-reference to one is not a dead one."""
