"""The web application of the preview: page, events, printed pages and EPUB. The only importer of starlette."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from make_book.serving.access import BOOK_POLICY, PAGE_POLICY
from make_book.serving.event_broker import EventBroker
from make_book.serving.messages import Kind
from make_book.typeset.fonts import text_faces

_FOLDER = Path(__file__).with_name("page")
_FILES = {
    "": ("index.html", "text/html"),
    "preview.css": ("preview.css", "text/css"),
    "reader.css": ("reader.css", "text/css"),
    "book.svg": ("book.svg", "image/svg+xml"),
    "preview.js": ("preview.js", "text/javascript"),
}
_WIDTHS = range(48, 3201)
"""Pixels that a picture of a page may be wide."""


class Shown(Protocol):
    """What the application shows."""

    broker: EventBroker

    async def picture(self, index: int, width: int) -> bytes:
        """Return the page `index` as a PNG. Raise `LookupError` if there is none."""

    async def words(self, index: int) -> str:
        """Return the text of the page `index`. Raise `LookupError` if there is none."""

    def member(self, name: str) -> tuple[bytes, str]:
        """Return a member of the EPUB and its media type. Raise `LookupError` if there is none."""

    def look(self, index: int) -> None:
        """Note which page the reader looks at."""

    def prefer(self, kind: Kind) -> None:
        """Note which kind of edition the reader looks at."""


def make_app(shown: Shown) -> Starlette:
    """Return the application that shows `shown`."""
    answers = _Answers(shown)
    return Starlette(
        routes=[
            Route("/events", answers.events),
            Route("/page/{index:int}.png", answers.picture),
            Route("/page/{index:int}.txt", answers.words),
            Route("/book/{name:path}", answers.member),
            Route("/type/{style}.ttf", answers.face),
            Route("/{name:path}", answers.file),
        ],
        exception_handlers={LookupError: _nothing},
    )


class _Answers:
    def __init__(self, shown: Shown) -> None:
        self.shown = shown

    async def file(self, request: Request) -> Response:
        """Return a file of the page of the preview."""
        name, kind = _FILES[request.path_params["name"]]
        headers = {"content-security-policy": PAGE_POLICY, "cache-control": "no-cache"}
        return FileResponse(_FOLDER / name, media_type=kind, headers=headers)

    async def face(self, request: Request) -> Response:
        """Return a file of EB Garamond, for the page of the preview."""
        faces = {face.style: face.path for face in text_faces()}
        return FileResponse(
            faces[request.path_params["style"]],
            media_type="font/ttf",
            headers={"cache-control": "private, max-age=86400"},
        )

    async def events(self, request: Request) -> Response:
        """Send what is new, as server-sent events (HTML, §9.2)."""
        self.shown.prefer("screen" if request.query_params.get("first") == "screen" else "print")
        return StreamingResponse(
            _stream(self.shown.broker), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def picture(self, request: Request) -> Response:
        """Return a page as a picture, `width` pixels wide."""
        width = request.query_params.get("width", "")
        if not width.isdecimal() or int(width) not in _WIDTHS:
            return PlainTextResponse("how wide?\n", 400)
        index = request.path_params["index"]
        if "ahead" not in request.query_params:
            self.shown.look(index)
        return _tagged(request, await self.shown.picture(index, int(width)), "image/png")

    async def words(self, request: Request) -> Response:
        """Return the text of a page."""
        text = await self.shown.words(request.path_params["index"])
        return _tagged(request, text.encode(), "text/plain; charset=utf-8")

    async def member(self, request: Request) -> Response:
        """Return a file of the EPUB, in which no script will run."""
        data, kind = self.shown.member(request.path_params["name"])
        answer = _tagged(request, data, kind)
        answer.headers["content-security-policy"] = BOOK_POLICY
        return answer


async def _stream(broker: EventBroker) -> AsyncIterator[bytes]:
    yield b"retry: 500\n\n"
    async for name, fact in broker.listen():
        yield b"event: " + name.encode() + b"\ndata: " + fact + b"\n\n" if name else b": still here\n\n"


def _tagged(request: Request, data: bytes, kind: str) -> Response:
    """Return `data` with a tag that changes with it; nothing but the tag if the browser has it already."""
    tag = f'"{hashlib.sha256(data).hexdigest()[:24]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=kind, headers=headers)


async def _nothing(_: Request, __: Exception) -> Response:
    return PlainTextResponse("nothing is here\n", 404)
