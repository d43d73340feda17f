"""A session of the preview: it orders a build at every save, opens what was made, and sends it to the page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from make_book.findings import Finding
from make_book.serving.builder import BuildRequest
from make_book.serving.builder_client import BuilderClient
from make_book.serving.event_broker import EventBroker, finding_facts
from make_book.serving.file_changes import Pace, changes
from make_book.serving.messages import Crashed, Done, EditionMade, Kind, Message, Reported, Row, Stage, Typeset
from make_book.serving.rendered_editions import RenderedDocuments, RenderedPages

Answer = TypeVar("Answer")


class Session:
    """The book as it was built last, and the build that is going on. It belongs to one event loop."""

    def __init__(self, build_request: BuildRequest, report: Reported) -> None:
        """Prepare the session; `run` begins it. `report` gets every message of the builder."""
        self.broker = EventBroker()
        self._root, self._report = build_request.root, report
        self._client = BuilderClient(build_request, self._hear)
        self._render_pool = ThreadPoolExecutor(1, thread_name_prefix="rendering")
        self._pages: RenderedPages | None = None
        self._documents: RenderedDocuments | None = None
        self._rows: tuple[Row, ...] = ()
        self._first: Kind = "screen"  # faster to make, so that there is something to look at soon
        self._prefers: Kind = "print"
        self._saved: tuple[str, ...] = ()
        self._since = time.perf_counter()
        self._pace = Pace(build_request.root)
        self._looked: int | None = None
        self._printed: EditionMade | None = None
        self._versions = {"print": 0, "screen": 0}

    @property
    def builder(self) -> int | None:
        """The process id of the builder, if there is one."""
        return self._client.pid

    async def run(self) -> None:
        """Build, then build again at every save, until cancelled."""
        self._build(())
        try:
            async for burst in changes(self._root):
                self._build(burst)
        finally:
            self._client.close()
            self._render_pool.shutdown(wait=True, cancel_futures=True)

    def look(self, index: int) -> None:
        """Note which page the reader looks at."""
        self._looked = index

    def _looking(self) -> tuple[str, int] | None:
        """Return the section that the reader looks at on paper, and how many pages into it."""
        if self._looked is None or self._printed is None or self._looked >= len(self._printed.page_entries):
            return None
        section = self._printed.page_entries[self._looked].section
        return section, self._looked - self._printed.starts.get(section, self._looked)

    async def picture(self, index: int, width: int) -> bytes:
        """Return the page `index` as a PNG. Raise `LookupError` if there is none."""
        return await self._in_render_pool(lambda pages: pages.picture(index, width))

    async def words(self, index: int) -> str:
        """Return the text of the page `index`. Raise `LookupError` if there is none."""
        return await self._in_render_pool(lambda pages: pages.words(index))

    def member(self, name: str) -> tuple[bytes, str]:
        """Return a member of the EPUB and its media type. Raise `LookupError` if there is none."""
        if self._documents is None:
            raise LookupError(name)
        return self._documents.member(name)

    def prefer(self, kind: Kind) -> None:
        """Make editions of `kind` first from the next save on."""
        self._prefers = kind

    async def _in_render_pool(self, ask: Callable[[RenderedPages], Answer]) -> Answer:
        """Ask the open pages one question at a time: pdfium must not be used by two threads at once."""

        def answer() -> Answer:
            if self._pages is None:
                raise LookupError("no pages yet")
            return ask(self._pages)

        return await asyncio.get_running_loop().run_in_executor(self._render_pool, answer)

    def _build(self, burst: Iterable[Path]) -> None:
        self._saved = tuple(sorted({path.name for path in burst}))
        self._since = time.perf_counter()
        self._pace.begin()
        self._client.order(self._first, self._looking())
        self._status("building", stage="read")

    def _hear(self, message: Message) -> None:
        """Handle a message of the builder."""
        if isinstance(message, Stage):
            self._status("building", stage=message.name, done=message.done, whole=message.whole)
        elif isinstance(message, Typeset):
            self._rows = message.rows
            rows = [_row_facts(row) for row in message.rows]
            self.broker.tell("book", {"title": message.title, "language": message.language, "rows": rows})
        elif isinstance(message, EditionMade):
            asyncio.get_running_loop().run_in_executor(self._render_pool, self._open, message).add_done_callback(
                lambda opened: None if opened.cancelled() else self._publish(message, opened.result())
            )
        else:
            self._end(message)
        self._report(message, time.perf_counter() - self._since)

    def _open(self, made: EditionMade) -> RenderedPages | RenderedDocuments:
        """Open an edition. In the rendering thread, so that no page of the old one is drawn meanwhile."""
        if made.kind == "screen":
            return RenderedDocuments(made.data)
        old = self._pages
        if made.first is not None and old is not None:
            self._pages = RenderedPages.over(old, made.data, made.page_entries, made.first)
            return self._pages
        self._pages = RenderedPages(made.data, made.page_entries)
        if old is not None:
            old.close()
        return self._pages

    def _publish(self, made: EditionMade, opened: RenderedPages | RenderedDocuments) -> None:
        self._versions[made.kind] += 1
        fact: dict[str, Any] = {"version": self._versions[made.kind], "edition": made.edition, "file": made.file}
        if isinstance(opened, RenderedPages):
            self._printed = msgspec.structs.replace(made, data=b"")
            fact["proportion"] = opened.proportion
            fact["labels"] = [page_entry.label for page_entry in opened.page_entries]
            fact["starts"] = made.starts
            fact["runs"] = [
                (section, len(list(run)))
                for section, run in groupby(page_entry.section for page_entry in opened.page_entries)
            ]
        else:
            self._documents = opened
            fact["documents"], fact["rest"] = opened.names(), opened.rest()
        fact["seconds"] = round(time.perf_counter() - self._since, 3)
        self.broker.tell(made.kind, fact)

    def _end(self, message: Done | Crashed) -> None:
        if isinstance(message, Crashed):
            found = (Finding("SRV-002", f"the builder has stopped: {message.reason}", None, (_AGAIN,)),)
            self._tell_findings(found)
            self._status("stopped")
            return
        self._first = self._prefers
        self._tell_findings(message.findings)
        current = message.generation == self._client.generation
        if current and self._pace.missed():
            self._build(())
        elif current:
            self._status("done" if message.whole else "broken", seconds=round(time.perf_counter() - self._since, 3))

    def _tell_findings(self, findings: tuple[Finding, ...]) -> None:
        self.broker.tell("findings", {"findings": finding_facts(findings, self._rows)})

    def _status(self, state: str, **facts: Any) -> None:
        self.broker.tell("status", {"state": state, "saved": self._saved, **facts})


_AGAIN = "it is started again at the next save"


def _row_facts(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__struct_fields__}
