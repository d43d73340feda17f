"""Two more readers of PDF/UA-1, each an independent one: `page` (page-validation) and outloud, both from PyPI.

They bring libraries of their own, so they live in a virtual environment of their own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from make_book.checks.programs import ProgramFailed, broke, missing, run
from make_book.findings import Finding, Span

_TIMEOUT = 300.0
_SEVERITIES = {"error": "CHK-032", "warning": "CHK-033"}
_VALIDATE = """
import json, sys, page
report = page.validate_pdf(sys.argv[1], profile="ua1")
json.dump([[failure.rule_id, failure.message] for failure in report.failures], sys.stdout)
"""


class _Finding(msgspec.Struct, frozen=True):
    rule: str
    severity: str
    message: str = ""
    page: Any = None


class _Result(msgspec.Struct, frozen=True):
    findings: tuple[_Finding, ...]
    error: str | None = None


class _Report(msgspec.Struct, frozen=True):
    results: tuple[_Result, ...]


def check_with_page(pdf: Path, python: Path) -> tuple[Finding, ...]:
    """Validate the file `pdf` as PDF/UA-1 by `page`, installed for the interpreter `python`.

    Return `CHK-031` for each failed rule, `CHK-003` when it is not installed, `CHK-004` when it broke.
    """
    if not python.is_file():
        return (missing("page", "page-validation from PyPI (make tools)"),)
    try:
        ran = run((str(python), "-I", "-c", _VALIDATE, str(pdf)), timeout=_TIMEOUT)
        failures = msgspec.json.decode(ran.out, type=list[tuple[str, str]])
    except ProgramFailed as error:
        return (broke("page", error),)
    except msgspec.DecodeError:
        return (broke("page", ran.err),)
    return tuple(Finding("CHK-031", f"{rule}: {message}", Span(pdf.name)) for rule, message in failures)


def check_with_outloud(pdf: Path, program: Path) -> tuple[Finding, ...]:
    """Run outloud (`program`) on the file `pdf`.

    Return `CHK-032` for each error and `CHK-033` for each warning, `CHK-003` when it is not installed,
    `CHK-004` when it broke.
    """
    if not program.is_file():
        return (missing("outloud", "outloud from PyPI (make tools)"),)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        python = program.with_name("python")
        command = (str(python), "-I", str(program), str(pdf), "--json", str(report), "--quiet", "--fail-on", "never")
        try:
            ran = run(command, timeout=_TIMEOUT)
            results = msgspec.json.decode(report.read_bytes(), type=_Report).results
        except ProgramFailed as error:
            return (broke("outloud", error),)
        except (OSError, msgspec.DecodeError):
            return (broke("outloud", ran.err or ran.out),)
    return tuple(_findings(results, pdf.name))


def _findings(results: Iterable[_Result], name: str) -> Iterator[Finding]:
    for result in results:
        if result.error:
            yield broke("outloud", result.error)
        for one in result.findings:
            if one.severity in _SEVERITIES:
                where = f" (page {one.page})" if one.page is not None else ""
                yield Finding(_SEVERITIES[one.severity], f"{one.rule}: {one.message}{where}", Span(name))
