"""A command timed as a whole process, with the memory of the largest process it started."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one run took; `pages` where the command tells them."""

    seconds: float
    megabytes: float
    """Resident memory at its peak of the largest single process: the command's own or a worker's, never their sum."""
    pages: int = 0


class Failed(Exception):
    """A command did not do what it was to do; the message is one line."""


def environment() -> dict[str, str]:
    """Return the environment without what a developer sets for Python, or anybody for make-book."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE_BOOK_", "PYTHON"))}


def timed(command: Sequence[str], folder: Path | None = None) -> tuple[Run, bytes]:
    """Run `command` in `folder`; return what it took and what it printed. Raise `Failed`."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        started = time.perf_counter()
        try:
            process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=said, stderr=complained)
        except OSError as error:
            raise Failed(f"{command[0]}: {error.strerror}") from error
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complained.seek(0)
        if process.returncode:
            raise Failed(_reason(command, process.returncode, complained.read().decode(errors="replace")))
        return Run(round(seconds, 3), round(usage.ru_maxrss / 1024, 1)), said.read()


def _reason(command: Sequence[str], code: int, complaint: str) -> str:
    lines = [line for line in complaint.splitlines() if line.strip()]
    name = " ".join([Path(command[0]).name, *command[1:2]])
    return f"{name} ended with {code}: {lines[0][:160] if lines else 'no word why'}"
