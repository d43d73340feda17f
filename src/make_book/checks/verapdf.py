"""veraPDF, the validator of the PDF Association, run on a file where it is installed."""

from __future__ import annotations

from pathlib import Path

import msgspec

from make_book.checks.programs import JAVA_QUICK, ProgramFailed, broke, find, missing, run
from make_book.findings import Finding, Span

_MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
_TIMEOUT = 600.0


class _Check(msgspec.Struct, frozen=True):
    context: str = ""


class _Rule(msgspec.Struct, frozen=True, rename="camel"):
    specification: str
    clause: str
    test_number: int
    description: str
    failed_checks: int = 0
    checks: tuple[_Check, ...] = ()


class _Details(msgspec.Struct, frozen=True, rename="camel"):
    rule_summaries: tuple[_Rule, ...] = ()


class _Validation(msgspec.Struct, frozen=True):
    compliant: bool
    details: _Details = _Details()


class _Job(msgspec.Struct, frozen=True, rename="camel"):
    validation_result: tuple[_Validation, ...] = ()


class _Jobs(msgspec.Struct, frozen=True):
    jobs: tuple[_Job, ...]


class _Report(msgspec.Struct, frozen=True):
    report: _Jobs


def check_with_verapdf(pdf: Path, jars: Path, flavour: str = "ua1") -> tuple[Finding, ...]:
    """Validate the file `pdf` against `flavour` (`ua1`, `3u` …) with the jars in the folder `jars`.

    Return an error (`CHK-030`) for each failed rule, a note (`CHK-003`) when veraPDF or Java is not
    installed, `CHK-004` when no report came.
    """
    java = find("java")
    if java is None or not any(jars.glob("*.jar")):
        return (missing("veraPDF", "Java, and veraPDF's jars (make tools)"),)
    options = ("--format", "json", "--flavour", flavour)
    try:
        ran = run((java, *JAVA_QUICK, "-cp", str(jars / "*"), _MAIN, *options, str(pdf)), timeout=_TIMEOUT)
    except ProgramFailed as error:
        return (broke("veraPDF", error),)
    return read_report(ran.out.encode(), pdf.name)


def read_report(data: bytes, name: str) -> tuple[Finding, ...]:
    """Return the failed rules that veraPDF's JSON report `data` on the file `name` lists."""
    try:
        report = msgspec.json.decode(data, type=_Report).report
    except msgspec.DecodeError as error:
        return (broke("veraPDF", error),)
    results = [result for job in report.jobs for result in job.validation_result]
    if not results:
        return (broke("veraPDF", f"{name} could not be parsed"),)
    return tuple(_finding(rule, name) for result in results for rule in result.details.rule_summaries)


def _finding(rule: _Rule, name: str) -> Finding:
    where = f", first at {rule.checks[0].context}" if rule.checks else ""
    clause = f"{rule.specification}, {rule.clause}, test {rule.test_number}"
    return Finding("CHK-030", f"{clause}: {rule.description} ({rule.failed_checks} times{where})", Span(name))
