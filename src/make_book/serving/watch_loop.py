"""`watch`: the files in dist/ are built again at every save, without a page in the browser."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from make_book.findings import BookError, errors
from make_book.publishing.dist import publish
from make_book.serving.builder import BuildRequest
from make_book.serving.builder_client import BuilderClient
from make_book.serving.file_changes import Pace, changes
from make_book.serving.messages import Crashed, Done, EditionMade, Message, Reported

Written = Callable[[tuple[Path, ...]], None]


def watch_and_publish(build_request: BuildRequest, report: Reported, written: Written) -> None:
    """Build the editions of `build_request` into dist/ at every save. Raise `KeyboardInterrupt` when interrupted.

    `report` gets every message of the builder. `written` is called with the files that were written: all of a
    build, or none if an edition could not be made.
    """
    asyncio.run(_WatchLoop(build_request, report, written).run())


class _WatchLoop:
    def __init__(self, build_request: BuildRequest, report: Reported, written: Written) -> None:
        self._build_request, self._report, self._written = build_request, report, written
        self._made: dict[str, EditionMade] = {}

    async def run(self) -> None:
        """Build, then build again at every save."""
        self._client = BuilderClient(self._build_request, self._hear)
        self._pace = Pace(self._build_request.root)
        self._order()
        try:
            async for _ in changes(self._build_request.root):
                self._order()
        finally:
            self._client.close()

    def _order(self) -> None:
        self._since = time.perf_counter()
        self._pace.begin()
        self._client.order()

    def _hear(self, message: Message) -> None:
        self._tell(message)
        if isinstance(message, EditionMade) and message.first is None:
            self._made[message.edition] = message
        elif isinstance(message, Done):
            self._finish(message)
        elif isinstance(message, Crashed):
            self._made = {}

    def _finish(self, done: Done) -> None:
        """Write the editions, if all were made and no newer build has been ordered."""
        made, self._made = self._made, {}
        if done.generation != self._client.generation:
            return
        if self._pace.missed():
            self._order()
            return
        if not done.whole or errors(done.findings, strict=self._build_request.options.strict):
            return
        files = {self._build_request.root / "dist" / one.file: one.data for one in made.values()}
        try:
            publish(files)
        except BookError as error:
            self._tell(Done(done.generation, error.findings, whole=False))
        else:
            self._written(tuple(files))

    def _tell(self, message: Message) -> None:
        self._report(message, time.perf_counter() - self._since)
