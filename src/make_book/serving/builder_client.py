"""The server's end of the pipe: starts the builder, receives its messages, notices when it has ended."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from make_book.serving.builder import BuildRequest, work
from make_book.serving.messages import Build, Crashed, Kind, Message, pack, unpack

Heard = Callable[[Message], None]
Work = Callable[[Connection, BuildRequest], None]
_PATIENCE = 3.0
"""Seconds that a builder has to end before it is killed."""


class BuilderClient:
    """Starts the builder and sends it orders. `heard` gets its messages, in the event loop that made this object."""

    def __init__(self, build_request: BuildRequest, heard: Heard, work: Work = work) -> None:
        """Start nothing yet: the first order starts the builder."""
        self._build_request, self._heard, self._work = build_request, heard, work
        self._loop = asyncio.get_running_loop()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False
        self._missed: Kind | None = None
        self.generation = 0

    @property
    def pid(self) -> int | None:
        """The process id of the builder, if there is one."""
        return self._process.pid if self._process else None

    def order(self, first: Kind = "print", looking: tuple[str, int] | None = None) -> int:
        """Ask for the book as it is now; start a builder if there is none. Return the order's generation."""
        self.generation += 1
        if self._process is None:
            self._start()
        if self._pipe is not None:
            try:
                self._pipe.send_bytes(pack(Build(self.generation, first, looking)))
            except OSError:  # it has ended just now, and this was not noticed yet
                self._missed = first
        return self.generation

    def close(self) -> None:
        """End the builder, whatever it does."""
        self._closed = True
        if self._process is not None:
            self._process.terminate()
            self._process.join(_PATIENCE)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=self._work, args=(theirs, self._build_request), name="builder")
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        threading.Thread(target=self._listen, args=(process, ours), daemon=True).start()

    def _listen(self, process: SpawnProcess, pipe: Connection) -> None:
        """Receive the messages of the builder, in a thread of its own."""
        crash: Crashed | None = None
        while (data := _next(process, pipe)) is not None:
            message = unpack(data)
            if isinstance(message, Crashed):
                crash = message
            else:
                self._post(self._heard, message)
        process.join(_PATIENCE)
        self._post(self._gone, crash or Crashed(_end(process.exitcode)))

    def _post(self, function: Callable[..., None], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens
            self._loop.call_soon_threadsafe(function, *arguments)

    def _gone(self, crash: Crashed) -> None:
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None
        if self._closed:
            return
        self._heard(crash)
        if self._missed:
            missed, self._missed = self._missed, None
            self.order(missed)


def _next(process: SpawnProcess, pipe: Connection) -> bytes | None:
    """Return the next message; `None` when the builder has ended and everything was heard."""
    try:
        if pipe in wait([pipe, process.sentinel]) or pipe.poll():
            return pipe.recv_bytes()
    except (EOFError, OSError):
        pass
    return None


def _end(code: int | None) -> str:
    """Say how a process ended whose exit code is `code` (negative: the signal that killed it)."""
    if code is None or code >= 0:
        return f"it ended with status {code}"
    with contextlib.suppress(ValueError):
        return f"it was killed ({signal.Signals(-code).name})"
    return f"it was killed by signal {-code}"
