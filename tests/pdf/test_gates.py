"""The outside checkers over the edge book: PDF/UA-1 and the structure of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

import gates
from make_book.checks.pdf_checks import inspect_pdf
from make_book.editions import PdfEdition
from pdf.edge import EDITIONS, printed

pytestmark = pytest.mark.gate


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=list(EDITIONS))
def test_verapdf_finds_no_rule_of_pdf_ua_broken(edition: PdfEdition, tmp_path: Path) -> None:
    path = tmp_path / "edge.pdf"
    path.write_bytes(printed(edition).data)
    assert gates.verapdf(path) == ()


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=list(EDITIONS))
def test_qpdf_finds_the_file_sound(edition: PdfEdition, tmp_path: Path) -> None:
    path = tmp_path / "edge.pdf"
    path.write_bytes(printed(edition).data)
    assert gates.qpdf(path) == ()


def test_nothing_is_missing_that_a_reader_asks_for() -> None:
    assert inspect_pdf(printed().data) == ()
