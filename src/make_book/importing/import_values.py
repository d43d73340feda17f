"""The values the importers pass on: a clipping, what a reader made of it, what was found in it."""

from __future__ import annotations

import msgspec

from make_book.findings import Finding
from make_book.model import Translator


class Clipping(msgspec.Struct, frozen=True):
    """One file as it was given: its name (POSIX, relative, no `..`) and its bytes."""

    name: str
    data: bytes


class Change(msgspec.Struct, frozen=True):
    """One alteration of the source text.

    `line` and `column` count from 1 in the text as it stood when the change was made; changes are
    listed in the order they were made. A change without a column concerns the whole file (its
    encoding, its line ends): the kept raw bytes are its reversal.
    """

    kind: str
    line: int
    column: int | None
    before: str
    after: str


class Field(msgspec.Struct, frozen=True):
    """One thing found in a clipping: how sure (0 to 1), where, and the slice of text it came from."""

    name: str
    value: str
    confidence: float
    line: int
    slice: str
    why: str = ""


class RawEpisode(msgspec.Struct, frozen=True):
    """What a reader makes of a source: clean text in paragraphs, and what the format itself told.

    `known` holds fields that need no guessing (a feed's title and date); text clippings have none.
    """

    source: str
    text: str
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    known: tuple[Field, ...] = ()


class LeftOut(msgspec.Struct, frozen=True):
    """Words of a source that stand in no file of the book, and why."""

    text: str
    reason: str
    line: int = 1


class PictureCopy(msgspec.Struct, frozen=True):
    """A picture among the sources that an episode shows: its name there, and its path in the manuscript."""

    source: str
    target: str


class SourceDocument(msgspec.Struct, frozen=True):
    """One text of a source in Markdown, with what its format states. Addresses in `body` are as the source has them.

    `source` names it among all sources (a file, or a file and the name of one text in it), `file` is the
    file that holds it. `digest` is the SHA-256 of what it was made from. `fields` may hold several
    of one name (authors, tags). `addresses` are paths and URLs by which other texts may link to it.
    """

    source: str
    file: str
    body: str
    digest: str = ""
    fields: tuple[Field, ...] = ()
    translators: tuple[Translator, ...] = ()
    addresses: tuple[str, ...] = ()
    language: str | None = None
    first_line: int = 1
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    pictures: tuple[PictureCopy, ...] = ()


class ImportedParagraph(msgspec.Struct, frozen=True):
    """A slice `[start:end]` of a text, and the line it begins on."""

    start: int
    end: int
    line: int
    text: str


class ImportedBlock(msgspec.Struct, frozen=True):
    """A paragraph of the body and what it is: `text`, `break`, `addendum`; `language` if another."""

    kind: str
    text: str
    line: int
    language: str | None = None


class EpisodeDraft(msgspec.Struct, frozen=True):
    """An episode as import understands it, before it is a file."""

    source: str
    language: str
    fields: tuple[Field, ...]
    blocks: tuple[ImportedBlock, ...]
    translators: tuple[Translator, ...] = ()
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()
    consumed: tuple[str, ...] = ()
    """Words of the source that stand in no file any more: the crawler's, the series phrase."""
    body: str | None = None
    """The text in Markdown where the source's format told it; `None`: `blocks` hold it."""
    pictures: tuple[PictureCopy, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    file: str = ""
    """The raw file that holds the source; "": `source` names it."""
    digest: str = ""
    """The SHA-256 of what the draft was made from; "": that of the raw file."""

    @property
    def raw(self) -> str:
        """The name of the raw file."""
        return self.file or self.source

    @property
    def text(self) -> str:
        """The words of the body."""
        return self.body if self.body is not None else "\n".join(block.text for block in self.blocks)

    def field(self, name: str) -> str | None:
        """Return the value found for `name`, or None."""
        return next((field.value for field in self.fields if field.name == name), None)

    @property
    def number(self) -> int | None:
        """The episode's number, if one was found."""
        value = self.field("number")
        return int(value) if value is not None else None
