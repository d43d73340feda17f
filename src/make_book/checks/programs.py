"""Outside programs run: without a shell, with a time limit, their output as text."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence

import msgspec

from make_book.findings import Finding

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
JAVA_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true")
"""A checker lives for seconds: a JVM that compiles less starts sooner."""


class Ran(msgspec.Struct, frozen=True):
    """What a program left: its exit status and what it printed."""

    status: int
    out: str
    err: str


class ProgramFailed(Exception):
    """A program could not be started, or did not end in time."""


def find(name: str) -> str | None:
    """Return the path of the program `name`, or `None` if it is not installed."""
    return shutil.which(name)


def run(command: Sequence[str], *, timeout: float, environ: Mapping[str, str] | None = None) -> Ran:
    """Run `command` for at most `timeout` seconds, with `environ` added to the environment.

    Raise `ProgramFailed`.
    """
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **(environ or {})},
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramFailed(f"{command[0]} did not end within {timeout:g} seconds") from error
    except OSError as error:
        raise ProgramFailed(f"{command[0]} cannot be started: {error.strerror}") from error
    return Ran(done.returncode, done.stdout, done.stderr)


def missing(what: str, install: str) -> Finding:
    """Return the note that a check was left out, and how to have it."""
    return Finding("CHK-003", f"{what} is not installed: its checks were left out", None, (f"install {install}",))


def broke(what: str, reason: object) -> Finding:
    """Return the finding that a checker ran but gave no report."""
    return Finding("CHK-004", f"{what} gave no report: {_COLOUR.sub('', str(reason)).strip()[-300:]}")
