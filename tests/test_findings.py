"""Findings: values with a code, a place and a weight."""

from __future__ import annotations

import re

import pytest

from make_book.codes import CODES
from make_book.findings import BookError, Finding, Severity, Span, errors, judge

ERROR, WARNING, NOTE = Finding("MAN-001", "no"), Finding("MAN-012", "hm"), Finding("MAN-064", "by the way")


def test_a_place_is_written_as_editors_link_it() -> None:
    assert [str(Span("a.md")), str(Span("a.md", 3)), str(Span("a.md", 3, 7))] == ["a.md", "a.md:3", "a.md:3:7"]


def test_places_sort_by_file() -> None:
    assert sorted([Span("b.md", 1), Span("a.md", 9)])[0] == Span("a.md", 9)


def test_a_code_nobody_described_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Finding("XXX-999", "what")


def test_the_code_decides_the_weight() -> None:
    assert [finding.severity for finding in (ERROR, WARNING, NOTE)] == list(Severity)


def test_warnings_stop_an_edition_only_when_strict() -> None:
    assert errors((ERROR, WARNING, NOTE)) == (ERROR,)
    assert errors((ERROR, WARNING, NOTE), strict=True) == (ERROR, WARNING)


def test_judging_raises_with_everything_or_hands_on_what_there_was() -> None:
    assert judge(iter((WARNING, NOTE))) == (WARNING, NOTE)
    with pytest.raises(BookError) as caught:
        judge((NOTE, ERROR, WARNING))
    assert caught.value.findings == (NOTE, ERROR, WARNING)
    assert "MAN-001 no" in str(caught.value)
    with pytest.raises(BookError):
        judge((WARNING,), strict=True)


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_well_formed_and_says_what_it_means(code: str) -> None:
    assert re.fullmatch("(MAN|TXT|TYP|IMP|EPB|PDF|FTH|CHK|OUT|SRV|CLI)-[0-9]{3}", code)
    meaning = CODES[code].meaning
    assert meaning
    assert not meaning.endswith(".")
