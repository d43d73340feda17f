"""Damage to a finished EPUB or PDF is found, whatever kind it is of and wherever it stands."""

from __future__ import annotations

import os
from random import Random

import pytest

from checks import damaged_book, epub_damage, pdf_damage
from make_book.checks.equality import check_epub, check_pdf
from make_book.editions import PdfEdition

KINDS = ("word dropped", "word doubled", "word moved", "word joined", "list number", "paragraph", "note")
COUNT = int(os.environ.get("MAKE_BOOK_DAMAGES", "42"))
"""How many times damage is done: CONTRIBUTING.md says when to do it more often."""


def test_the_undamaged_editions_have_no_finding() -> None:
    assert check_epub(damaged_book.book(), damaged_book.epub()) == ()
    assert check_pdf(damaged_book.book(), damaged_book.pdf(), PdfEdition()) == ()


@pytest.mark.parametrize(("number", "kind"), [(n, KINDS[n // 2 % len(KINDS)]) for n in range(0, COUNT, 2)])
def test_damage_to_the_epub_is_found(number: int, kind: str) -> None:
    damaged = epub_damage.damage(damaged_book.epub(), kind, Random(number))
    findings = check_epub(damaged_book.book(), damaged)
    assert {finding.code for finding in findings} == {"FTH-002"}
    assert all(finding.span for finding in findings)


@pytest.mark.parametrize(("number", "kind"), [(n, KINDS[n // 2 % len(KINDS)]) for n in range(1, COUNT, 2)])
def test_damage_to_the_pdf_is_found(number: int, kind: str) -> None:
    damaged = pdf_damage.damage(damaged_book.pdf(), kind, Random(number))
    findings = check_pdf(damaged_book.book(), damaged, PdfEdition())
    assert findings
    assert {finding.code for finding in findings} <= {"FTH-003", "FTH-005"}
