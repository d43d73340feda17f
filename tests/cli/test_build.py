"""`epub`, `pdf` and `all`: everything, or nothing and every reason."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from cli import broken
from cli.conftest import Run, tree

EDITIONS = {"the-tide-clerk.epub", "the-tide-clerk.pdf"}


def test_a_new_book_builds_at_once(run: Run, book: Path) -> None:
    ran = run("all")
    assert ran.status == 0
    assert set(tree(book / "dist")) == EDITIONS
    assert "dist/the-tide-clerk.pdf" in ran.err
    assert " pages " in ran.err
    assert "1 episode, " in ran.err
    assert ran.out == ""


def test_a_book_is_found_from_within(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book / "manuscript" / "episodes")
    assert run("epub").status == 0
    assert "the-tide-clerk.epub" in tree(book / "dist")


def test_data_for_machines(run: Run, book: Path) -> None:
    ran = run("all", "--json")
    assert ran.err == ""
    epub, pdf = ran.json["files"]
    assert Path(pdf["path"]).stat().st_size == pdf["bytes"]
    assert pdf["pages"] > 4
    assert epub["pages"] is None
    assert ran.json["words"] > 50
    assert ran.json["seconds"] > 0
    assert ran.json["findings"] == []


def test_an_output_file_or_folder_can_be_named(run: Run, book: Path) -> None:
    (book / "out").mkdir()
    assert run("epub", "--output", "proof.epub").status == 0
    assert run("epub", "-o", "out").status == 0
    assert (book / "proof.epub").read_bytes() == (book / "out" / "the-tide-clerk.epub").read_bytes()
    assert not (book / "dist").exists()


def test_a_named_edition_is_one_more_file(run: Run, book: Path) -> None:
    toml = book / "manuscript" / "book.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[editions.kobo]\nformat = "epub"\nfonts = "none"\n', encoding="utf-8")
    assert run("epub", "--target", "kobo").status == 0
    assert set(tree(book / "dist")) == {"the-tide-clerk-kobo.epub"}
    assert run("all").status == 0
    assert set(tree(book / "dist")) == {*EDITIONS, "the-tide-clerk-kobo.epub"}


@pytest.mark.parametrize(
    ("wrong", "hint"), [(["--target", "epbu"], "did you mean 'epub'"), (["--target", "pdf"], "make-book pdf")]
)
def test_an_edition_that_is_not_there_is_named(wrong: list[str], hint: str, run: Run, book: Path) -> None:
    ran = run("epub", *wrong)
    assert ran.status == 1
    assert "[OUT-002]" in ran.err
    assert hint in ran.err


def test_the_command_line_overrules_the_edition(run: Run, book: Path) -> None:
    assert run("pdf", "-o", "usual.pdf").status == 0
    assert run("pdf", "--trim", "a5", "--profile", "press", "-o", "other.pdf").status == 0
    assert (book / "usual.pdf").read_bytes() != (book / "other.pdf").read_bytes()
    assert "[MAN-009]" in run("pdf", "--trim", "huge").err


def test_a_part_of_the_book_says_so(run: Run, sample: Path) -> None:
    for number in (2, 3):
        text = f"---\nnumber: {number}\ntitle: Number {number}\n---\n\nText.\n"
        (sample.parent / f"00{number}.md").write_text(text, encoding="utf-8")
    ran = run("epub", "--only", "1, 3")
    assert "2 of 3 episodes" in ran.err
    names = zipfile.ZipFile(io.BytesIO((sample.parents[2] / "dist" / "the-tide-clerk.epub").read_bytes())).namelist()
    assert any("003" in name for name in names)
    assert not any("002" in name for name in names)
    assert "2 of 3 episodes" in run("epub", "--from", "2").err
    assert "[MAN-065]" in run("epub", "--from", "7").err


def test_strict_stops_at_warnings(run: Run, sample: Path) -> None:
    sample.write_text(sample.read_text("utf-8") + "\n[^2]: Nobody asks.\n", encoding="utf-8")
    assert run("epub", "--strict").status == 1
    assert not (sample.parents[2] / "dist").exists()
    assert run("epub").status == 0


def test_a_broken_manuscript_leaves_everything_as_it_was(run: Run, tmp_path: Path) -> None:
    broken.write(tmp_path)
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "the-broken-book.pdf").write_bytes(b"the last good one")
    before = tree(tmp_path)
    ran = run("all", tmp_path)
    assert ran.status == 1
    assert "Traceback" not in ran.err
    assert "Nothing was written." in ran.err
    assert tree(tmp_path) == before
    findings = run("all", tmp_path, "--json").json["findings"]
    faults = {(one["file"], one["line"], one["code"]) for one in findings if one["line"]}
    assert len(faults) >= 20
    assert len({code for _, _, code in faults}) >= 15
    assert all(one["file"] for one in findings)


def test_a_character_that_print_has_no_font_for_does_not_stop_the_epub(run: Run, sample: Path) -> None:
    sample.write_text(sample.read_text("utf-8") + "\nA cuneiform 𒀭.\n", encoding="utf-8")
    ran = run("all")
    assert ran.status == 1
    assert "001-a-first-episode.md" in ran.err
    assert "[PDF-003]" in ran.err
    assert "An edition was not made." in ran.err
    assert [path.suffix for path in (sample.parents[2] / "dist").iterdir()] == [".epub"]
    assert run("pdf").status == 1


def test_a_faulty_template_does_not_hide_the_other_findings(run: Run, sample: Path) -> None:
    sample.write_text(sample.read_text("utf-8") + "\n[^2]: Nobody asks.\n", encoding="utf-8")
    assert run("export-template", "templates/episode.xhtml").status == 0
    (sample.parents[2] / "styles" / "templates" / "episode.xhtml").write_text("{{ nothing }}", encoding="utf-8")
    ran = run("epub")
    assert ran.status == 1
    assert "[TYP-001]" in ran.err
    assert "[TXT-002]" in ran.err


def test_a_place_that_cannot_be_written_is_named(run: Run, book: Path) -> None:
    (book / "dist").write_text("a file where the folder should be\n", encoding="utf-8")
    ran = run("epub")
    assert ran.status == 1
    assert "[OUT-001]" in ran.err
    assert "dist" in ran.err


def test_a_date_from_outside_must_be_a_number(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", "yesterday")
    assert "[OUT-003]" in run("epub").err
