"""The outside checkers for tests: where `make tools` put them, and what happens when one is missing.

With `MAKE_BOOK_REQUIRE_GATES=1` (as `make test` sets it) a missing checker fails the test; otherwise the
test is skipped and says so. Each function returns the findings without notes: `()` is a pass.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from make_book.checks import ace as ace_
from make_book.checks import epubcheck as epubcheck_
from make_book.checks import pdf_checks as pdf_
from make_book.checks import readaloud
from make_book.checks import verapdf as verapdf_
from make_book.findings import Finding

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / ".tools"
_OWN = TOOLS / "accessible" / "venv" / "bin"


def epubcheck(path: Path, version: str = "5.3.0") -> tuple[Finding, ...]:
    """Run EPUBCheck 5.3.0 (the newest that we use) or 4.2.6 (Kobo's)."""
    old = TOOLS / "epubcheck-4.2.6" / "python" / "epubcheck" / "epubcheck.jar"
    jar = {"5.3.0": epubcheck_.jar(), "4.2.6": old if old.is_file() else None}[version]
    if jar is None:
        return _unavailable(f"EPUBCheck {version}")
    return _passed(epubcheck_.check_with_epubcheck(path, jar))


def ace(path: Path) -> tuple[Finding, ...]:
    """Run Ace by DAISY."""
    program = TOOLS / "ace" / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
    return _passed(ace_.check_with_ace(path, program, ROOT / "tools" / "chromium.sh"))


def verapdf(path: Path, flavour: str = "ua1") -> tuple[Finding, ...]:
    """Run veraPDF."""
    return _passed(verapdf_.check_with_verapdf(path, TOOLS / "verapdf" / "jars", flavour))


def qpdf(path: Path) -> tuple[Finding, ...]:
    """Run `qpdf --check`."""
    return _passed(pdf_.check_with_qpdf(path))


def page(path: Path) -> tuple[Finding, ...]:
    """Run page-validation."""
    return _passed(readaloud.check_with_page(path, _OWN / "python"))


def outloud(path: Path) -> tuple[Finding, ...]:
    """Run outloud."""
    return _passed(readaloud.check_with_outloud(path, _OWN / "outloud"))


def chromium() -> Path:
    """Return the browser that tests look through."""
    if shutil.which("chromium") is None:
        _unavailable("Chromium")
    return ROOT / "tools" / "chromium.sh"


def axe() -> str:
    """Return axe-core, the script that Ace looks at documents with."""
    script = TOOLS / "ace" / "node_modules" / "@daisy" / "axe-core-for-ace" / "axe.min.js"
    if not script.is_file():
        _unavailable("axe-core")
    return script.read_text("utf-8")


def _passed(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    for finding in findings:
        if finding.code == "CHK-003":
            return _unavailable(finding.message)
    return tuple(finding for finding in findings if finding.severity.value != "note")


def _unavailable(what: str) -> tuple[Finding, ...]:
    if os.environ.get("MAKE_BOOK_REQUIRE_GATES") == "1":
        pytest.fail(f"a gate cannot be skipped here: {what}")
    pytest.skip(f"{what} (make tools sets it up)")
