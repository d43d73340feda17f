"""A finding stands where its fault is, whatever else the text holds: every code, behind every decoy."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from make_book.codes import CODES
from make_book.text.markdown import render

FAULTS: dict[str, list[tuple[str, int, int]]] = {
    "TXT-001": [("a [^x@] b", 0, 3), ("- a\n- b [^x@]", 1, 5), ("> a\n> b *c [^x@]*", 1, 8)],
    "TXT-002": [("[^x@]: b", 0, 1), ("- a\n\n  [^x@]: b", 2, 3)],
    "TXT-003": [("a[^x@]\n\n[^x@]: b\n\n[^x@]: c", 4, 1)],
    "TXT-004": [("::: letter\nb", 0, 1), ("> ::: letter\n> b\n\nc", 0, 3)],
    "TXT-005": [(":::", 0, 1), ("> :::", 0, 3)],
    "TXT-006": [("::: {.x} y@\nb\n:::", 0, 1)],
    "TXT-007": [("::: verses@\nb\n:::", 0, 1)],
    "TXT-008": [("![](images/x@.png)", 0, 1), ("a\nb ![](images/x@.png)", 1, 3), ('<img src="images/x@.png">', 0, 1)],
    "TXT-009": [
        ("![x](data:a@)", 0, 1),
        ("| a | ![x](data:a@) |\n|---|---|", 0, 7),
        ("![x][y@]\n\n[y@]: data:a@", 0, 1),
    ],
    "TXT-010": [("b <video>c@</video>", 0, 3), ("<div>\n<form>c@</form>\n</div>", 1, 1), ("<svg></svg>", 0, 1)],
    "TXT-011": [('b <i onclick="x@">c</i>', 0, 3), ("- a\n- <i style='x@'>c</i>", 1, 3)],
    "TXT-012": [("b <i>c@", 0, 3), ("<div>\nb@\n\n<p>c</p>", 0, 1), ("a@</b>", 0, 3)],
    "TXT-013": [("b@ \x02", 0, 4)],
    "TXT-014": [("[b](#nowhere@)", 0, 1), ("a\n[b][c@]\n\n[c@]: gopher://e@.org", 1, 1), ("a <ftp://e@.org>", 0, 3)],
    "TXT-015": [("[a]{#x@} [b]{#x@}", 0, 10), ("## a {#x@}\n\n## b {#x@}", 2, 1)],
    "TXT-016": [("a [b]{lang=klingonish-x@}", 0, 3), ("::: {lang=klingonish-x@}\nb\n:::", 0, 1)],
    "TXT-017": [("## a@\n\n#### b@", 2, 1), ("## a@\n\n> #### b@", 2, 3)],
    "TXT-018": [("a@ []{.index}", 0, 4), ("a@ []{.term}", 0, 4)],
    "TXT-019": [("[](https://example.org/@)", 0, 1)],
    "TXT-020": [("*[AB@]: b", 0, 1)],
    "TXT-021": [("![b](images/x.png){details=nowhere@}", 0, 1), ("[a]{details=nowhere@}", 0, 1)],
    "TXT-022": [("b {{ x@ }} c", 0, 3), ("<div>\nb {% x@ %}\n</div>", 1, 3), ("a\n{{< x@ >}}", 1, 1)],
    "TXT-023": [("[a]{.index to=b@}", 0, 1)],
    "TXT-024": [("> " * 120 + "x@", 0, 199)],
    "TXT-025": [("a <foo@>", 0, 3), ("<div>\n<foo@>\n</div>", 1, 1)],
    "TXT-026": [("a :smile:", 0, 3), ("[TOC]", 0, 1), ("- a %% b@ %%", 0, 5), ('a [caption id="@"]', 0, 3)],
    "TXT-027": [("#", 0, 1), ("## <br>", 0, 1)],
}
"""For each code, texts with the fault (`@` is a number, so that two of them differ), and its line and column."""


def escaped(fault: str) -> str:
    """Return the letters of the fault as words: every sign is escaped."""
    words = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", fault.replace("\x02", ""))
    return re.sub(r"\s*\n+\s*", " ", words)


def indented(fault: str) -> str:
    return "".join(f"    {line}\n" for line in fault.replace("\x02", "").split("\n")) + "\n<!-- -->"


def fenced(fault: str) -> str:
    return "~~~~~~\n" + fault.replace("\x02", "") + "\n~~~~~~"


def commented(fault: str) -> str:
    return "<!--\n" + fault.replace("\x02", "").replace("-", "") + "\n-->"


DECOYS: dict[str, Callable[[str], str]] = {
    "prose": escaped,
    "indented": indented,
    "fenced": fenced,
    "comment": commented,
    "nothing": lambda fault: "",
}
ELSEWHERE = {"TXT-040"}
"""What is decided when all files of the book are known."""
ONCE = {"TXT-004", "TXT-022", "TXT-026"}
"""What is reported once: the end of a block that two faults would share; all that is of one kind."""
USES = {("TXT-020", "prose")}
"""Where the decoy removes the fault: the abbreviation is used."""
CASES = [(code, *fault) for code, faults in FAULTS.items() for fault in faults]


def places(source: str, code: str) -> list[tuple[int | None, int | None]]:
    """Return where the findings with `code` stand."""
    findings = render(source, file="f.md", first_line=10, language="en", prefix="e").findings
    return [(finding.span.line, finding.span.column) for finding in findings if finding.code == code and finding.span]


@pytest.mark.parametrize("decoy", DECOYS)
@pytest.mark.parametrize(("code", "fault", "line", "column"), CASES)
def test_a_finding_stands_at_its_fault_behind_any_decoy(
    code: str, fault: str, line: int, column: int, decoy: str
) -> None:
    if (code, decoy) in USES:
        return
    fault = fault.replace("@", "1")
    before = f"First words.\n\n{DECOYS[decoy](fault)}\n\n"
    assert places(before + fault, code) == [(10 + before.count("\n") + line, column)]


@pytest.mark.parametrize(("code", "fault", "line", "column"), [case for case in CASES if case[0] not in ONCE])
def test_equal_faults_have_a_finding_each(code: str, fault: str, line: int, column: int) -> None:
    twins = [fault.replace("@", number) for number in "123"]
    starts = [10 + "\n\n".join([*twins[:at], ""]).count("\n") for at in range(3)]
    assert places("\n\n".join(twins), code) == [(start + line, column) for start in starts]


@pytest.mark.parametrize("code", ["TXT-001", "TXT-008", "TXT-014", "TXT-016"])
def test_the_very_same_fault_twice_has_two_findings(code: str) -> None:
    for fault, line, column in FAULTS[code]:
        height = fault.count("\n") + 2
        assert places(f"{fault}\n\n{fault}", code) == [(10 + line, column), (10 + height + line, column)]


@pytest.mark.parametrize(
    "faults",
    [["{{ a }}", "{{ b }}"], ["{% a %}", "{% b %}"], [":smile:", ":+1:"], ["[TOC]", "{:toc}"], ["#a #b", "#c"]],
)
def test_syntax_of_another_program_is_told_of_once_with_its_lines(faults: list[str]) -> None:
    (finding,) = render("\n\n".join(faults), file="f.md", first_line=10, language="en", prefix="e").findings
    assert finding.message.startswith("2 ")
    assert "lines 10, 12" in finding.message
    assert (finding.span and finding.span.line) == 10


def test_every_code_of_a_text_is_tried() -> None:
    assert FAULTS.keys() == {code for code in CODES if code.startswith("TXT")} - ELSEWHERE
