"""`check`: a line for each gate, and 1 if one of them is shut."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import gates
from cli.conftest import Run
from make_book.checks import epubcheck, pdf_checks


@pytest.fixture
def without_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Java and no qpdf on this machine."""
    for module in (epubcheck, pdf_checks):
        monkeypatch.setattr(module, "find", lambda _: None)


def verdicts(ran: object) -> dict[tuple[str, str], str]:
    return {(gate["of"], gate["gate"]): gate["verdict"] for gate in ran.json["gates"]}  # type: ignore[attr-defined]


@pytest.mark.usefixtures("without_programs")
def test_a_checker_that_is_missing_is_told_and_fails_nothing(run: Run, book: Path) -> None:
    ran = run("check")
    assert ran.status == 0
    assert "not run" in ran.err
    assert "default-jre-headless" in ran.err
    assert ran.err.endswith("passed\n")
    assert not (book / "dist").exists()


@pytest.mark.usefixtures("without_programs")
def test_every_gate_has_its_verdict(run: Run, book: Path) -> None:
    assert verdicts(run("check", "--json")) == {
        ("manuscript", "sources"): "ok",
        ("manuscript", "words"): "ok",
        ("editions", "made"): "ok",
        ("epub", "words"): "ok",
        ("epub", "EPUBCheck"): "not run",
        ("pdf", "words"): "ok",
        ("pdf", "file"): "ok",
        ("pdf", "qpdf"): "not run",
    }


@pytest.mark.usefixtures("without_programs")
def test_a_finished_epub_is_checked_against_the_manuscript(run: Run, book: Path) -> None:
    assert run("epub").status == 0
    finished = book / "dist" / "the-tide-clerk.epub"
    good = finished.read_bytes()
    assert ("pdf", "words") not in verdicts(run("check", "--json", "--epub", finished))
    finished.write_bytes(with_entries(good, b"printer", b"painter"))
    ran = run("check", "--epub", finished)
    assert ran.status == 1
    assert "“printer" in ran.err
    assert ran.err.endswith("failed\n")


@pytest.mark.usefixtures("without_programs")
def test_a_finished_pdf_of_another_text_is_found_out(run: Run, sample: Path) -> None:
    assert run("pdf", "-o", "old.pdf").status == 0
    sample.write_text(sample.read_text("utf-8").replace("printer", "painter"), encoding="utf-8")
    ran = run("check", "--pdf", "old.pdf", "--json")
    assert verdicts(ran)["pdf", "words"] == "1 error"
    assert verdicts(ran)["pdf", "file"] == "ok"


def test_what_is_no_pdf_is_named(run: Run, book: Path) -> None:
    (book / "none.pdf").write_text("no PDF\n", encoding="utf-8")
    ran = run("check", "--pdf", "none.pdf")
    assert ran.status == 1
    assert "none.pdf: error" in ran.err


def test_errors_of_the_manuscript_come_first(run: Run, sample: Path) -> None:
    sample.write_text("---\nnumber: one\n---\n\nText.\n", encoding="utf-8")
    ran = run("check")
    assert ran.status == 1
    assert "001-a-first-episode.md:2" in ran.err
    assert "EPUBCheck" not in ran.err


@pytest.mark.gate
def test_epubcheck_names_the_place_in_the_file(run: Run, book: Path) -> None:
    assert run("epub").status == 0
    finished = book / "dist" / "the-tide-clerk.epub"
    finished.write_bytes(with_entries(finished.read_bytes(), b"<p", b"<P"))
    gates.epubcheck(finished)
    ran = run("check", "--epub", finished)
    assert ran.status == 1
    assert f"{finished}/" in ran.err


def with_entries(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return the zip `data` with `old` replaced by `new` in its episodes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            after.writestr(entry, content.replace(old, new) if "episode" in entry.filename else content)
    return out.getvalue()
