"""`make-book serve`, from a file saved to the pictures of the new pages in the hands of whoever looks at them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from processes import Failed, Run, environment

LOOK = 2.0
"""Seconds between the page's coming and the save: nobody changes a word unread."""
PATIENCE = 240.0
"""Seconds to wait for a build and the next; the server gives a sign of life more often than that."""


def save_to_page(book: Path, section: str, save: Callable[[], None]) -> Run:
    """Serve `book`, look at the third and fourth page of `section`, `save`, and wait until they are here anew.

    Raise `Failed`, also if neither has another text than before.
    """
    command = [str(Path(sys.executable).with_name("make-book")), "serve", str(book), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment())
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        address = urlsplit(process.stdout.readline().strip())
        if not address.port:
            raise Failed("make-book serve gave no address")
        seconds, pages = _watch(address.port, address.path, section, save)
    except (OSError, http.client.HTTPException) as error:
        raise Failed(f"make-book serve: {error}") from error
    finally:
        os.kill(process.pid, signal.SIGINT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.stdout is not None:
            process.stdout.close()
    return Run(round(seconds, 3), round(usage.ru_maxrss / 1024, 1), pages)


def _watch(port: int, path: str, section: str, save: Callable[[], None]) -> tuple[float, int]:
    """Return the seconds from the save to the pictures, and the number of pages."""
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.request("GET", f"{path}events?first=print")
    news = _news(line.getresponse())
    open_ = _lies_open(news)
    facing = [open_["starts"][section] + number for number in (2, 3)]
    before = [_page(port, f"{path}page/{page}") for page in facing]
    time.sleep(LOOK)
    started = time.perf_counter()
    save()
    for name, fact in news:
        _judge(name, fact)
        if name == "print" and fact["version"] > open_["version"]:
            after = [_page(port, f"{path}page/{page}") for page in facing]
            seconds = time.perf_counter() - started
            if after == before:
                raise Failed("make-book serve: the pages are those from before the save")
            return seconds, len(fact["labels"])
    raise Failed("make-book serve fell silent")


def _lies_open(news: Iterator[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """Read news until the first build is done; return what it said about its print edition."""
    print_, done = dict[str, Any](), False
    for name, fact in news:
        _judge(name, fact)
        if name == "print":
            print_ = fact
        done = done or (name == "status" and fact["state"] == "done")
        if print_ and done:  # told in either order: the edition is opened while the build ends
            return print_
    raise Failed("make-book serve fell silent")


def _judge(name: str, fact: dict[str, Any]) -> None:
    if name == "status" and fact["state"] in ("broken", "stopped"):
        raise Failed(f"make-book serve: the build is {fact['state']}")


def _news(answer: http.client.HTTPResponse) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the server-sent events: name and data (HTML, §9.2.6)."""
    name, patience = "", time.perf_counter() + PATIENCE
    while line := answer.readline():
        if time.perf_counter() > patience:
            raise Failed(f"make-book serve: nothing new in {PATIENCE:.0f} s")
        field, _, value = line.decode().rstrip("\n").partition(": ")
        if field == "event":
            name = value
        elif field == "data" and name:
            yield name, json.loads(value)


def _page(port: int, path: str) -> bytes:
    """Fetch the picture of a page, as somebody who looks at it; return its text. Raise `Failed` if there is none."""
    if not _fetched(port, f"{path}.png?width=800").startswith(b"\x89PNG"):
        raise Failed("make-book serve: the picture of the page is none")
    return _fetched(port, f"{path}.txt")


def _fetched(port: int, path: str) -> bytes:
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.request("GET", path)
    answer = line.getresponse()
    told = answer.read()
    line.close()
    if answer.status != 200:
        raise Failed(f"make-book serve: {path.rpartition('/')[2]} is not there ({answer.status})")
    return told
