"""The builder: a process that makes the book whenever it is asked, and stays warm in between.

The only module of the preview that knows the pipeline. It has one thread, since the print engine forks
its workers from it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
import traceback
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

import msgspec

from make_book.cache.shelf import DiskCache
from make_book.editions import PdfEdition
from make_book.epub import names
from make_book.findings import BookError, Finding, Span
from make_book.manuscript.values import NamedEdition
from make_book.model import Section
from make_book.pipeline import Options, Set, make_edition, set_book
from make_book.serving.messages import (
    Build,
    Crashed,
    Done,
    Kind,
    Made,
    Message,
    Row,
    Stage,
    Typeset,
    pack,
    unpack_order,
)

_ENGINE = "weasyprint.progress"
"""The layout engine's logger of its progress; it need not be there."""
_PAGE = re.compile(r"\bPage (\d+)$")
_EVERY = 10
"""One page in so many is told of."""


class Wishes(msgspec.Struct, frozen=True):
    """What a preview was started for: the book at `root`, its options, and names of editions.

    `targets` empty: of each kind the first edition of book.toml; with `every`, all of them.
    """

    root: Path
    options: Options
    targets: tuple[str, ...] = ()
    every: bool = False


def work(pipe: Connection, wishes: Wishes) -> None:
    """Build whenever `pipe` says so, until it is closed. The main function of the builder's process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends us
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError), _LastWords(pipe):
        builder = _Builder(pipe, wishes)
        while True:
            builder.build(builder.latest())


class _LastWords:
    """Tell the server of a bug before the process ends of it."""

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
    """The book as the last build left it, and the pipe to tell of it."""

    def __init__(self, pipe: Connection, wishes: Wishes) -> None:
        self.pipe, self.wishes = pipe, wishes
        self.dropped: frozenset[str] = frozenset()

    def latest(self) -> Build:
        """Wait for an order; of several return the last. Raise `EOFError` when the server is gone."""
        order = unpack_order(self.pipe.recv_bytes())
        while self.pipe.poll():
            order = unpack_order(self.pipe.recv_bytes())
        return order

    def tell(self, message: Message) -> None:
        self.pipe.send_bytes(pack(message))

    def stage(self, name: str) -> None:
        self.tell(Stage(name))

    def build(self, order: Build) -> None:
        """Make every edition, each whatever became of the others, unless a newer order comes."""
        try:
            book = set_book(self.wishes.root, self.wishes.options, self.stage)
        except BookError as error:
            self.tell(Done(order.generation, error.findings, whole=False))
            return
        self.tell(_typeset(book))
        unknown = _unknown(book, self.wishes.targets)
        findings, whole = [*book.findings, *unknown], not unknown
        waiting = self._queue(book, order.first)
        while waiting:
            if self.pipe.poll():
                self.dropped = frozenset(edition.name for edition in waiting)
                return
            found, made = self._make(book, waiting.pop(0))
            findings += found
            whole = whole and made
        self.dropped = frozenset()
        self.tell(Done(order.generation, tuple(dict.fromkeys(findings)), whole))
        cache = self.wishes.options.press.cache
        if isinstance(cache, DiskCache):
            cache.trim()

    def _queue(self, book: Set, first: Kind) -> list[NamedEdition]:
        """Return the editions to make: before all those that had to give way the last time, then those of `first`."""
        return sorted(
            _chosen(book.manuscript.config.editions, self.wishes),
            key=lambda edition: (edition.name not in self.dropped, _kind(edition) != first),
        )

    def _make(self, book: Set, edition: NamedEdition) -> tuple[Sequence[Finding], bool]:
        try:
            with self._pages_told(book, edition):
                product = make_edition(book, edition, self.wishes.options, self.stage)
        except BookError as error:
            return error.findings, False
        leaves = product.page_map.leaves if product.page_map else ()
        anchors = product.page_map.anchors if product.page_map else {}
        starts = {section.id: anchors[section.id] for section in book.sections if section.id in anchors}
        self.tell(Made(edition.name, _kind(edition), product.name, product.data, leaves, starts, product.findings))
        return product.findings, True

    @contextlib.contextmanager
    def _pages_told(self, book: Set, edition: NamedEdition) -> Iterator[None]:
        """Tell the pages of `edition` while they are laid out."""
        logger, counter = logging.getLogger(_ENGINE), _Counter(self, edition.name, _extent(book.sections, edition))
        level = logger.level
        logger.addHandler(counter)
        logger.setLevel(logging.INFO)
        try:
            yield
        finally:
            logger.removeHandler(counter)
            logger.setLevel(level)


class _Counter(logging.Handler):
    def __init__(self, builder: _Builder, name: str, pages: int) -> None:
        super().__init__(logging.INFO)
        self.builder, self.edition, self.pages = builder, name, pages

    def emit(self, record: logging.LogRecord) -> None:
        page = _PAGE.search(record.getMessage())
        if page and int(page[1]) % _EVERY == 0:
            self.builder.tell(Stage(self.edition, int(page[1]), self.pages))


def _chosen(editions: Sequence[NamedEdition], wishes: Wishes) -> tuple[NamedEdition, ...]:
    """Return the editions to make. A name that book.toml does not have is passed over: it may come with a save."""
    if wishes.targets:
        return tuple(edition for edition in editions if edition.name in wishes.targets)
    if wishes.every:
        return tuple(editions)
    of_kind = {_kind(edition): edition for edition in reversed(editions)}
    return tuple(of_kind.values())


def _unknown(book: Set, targets: Sequence[str]) -> tuple[Finding, ...]:
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


def _extent(sections: tuple[Section, ...], edition: NamedEdition) -> int:
    """Return about how many pages the edition will have; 0 if it has none, or settings that cannot be read."""
    from make_book.pdf.castoff import estimate

    if not isinstance(edition.settings, PdfEdition):
        return 0
    try:
        return estimate(sections, edition.settings)
    except ValueError:
        return 0


def _typeset(book: Set) -> Typeset:
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
    return Typeset(imprint.title, imprint.language, tuple(rows), book.findings)
