"""docs/findings.md is the table of codes, written out."""

from __future__ import annotations

import os
from pathlib import Path

from make_book.codes import CODES

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
STAGES = {
    "MAN": "The manuscript: files, book.toml, front matter, order",
    "TXT": "The text: Markdown",
    "TYP": "Templates and styles",
    "IMP": "Import",
    "EPB": "The EPUB edition",
    "PDF": "The print edition",
    "FTH": "Faithfulness: the words of the manuscript against those of the editions",
    "CHK": "Outside checkers",
    "OUT": "Writing files",
    "SRV": "The preview",
    "CLI": "The command line",
}
INTRODUCTION = """# Findings

What make-book finds in a book, it reports as a *finding*: a severity, a message, and where possible the file, the
line and the column. Often a hint follows that says what to do. Each kind of finding has a code, which never changes
its meaning.

An *error* stops the build. A *warning* does not, unless you give `--strict`. A *note* never does; `-v` shows notes.
"""


def written_out() -> str:
    lines = [INTRODUCTION]
    for prefix, title in STAGES.items():
        rules = [(code, rule) for code, rule in CODES.items() if code.startswith(f"{prefix}-")]
        if rules:
            rows = "".join(f"| {code} | {rule.severity} | {rule.meaning} |\n" for code, rule in rules)
            lines.append(f"## {title}\n\n| code | severity | meaning |\n|---|---|---|\n{rows}")
    return "\n".join(lines)


def test_every_code_belongs_to_a_stage() -> None:
    assert {code.split("-")[0] for code in CODES} <= set(STAGES)


def test_the_page_of_findings_is_current() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(written_out(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written_out(), "run UPDATE_GOLDEN=1 pytest tests/findings"
