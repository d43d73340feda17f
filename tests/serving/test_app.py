"""What lies behind the door, and what does not."""

from __future__ import annotations

import asyncio
import io
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest

from make_book.serving.app import make_app
from make_book.serving.event_broker import EventBroker
from make_book.serving.messages import Kind
from make_book.serving.rendered_editions import RenderedDocuments


class Shown:
    """Two pages and an EPUB of two members."""

    def __init__(self) -> None:
        self.broker = EventBroker()
        self.preferred: list[Kind] = []
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr("mimetype", "application/epub+zip")
            file.writestr("EPUB/one.xhtml", "<html/>")
            file.writestr("EPUB/images/a.png", b"\x89PNG")
        self.documents = RenderedDocuments(packed.getvalue())

    async def picture(self, index: int, width: int) -> bytes:
        return [b"verso", b"recto"][index] + str(width).encode()

    async def words(self, index: int) -> str:
        return ["verso", "recto"][index]

    def member(self, name: str) -> tuple[bytes, str]:
        return self.documents.member(name)

    def look(self, index: int) -> None:
        self.looked = index

    def prefer(self, kind: Kind) -> None:
        self.preferred.append(kind)


def get(path: str, query: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    heard: list[Any] = []

    async def send(message: Any) -> None:
        heard.append(message)

    async def receive() -> Any:
        await asyncio.Event().wait()  # the browser says nothing more

    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/key{unquote(path)}",
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": given,
        "root_path": "/key",
        "scheme": "http",
        "server": ("127.0.0.1", 1),
        "client": None,
        "http_version": "1.1",
    }
    asyncio.run(make_app(Shown())(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in heard[1:])
    return heard[0]["status"], {name.decode(): value.decode() for name, value in heard[0]["headers"]}, body


@pytest.mark.parametrize("name", ["", "preview.css", "preview.js", "reader.css", "book.svg"])
def test_the_page_and_its_files_are_there(name: str) -> None:
    status, headers, body = get(f"/{name}")
    assert status == 200
    assert body
    assert "script-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/app.py",
        "/../app.py",
        "/%2e%2e/app.py",
        "/page/../../app.py",
        "/book/../one.xhtml",
        "/book/mimetype",
        "/book/../mimetype",
        "/book/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/book//etc/passwd",
        "/type/../normal.ttf",
        "/type/bold.ttf",
        "/page/2.png",
        "/page/-1.png",
        "/page/2.txt",
    ],
)
def test_nothing_else_can_be_reached(path: str) -> None:
    assert get(path, "width=100")[0] == 404


@pytest.mark.parametrize("query", ["", "width=", "width=47", "width=99999", "width=abc", "width=-200", "width=²"])
def test_a_picture_is_as_wide_as_a_picture_can_be(query: str) -> None:
    assert get("/page/0.png", query)[0] == 400


def test_a_page_that_has_not_changed_is_not_sent_again() -> None:
    status, headers, body = get("/page/1.png", "width=600")
    assert (status, body, headers["content-type"]) == (200, b"recto600", "image/png")
    again, _, nothing = get("/page/1.png", "width=600", if_none_match=headers["etag"])
    assert (again, nothing) == (304, b"")
    assert get("/page/0.png", "width=600", if_none_match=headers["etag"])[0] == 200


def test_documents_of_the_book_run_no_script() -> None:
    status, headers, body = get("/book/one.xhtml", "v=3")
    assert (status, body, headers["content-type"]) == (200, b"<html/>", "application/xhtml+xml")
    assert "sandbox allow-same-origin" in headers["content-security-policy"]
    assert get("/book/images/a.png")[1]["content-type"] == "image/png"
