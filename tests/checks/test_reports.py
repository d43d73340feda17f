"""Reports of outside checkers read into findings; programs that are missing, broken or slow."""

import json
import sys
import zipfile
from pathlib import Path

import pytest

from make_book.checks import ace, epubcheck, programs, verapdf
from make_book.findings import Span


def encoded(report: object) -> bytes:
    return json.dumps(report).encode()


def test_epubcheck_gives_a_finding_for_every_place_of_a_message() -> None:
    places = [{"path": "EPUB/a.xhtml", "line": 3, "column": 7}, {"path": "EPUB/b.xhtml", "line": -1, "column": -1}]
    message = {
        "ID": "RSC-007",
        "severity": "ERROR",
        "message": "no such file",
        "locations": places,
        "suggestion": "add it",
    }
    found = epubcheck.read_report(encoded({"messages": [message], "checker": {}}))
    assert [(f.code, f.span, f.hints) for f in found] == [
        ("CHK-010", Span("EPUB/a.xhtml", 3, 7), ("add it",)),
        ("CHK-010", Span("EPUB/b.xhtml"), ("add it",)),
    ]


@pytest.mark.parametrize(("severity", "code"), [("FATAL", "CHK-010"), ("WARNING", "CHK-011"), ("USAGE", "CHK-012")])
def test_epubcheck_severities_become_ours(severity: str, code: str) -> None:
    report = {"messages": [{"ID": "X", "severity": severity, "message": "m", "locations": []}]}
    assert [f.code for f in epubcheck.read_report(encoded(report))] == [code]


def test_the_version_of_epubcheck_is_that_of_its_package() -> None:
    jar = epubcheck.jar()
    assert jar is not None
    with zipfile.ZipFile(jar) as archive:
        manifest = archive.read("META-INF/MANIFEST.MF").decode()
    assert f"Implementation-Version: {epubcheck.version()}" in manifest


def test_ace_reports_only_what_failed() -> None:
    def assertion(outcome: str) -> dict[str, object]:
        test = {"dct:title": "image-alt", "earl:impact": "critical"}
        return {"earl:test": test, "earl:result": {"earl:outcome": outcome, "dct:description": "no alt"}}

    document = {"earl:testSubject": {"url": "a.xhtml"}, "assertions": [assertion("pass"), assertion("fail")]}
    (finding,) = ace.read_report(encoded({"assertions": [document]}))
    assert (finding.code, finding.message, str(finding.span)) == (
        "CHK-020",
        "image-alt (critical): no alt",
        "a.xhtml",
    )


def test_verapdf_gives_a_finding_for_every_failed_rule() -> None:
    rule = {
        "specification": "ISO 14289-1:2014",
        "clause": "7.2",
        "testNumber": 34,
        "description": "Language is determined",
        "failedChecks": 2,
        "checks": [{"context": "root/page"}],
    }
    result = {"compliant": False, "details": {"ruleSummaries": [rule]}}
    (finding,) = verapdf.read_report(encoded({"report": {"jobs": [{"validationResult": [result]}]}}), "a.pdf")
    assert finding.code == "CHK-030"
    assert "ISO 14289-1:2014, 7.2, test 34: Language is determined (2 times, first at root/page)" in finding.message


def test_a_file_that_verapdf_could_not_parse_is_no_pass() -> None:
    (finding,) = verapdf.read_report(encoded({"report": {"jobs": [{}]}}), "a.pdf")
    assert finding.code == "CHK-004"


@pytest.mark.parametrize("read", [epubcheck.read_report, ace.read_report])
def test_a_report_that_is_none_is_no_pass(read: type) -> None:
    assert [f.code for f in read(b"Exception in thread main")] == ["CHK-004"]


def test_a_checker_that_is_not_there_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    book = tmp_path / "book"
    findings = [
        *epubcheck.check_with_epubcheck(book),
        *ace.check_with_ace(book, tmp_path / "ace", tmp_path / "chromium"),
        *verapdf.check_with_verapdf(book, tmp_path),
    ]
    assert [(f.code, f.severity.value) for f in findings] == [("CHK-003", "note")] * 3


def test_a_program_that_does_not_end_is_stopped() -> None:
    with pytest.raises(programs.ProgramFailed, match=r"within 0\.2 seconds"):
        programs.run((sys.executable, "-c", "import threading; threading.Event().wait()"), timeout=0.2)


def test_a_program_that_is_not_there_is_said_to_be() -> None:
    with pytest.raises(programs.ProgramFailed, match="cannot be started"):
        programs.run(("/no/such/program",), timeout=1)


def test_a_program_gets_no_shell_and_no_input() -> None:
    code = "import sys; print(sys.argv[1], repr(sys.stdin.read()))"
    ran = programs.run((sys.executable, "-c", code, "$HOME; `ls`"), timeout=20)
    assert ran.out.strip() == "$HOME; `ls` ''"
