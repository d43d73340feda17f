"""The server: a port on this machine only, open until interrupted. The only importer of uvicorn."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from make_book.findings import BookError, Finding
from make_book.serving.access import AccessControl, new_key
from make_book.serving.app import make_app
from make_book.serving.builder import BuildRequest
from make_book.serving.messages import Reported
from make_book.serving.session import Session

HOST, PORT = "127.0.0.1", 8417


def bind(port: int | None) -> socket.socket:
    """Return a socket that listens on this machine only: at `port`, else at the usual port or any that is free.

    Raise `BookError` (SRV-001) if `port` is not to be had.
    """
    for wanted in (port,) if port is not None else (PORT, 0):
        try:
            return socket.create_server((HOST, wanted))
        except OSError as error:
            reason = error.strerror or str(error)
    hints = ("leave --port out, and a free one is taken",)
    raise BookError([Finding("SRV-001", f"port {port} cannot be opened: {reason}", None, hints)])


def serve(build_request: BuildRequest, port: int | None, ready: Callable[[str], None], report: Reported) -> None:
    """Show the book of `wishes` until interrupted; `ready` is told the address. Raise `KeyboardInterrupt` then.

    Raise `BookError` (SRV-001) if `port` is not to be had.
    """
    with bind(port) as listening:
        asyncio.run(_serve(build_request, listening, ready, report))
    raise KeyboardInterrupt  # nothing else ends it


async def _serve(
    build_request: BuildRequest, listening: socket.socket, ready: Callable[[str], None], report: Reported
) -> None:
    port, key = listening.getsockname()[1], new_key()
    session = Session(build_request, report)
    config = uvicorn.Config(
        AccessControl(make_app(session), key, port),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
        server_header=False,
        date_header=False,
    )
    server = _Server(config, session.broker.close)
    work = asyncio.create_task(session.run())
    ready(f"http://{HOST}:{port}/{key}/")
    try:
        await server.serve(sockets=[listening])
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


class _Server(uvicorn.Server):
    """uvicorn's server, which ends the listeners when it is told to stop."""

    def __init__(self, config: uvicorn.Config, leaving: Callable[[], None]) -> None:
        super().__init__(config)
        self._leaving, self._loop = leaving, asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        self._loop.call_soon_threadsafe(self._leaving)
        super().handle_exit(sig, frame)
