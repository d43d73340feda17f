"""Every code of the manuscript stage: the smallest book that earns it, and exactly what is then said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from make_book.codes import CODES
from make_book.compose import compose
from make_book.findings import Finding
from make_book.manuscript.selection import Selection
from make_book.manuscript.sources import read

HERE = Path(__file__).parent
CASES = sorted(folder.name for folder in HERE.iterdir() if folder.name.startswith("MAN-"))


def findings_in(folder: Path) -> tuple[Finding, ...]:
    wanted = folder / "selection.json"
    options = json.loads(wanted.read_text()) if wanted.exists() else None
    selection = options and Selection(tuple(options.get("only", ())), options.get("first"), options.get("last"))
    result = read(folder)
    return (*result.findings, *compose(result.manuscript, selection).findings)


def as_line(finding: Finding) -> str:
    return f"{finding.span or '-'} {finding.severity.value} {finding.code} {finding.message}"


@pytest.mark.parametrize("code", CASES)
def test_a_broken_manuscript_is_told_what_is_wrong_and_where(code: str) -> None:
    said = findings_in(HERE / code)
    lines = "".join(f"{as_line(finding)}\n" for finding in said)
    golden = HERE / code / "expected.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(lines, encoding="utf-8")
    assert code in {finding.code for finding in said}
    assert lines == golden.read_text(encoding="utf-8")


def test_every_code_of_the_manuscript_has_its_case() -> None:
    assert [code for code in CODES if code.startswith("MAN-")] == CASES
