"""The builder: a process that builds the book whenever it is asked, and keeps the libraries loaded in between.

The only module of the preview that knows the pipeline. It has one thread, since the print engine forks
its workers from it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

import msgspec

from make_book.cache import MemoryCache
from make_book.cache.disk_cache import DiskCache
from make_book.editions import PdfEdition
from make_book.epub import names
from make_book.findings import BookError, Finding, Span
from make_book.manuscript.values import NamedEdition
from make_book.pdf.page_map import PageEntry, PageMap
from make_book.pipeline import Options, TypesetBook, make_edition, typeset_book
from make_book.resources import Progress
from make_book.serving.messages import (
    Build,
    Crashed,
    Done,
    EditionMade,
    Kind,
    Message,
    Row,
    Stage,
    Typeset,
    pack,
    unpack_order,
)

_EVERY = 5
"""One piece in this many is reported."""
_LONG = 120
"""A book with this many pages is shown in part before it is bound."""
_AROUND = 2
"""Pages before and after a spread that are shown with it."""


class BuildRequest(msgspec.Struct, frozen=True):
    """What a preview was started for: the book at `root`, its options, and names of editions.

    `targets` empty: of each kind the first edition of book.toml; with `every`, all of them.
    """

    root: Path
    options: Options
    targets: tuple[str, ...] = ()
    every: bool = False


def work(pipe: Connection, build_request: BuildRequest) -> None:
    """Build whenever `pipe` says so, until it is closed. The main function of the builder's process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends us
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError), _LastWords(pipe):
        builder = _Builder(pipe, build_request)
        while True:
            builder.build(builder.latest())
            _get_ready()


def _get_ready() -> None:
    """Load the layout engine while nobody waits; if all came from the cache, the first save would load it."""
    import make_book.pdf.layout  # noqa: F401


