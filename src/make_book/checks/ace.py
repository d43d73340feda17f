"""Ace by DAISY, the accessibility checker for EPUB, run on a file where it is installed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from make_book.checks.programs import ProgramFailed, broke, find, missing, run
from make_book.findings import Finding, Span

_TIMEOUT = 300.0


class _Test(msgspec.Struct, frozen=True, rename={"title": "dct:title", "impact": "earl:impact"}):
    title: str = ""
    impact: str = ""


class _Result(msgspec.Struct, frozen=True, rename={"outcome": "earl:outcome", "description": "dct:description"}):
    outcome: str = ""
    description: str = ""


class _Assertion(msgspec.Struct, frozen=True, rename={"test": "earl:test", "result": "earl:result"}):
    result: _Result
    test: _Test = _Test()


class _Subject(msgspec.Struct, frozen=True):
    url: str = ""


class _Document(msgspec.Struct, frozen=True, rename={"subject": "earl:testSubject"}):
    assertions: tuple[_Assertion, ...]
    subject: _Subject = _Subject()


class _Report(msgspec.Struct, frozen=True):
    assertions: tuple[_Document, ...]


def check_with_ace(epub: Path, program: Path, browser: Path) -> tuple[Finding, ...]:
    """Run Ace on the file `epub`: `program` is its `ace-cli`, `browser` the Chromium it drives.

    Return an error (`CHK-020`) for each violation (Ace exits 0 all the same), a note (`CHK-003`) when it
    is not installed, `CHK-004` when no report came.
    """
    node = find("node")
    if node is None or not program.is_file() or not browser.is_file():
        return (missing("Ace by DAISY", "@daisy/ace-cli from npm, and Chromium"),)
    environ = {"PUPPETEER_EXECUTABLE_PATH": str(browser), "ACE_TIMEOUT_INITIAL": "60000"}
    with tempfile.TemporaryDirectory() as folder:
        out, scratch = Path(folder, "out"), Path(folder, "scratch")
        places = ("--outdir", str(out), "--tempdir", str(scratch))
        try:
            ran = run((node, str(program), "--force", *places, str(epub)), timeout=_TIMEOUT, environ=environ)
        except ProgramFailed as error:
            return (broke("Ace", error),)
        report = out / "report.json"
        if not report.is_file():
            return (broke("Ace", ran.err or ran.out),)
        return read_report(report.read_bytes())


def read_report(data: bytes) -> tuple[Finding, ...]:
    """Return the violations that Ace's report.json `data` lists."""
    try:
        documents = msgspec.json.decode(data, type=_Report).assertions
    except msgspec.DecodeError as error:
        return (broke("Ace", error),)
    return tuple(
        Finding(
            "CHK-020",
            f"{assertion.test.title} ({assertion.test.impact or 'no impact given'}): {assertion.result.description}",
            Span(document.subject.url) if document.subject.url else None,
        )
        for document in documents
        for assertion in document.assertions
        if assertion.result.outcome == "fail"
    )
