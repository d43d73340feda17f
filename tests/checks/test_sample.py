"""The project's own book, and a real serial at size, through every gate there is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import gates
from make_book.checks.equality import check_epub, check_pdf, check_text
from make_book.checks.pdf_checks import inspect_pdf
from make_book.editions import PdfEdition
from make_book.findings import Finding
from make_book.pipeline import Options, Product, TypesetBook, make_edition, typeset_book

ROOT = Path(__file__).parents[2]
BOOK_TOML = """[book]
title = "Diary, 1660"
authors = ["Samuel Pepys"]
language = "en-GB"
identifier = "diary-1660"
[order]
parts = "month"
[editions.pdf]
openings = "run-on"
contents = "parts"
"""


def made(book: TypesetBook, name: str) -> Product:
    (edition,) = (edition for edition in book.manuscript.config.editions if edition.name == name)
    return make_edition(book, edition, Options())


def paper(book: TypesetBook) -> PdfEdition:
    settings = book.manuscript.config.edition("pdf")
    assert isinstance(settings, PdfEdition)
    return settings


def unfaithful(book: TypesetBook) -> tuple[Finding, ...]:
    return check_text(book.sections, [source.body for source in (*book.manuscript.episodes, *book.manuscript.matter)])


@pytest.fixture(scope="module")
def sample() -> TypesetBook:
    return typeset_book(ROOT, Options())


@pytest.fixture(scope="module")
def epub(sample: TypesetBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.epub"
    path.write_bytes(made(sample, "epub").data)
    return path


@pytest.fixture(scope="module")
def pdf(sample: TypesetBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.pdf"
    path.write_bytes(made(sample, "pdf").data)
    return path


def test_the_sample_says_in_every_edition_what_its_manuscript_says(sample: TypesetBook, epub: Path, pdf: Path) -> None:
    assert unfaithful(sample) == ()
    assert check_epub(sample.sections, epub.read_bytes()) == ()
    assert check_pdf(sample.sections, pdf.read_bytes(), paper(sample)) == ()
    assert inspect_pdf(pdf.read_bytes()) == ()


@pytest.mark.gate
@pytest.mark.parametrize("version", ["5.3.0", "4.2.6"])
def test_epubcheck_has_nothing_to_say_of_the_sample(epub: Path, version: str) -> None:
    assert gates.epubcheck(epub, version) == ()


@pytest.mark.gate
def test_ace_finds_no_violation_in_the_sample(epub: Path) -> None:
    assert gates.ace(epub) == ()


@pytest.mark.gate
@pytest.mark.parametrize("gate", [gates.verapdf, gates.page, gates.qpdf])
def test_the_sample_is_pdf_ua(pdf: Path, gate: Callable[[Path], tuple[Finding, ...]]) -> None:
    assert gate(pdf) == ()


@pytest.mark.gate
def test_outloud_finds_no_error_in_the_sample(pdf: Path) -> None:
    assert [finding for finding in gates.outloud(pdf) if finding.code == "CHK-032"] == []


@pytest.mark.gate
def test_a_serial_of_358_episodes_and_803_notes_is_the_same_in_both_editions(shared: Path, tmp_path: Path) -> None:
    shutil.copytree(shared / "corpus" / "pepys-1660", tmp_path / "manuscript" / "episodes")
    (tmp_path / "manuscript" / "book.toml").write_text(BOOK_TOML, encoding="utf-8")
    book = typeset_book(tmp_path, Options())
    assert unfaithful(book) == ()
    epub = tmp_path / "book.epub"
    epub.write_bytes(made(book, "epub").data)
    assert check_epub(book.sections, epub.read_bytes()) == ()
    assert gates.epubcheck(epub, "5.3.0") == gates.epubcheck(epub, "4.2.6") == ()
    pdf = tmp_path / "book.pdf"
    pdf.write_bytes(made(book, "pdf").data)
    assert check_pdf(book.sections, pdf.read_bytes(), paper(book)) == ()
    assert gates.qpdf(pdf) == gates.verapdf(pdf) == gates.page(pdf) == ()
    assert [finding for finding in gates.outloud(pdf) if finding.code == "CHK-032"] == []
