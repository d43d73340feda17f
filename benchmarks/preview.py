"""`make-book serve`, from a file saved to the picture of the new page in the hands of whoever looks on."""

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

from processes import Failed, Run

PATIENCE = 240.0
"""Seconds to wait for a build and the next; the server gives a sign of life more often than that."""


def save_to_page(book: Path, save: Callable[[], None]) -> Run:
    """Serve `book`, wait until it lies open, `save`, and take the time until a page of the new edition is here.

    Raise `Failed`.
    """
    command = [str(Path(sys.executable).with_name("make-book")), "serve", str(book), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        address = urlsplit(process.stdout.readline().strip())
        if not address.port:
            raise Failed("make-book serve gave no address")
        seconds, pages = _watch(address.port, address.path, save)
    except (OSError, http.client.HTTPException) as error:
        raise Failed(f"make-book serve: {error}") from error
    finally:
        os.kill(process.pid, signal.SIGINT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.stdout is not None:
            process.stdout.close()
    return Run(round(seconds, 3), round(usage.ru_maxrss / 1024, 1), pages)


def _watch(port: int, path: str, save: Callable[[], None]) -> tuple[float, int]:
    """Return the seconds from the save to the picture, and the number of pages."""
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.request("GET", f"{path}events?first=print")
    news = _news(line.getresponse())
    version = _lies_open(news)
    started = time.perf_counter()
    save()
    for name, fact in news:
        _judge(name, fact)
        if name == "print" and fact["version"] > version:
            pages = len(fact["labels"])
            _picture(port, f"{path}page/{pages // 2}.png?width=800")
            return time.perf_counter() - started, pages
    raise Failed("make-book serve fell silent")


def _lies_open(news: Iterator[tuple[str, dict[str, Any]]]) -> int:
    """Read news until the first build is done; return the version of its print edition."""
    version, done = 0, False
    for name, fact in news:
        _judge(name, fact)
        if name == "print":
            version = fact["version"]
        done = done or (name == "status" and fact["state"] == "done")
        if version and done:  # told in either order: the edition is opened while the build ends
            return version
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


def _picture(port: int, path: str) -> None:
    """Fetch a page. Raise `Failed` if there is none."""
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.request("GET", path)
    answer = line.getresponse()
    picture = answer.read()
    line.close()
    if answer.status != 200 or not picture.startswith(b"\x89PNG"):
        raise Failed(f"make-book serve: no picture of the page ({answer.status})")
