"""Access to the preview: which requests are answered, and what a browser may do with the answers.

Every program on this machine can open the port, and so can every page in the reader's browser. A request is answered
if its path begins with the key, if it asks for the host that we printed (another name that leads to 127.0.0.1
is refused: DNS rebinding), and if it only reads.
"""

from __future__ import annotations

import secrets  # noqa: TID251 - the key to a page, never a part of an edition
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page of the preview may load: only files of ours, no inline script."""
BOOK_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; media-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
"""What a document of the book may load: pictures and styles from here; no script runs in it, even alone in a tab."""
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(24)


class AccessControl:
    """An ASGI application that lets requests through to `app`, without the key in their path, or refuses them."""

    def __init__(self, app: App, key: str, port: int) -> None:
        """Guard `app`, which is reached at 127.0.0.1:`port`/`key`/."""
        self._app, self._prefix = app, f"/{key}"
        self._hosts = frozenset(f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            await _refuse(send, refusal)
            return
        inside = {**scope, "root_path": self._prefix}

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *_ALWAYS]}
            await send(message)

        await self._app(inside, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> int:
        """Return the status to refuse a request with; 0 lets it in."""
        headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return 421
        if scope["method"] not in ("GET", "HEAD"):
            return 405
        if any(value == b"cross-site" for name, value in headers if name == b"sec-fetch-site"):
            return 403
        given = f"/{scope['path'].lstrip('/').partition('/')[0]}"
        return 0 if secrets.compare_digest(given.encode(), self._prefix.encode()) else 404


async def _refuse(send: Send, status: int) -> None:
    text = {403: "not from there", 404: "nothing is here", 405: "only reading is allowed", 421: "not this host"}[status]
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_ALWAYS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
