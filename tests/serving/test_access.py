"""Who is let in to the preview."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from make_book.serving.access import BOOK_POLICY, PAGE_POLICY, AccessControl, new_key

KEY, PORT = "a-key-that-is-long", 8417
HOST = b"127.0.0.1:8417"


def knock(
    path: str, *, method: str = "GET", hosts: tuple[bytes, ...] = (HOST,), headers: tuple[tuple[bytes, bytes], ...] = ()
) -> tuple[int, dict[bytes, bytes]]:
    """Return the status of the answer and its headers."""
    heard: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"x-inside", scope["root_path"].encode())]}
        )
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        heard.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    given = [*((b"host", host) for host in hosts), *headers]
    scope = {"type": "http", "method": method, "path": path, "headers": given}
    asyncio.run(AccessControl(app, KEY, PORT)(scope, receive, send))
    return heard[0]["status"], dict(heard[0]["headers"])


@pytest.mark.parametrize("path", [f"/{KEY}/", f"/{KEY}/events", f"/{KEY}"])
@pytest.mark.parametrize("host", [HOST, b"localhost:8417"])
def test_who_has_the_key_comes_in(path: str, host: bytes) -> None:
    status, headers = knock(path, hosts=(host,))
    assert status == 200
    assert headers[b"x-inside"] == f"/{KEY}".encode()
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"no-referrer"


@pytest.mark.parametrize(
    "path", ["/", "/events", "/a-key", f"/{KEY}x/", f"/x/{KEY}/", "/a-key-that-is-lonG/", "/é/", ""]
)
def test_without_the_key_there_is_nothing(path: str) -> None:
    status, headers = knock(path)
    assert status == 404
    assert b"x-inside" not in headers


@pytest.mark.parametrize(
    "hosts",
    [
        (b"evil.example:8417",),
        (b"127.0.0.1",),
        (b"127.0.0.1:80",),
        (b"127.0.0.1:8417.evil.example",),
        (),
        (HOST, b"evil.example"),
    ],
)
def test_a_foreign_name_that_leads_here_is_refused(hosts: tuple[bytes, ...]) -> None:
    assert knock(f"/{KEY}/", hosts=hosts)[0] == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_is_allowed(method: str) -> None:
    assert knock(f"/{KEY}/", method=method)[0] == 405


def test_another_site_may_not_ask_even_with_the_key() -> None:
    assert knock(f"/{KEY}/page/1.png", headers=((b"sec-fetch-site", b"cross-site"),))[0] == 403
    assert knock(f"/{KEY}/page/1.png", headers=((b"sec-fetch-site", b"same-origin"),))[0] == 200


def test_keys_are_long_and_each_another() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert min(map(len, keys)) >= 32


def test_no_script_runs_but_ours() -> None:
    assert "script-src 'self';" in PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY
    assert "script" not in BOOK_POLICY
    assert BOOK_POLICY.endswith("sandbox allow-same-origin")
    assert all(policy.startswith("default-src 'none'") for policy in (PAGE_POLICY, BOOK_POLICY))
