"""The messages between server and builder: values, sent as MessagePack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from make_book.findings import Finding
from make_book.model import EpisodeNumber
from make_book.pdf.page_map import PageEntry

Kind = Literal["print", "screen"]
"""`print` is printed pages, `screen` is an EPUB."""


class Build(msgspec.Struct, frozen=True, tag=True):
    """The order to build the book as it is now. `generation` counts the saves."""

    generation: int
    first: Kind = "print"
    """The editions of this kind are made first."""
    looking: tuple[str, int] | None = None
    """The printed page that the reader looks at: a section, and how many pages into it."""


class Row(msgspec.Struct, frozen=True):
    """A line of the contents: a section, its depth, where its words come from, and its document in an EPUB."""

    id: str
    title: str
    kind: str
    level: int
    document: str
    source: str | None = None
    number: EpisodeNumber | None = None
    date: str | None = None


class Stage(msgspec.Struct, frozen=True, tag=True):
    """The stage `name` has begun, or `done` of the `whole` of its pieces."""

    name: str
    done: int = 0
    whole: int = 0


class Typeset(msgspec.Struct, frozen=True, tag=True):
    """The book has been read and composed; its editions come next."""

    title: str
    language: str
    rows: tuple[Row, ...]


class EditionMade(msgspec.Struct, frozen=True, tag=True):
    """An edition is there. `leaves` are the pages of a print edition, `starts` the page each section begins on."""

    edition: str
    kind: Kind
    file: str
    data: bytes
    page_entries: tuple[PageEntry, ...] = ()
    starts: dict[str, int] = {}
    first: int | None = None
    """With a number, these are a few pages from there on, to look at while the book is being bound."""


class Done(msgspec.Struct, frozen=True, tag=True):
    """The build of `generation` is over, with everything that was found.

    `whole`: every edition was made. A build that a newer one replaced sends no such message.
    """

    generation: int
    findings: tuple[Finding, ...]
    whole: bool


class Crashed(msgspec.Struct, frozen=True, tag=True):
    """The builder has ended; `report` is a traceback, or empty when it was killed."""

    reason: str
    report: str = ""


Message = Stage | Typeset | EditionMade | Done | Crashed
Reported = Callable[[Message, float], None]
"""Called with a message of the builder, and the seconds since the save."""
_ENCODER, _DECODER, _ORDERS = (
    msgspec.msgpack.Encoder(),
    msgspec.msgpack.Decoder(Message),
    msgspec.msgpack.Decoder(Build),
)


def pack(message: Message | Build) -> bytes:
    """Return `message` as bytes."""
    return _ENCODER.encode(message)


def unpack(data: bytes) -> Message:
    """Return what the builder said. Raise `msgspec.DecodeError` for bytes that are none of its messages."""
    message: Message = _DECODER.decode(data)
    return message


def unpack_order(data: bytes) -> Build:
    """Return what the builder was asked."""
    return _ORDERS.decode(data)