class _LastWords:
    """Send the server the traceback of a bug before the process ends because of it."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None or isinstance(error, (EOFError, BrokenPipeError, ConnectionResetError)):
            return
        report = "".join(traceback.format_exception(error))
        self.pipe.send_bytes(pack(Crashed(f"{type(error).__name__}: {error}", report)))
        os._exit(1)


class _Builder:
    """The book as the last build left it, and the pipe to the server."""

    def __init__(self, pipe: Connection, build_request: BuildRequest) -> None:
        self.pipe, self.build_request = pipe, _warm(build_request, self.progress)
        self.stage = ""
        self.dropped: frozenset[str] = frozenset()

    def latest(self) -> Build:
        """Wait for an order; of several return the last. Raise `EOFError` when the server is gone."""
        order = unpack_order(self.pipe.recv_bytes())
        while self.pipe.poll():
            order = unpack_order(self.pipe.recv_bytes())
        return order

    def tell(self, message: Message) -> None:
        self.pipe.send_bytes(pack(message))

    def progress(self, stage: str, done: int, total: int) -> None:
        """Tell the server which stage begins, or how many of its pieces are done."""
        if not total:
            self.stage = stage
            self.tell(Stage(stage))
        elif done % _EVERY == 0:
            self.tell(Stage(self.stage, done, total))

    def build(self, order: Build) -> None:
        """Make every edition, each whatever became of the others, unless a newer order comes."""
        try:
            book = typeset_book(self.build_request.root, self.build_request.options)
        except BookError as error:
            self.tell(Done(order.generation, error.findings, whole=False))
            return
        self.tell(_typeset(book))
        unknown = _unknown(book, self.build_request.targets)
        findings, whole = [*book.findings, *unknown], not unknown
        waiting = self._queue(book, order.first)
        while waiting:
            if self.pipe.poll():
                self.dropped = frozenset(edition.name for edition in waiting)
                return
            found, made = self._make(book, waiting.pop(0), order)
            findings += found
            whole = whole and made
        self.dropped = frozenset()
        self.tell(Done(order.generation, tuple(dict.fromkeys(findings)), whole))
        cache = self.build_request.options.resources.cache
        if isinstance(cache, DiskCache):
            cache.trim()

    def _queue(self, book: TypesetBook, first: Kind) -> list[NamedEdition]:
        """Return the editions to make: before all those that had to give way the last time, then those of `first`."""
        return sorted(
            _chosen(book.manuscript.config.editions, self.build_request),
            key=lambda edition: (edition.name not in self.dropped, _kind(edition) != first),
        )

    def _make(self, book: TypesetBook, edition: NamedEdition, order: Build) -> tuple[Sequence[Finding], bool]:
        ahead = partial(self._show_ahead, book, edition, order)
        printing = msgspec.structs.replace(self.build_request.options.printing, ahead=ahead if order.looking else None)
        wanted = msgspec.structs.replace(self.build_request.options, printing=printing)
        try:
            product = make_edition(book, edition, wanted)
        except BookError as error:
            return error.findings, False
        page_entries, starts = ((), {}) if product.page_map is None else _layout(book, product.page_map)
        self.tell(EditionMade(edition.name, _kind(edition), product.name, product.data, page_entries, starts))
        return product.findings, True

    def _show_ahead(
        self, book: TypesetBook, edition: NamedEdition, order: Build, page_map: PageMap, bind: Callable[[range], bytes]
    ) -> None:
        """Tell the pages that somebody looks at, before the others are bound."""
        section, offset = order.looking or ("", 0)
        if len(page_map.page_entries) < _LONG or section not in page_map.anchors:
            return
        page = min(page_map.anchors[section] + offset, len(page_map.page_entries) - 1)
        verso = page if page % 2 else page - 1
        wanted = range(max(0, verso - _AROUND), min(len(page_map.page_entries), verso + 2 + _AROUND))
        page_entries, starts = _layout(book, page_map)
        self.tell(EditionMade(edition.name, "print", "", bind(wanted), page_entries, starts, wanted.start))


def _warm(build_request: BuildRequest, progress: Progress) -> BuildRequest:
    """Report the progress; let a preview that keeps nothing on disk keep something in memory."""
    options = build_request.options
    cache = options.resources.cache if isinstance(options.resources.cache, DiskCache) else MemoryCache()
    resources = msgspec.structs.replace(options.resources, cache=cache, progress=progress)
    return msgspec.structs.replace(build_request, options=msgspec.structs.replace(options, resources=resources))


def _layout(book: TypesetBook, page_map: PageMap) -> tuple[tuple[PageEntry, ...], dict[str, int]]:
    """Return the pages, and on which each section begins."""
    starts = {section.id: page_map.anchors[section.id] for section in book.sections if section.id in page_map.anchors}
    return page_map.page_entries, starts


def _chosen(editions: Sequence[NamedEdition], build_request: BuildRequest) -> tuple[NamedEdition, ...]:
    """Return the editions to make. A name that book.toml does not have is passed over: it may come with a save."""
    if build_request.targets:
        return tuple(edition for edition in editions if edition.name in build_request.targets)
    if build_request.every:
        return tuple(editions)
    of_kind = {_kind(edition): edition for edition in reversed(editions)}
    return tuple(of_kind.values())


def _unknown(book: TypesetBook, targets: Sequence[str]) -> tuple[Finding, ...]:
    config = book.manuscript.config
    known = [edition.name for edition in config.editions]
    hints = (f"there are: {', '.join(known)}",)
    return tuple(
        Finding("OUT-002", f"there is no [editions.{name}]", Span(config.file), hints)
        for name in targets
        if name not in known
    )


def _kind(edition: NamedEdition) -> Kind:
    return "print" if isinstance(edition.settings, PdfEdition) else "screen"


def _typeset(book: TypesetBook) -> Typeset:
    episodes = {episode.id: episode for episode in book.book.episodes}
    rows = []
    for section in book.sections:
        episode = episodes.get(section.id)
        rows.append(
            Row(
                section.id,
                episode.title if episode else section.title,
                section.kind,
                section.level,
                names.NAV if section.kind == "contents" else names.document_name(section.id),
                section.source,
                episode.number if episode else None,
                episode.date.iso if episode and episode.date else None,
            )
        )
    imprint = book.book.imprint
    return Typeset(imprint.title, imprint.language, tuple(rows))
