"""`stats`, `inspect`, `export-template`, `clean`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cli.conftest import Run, tree
from make_book.cli.cache_options import default_folder
from make_book.cli.screen import shown

ROOT = Path(__file__).parents[2]


def test_stats_count_the_book(run: Run, sample: Path) -> None:
    text = "---\nnumber: 4\ntitle: Short\nnarrator: Jan Lee\n---\n\nFive words and no more.\n"
    (sample.parent / "004.md").write_text(text, encoding="utf-8")
    data = run("stats", "--json").json
    assert [(one["number"], one["name"]) for one in data["episodes"]] == [(1, "A first episode"), (4, "Short")]
    assert data["episodes"][1]["words"] == 5
    assert data["book"]["words"] == sum(one["words"] for one in data["episodes"])
    assert [one["name"] for one in data["narrators"]] == ["Rosa Anker", "Jan Lee"]
    assert data["gaps"] == [[2, 3]]
    assert data["pages-are"] == "estimated"


def test_stats_are_a_table_on_standard_output(run: Run, sample: Path) -> None:
    ran = run("stats")
    assert "A first episode" in ran.out
    assert "* estimated" in ran.out
    assert ran.err == ""


def test_pages_can_be_laid_out(run: Run, book: Path) -> None:
    pages = run("pdf", "--json").json["files"][0]["pages"]
    data = run("stats", "--pages", "--json").json
    assert data["book"]["pages"] == pages
    assert data["episodes"][0]["pages"] >= 1
    assert data["pages-are"] == "laid out"


def test_inspect_shows_the_book_without_its_bytes(run: Run) -> None:
    ran = run("inspect", ROOT, "--only", "1")
    (episode,) = ran.json["book"]["parts"][0]["episodes"]
    assert episode["number"] == 1
    assert "<p>" in episode["text"]["xhtml"]
    picture = ran.json["book"]["images"][0]
    data = (ROOT / "manuscript" / picture["path"]).read_bytes()
    assert picture["bytes"] == len(data)
    assert picture["sha256"] == hashlib.sha256(data).hexdigest()
    assert "data" not in picture


def test_a_template_can_be_had_and_changes_the_book(run: Run, book: Path) -> None:
    assert "print.css\n" in run("export-template", "--list").out
    assert run("export-template", "print.css", "cover").status == 0
    assert (book / "styles" / "print.css").read_bytes() == (ROOT / "styles" / "print.css").read_bytes()
    assert (book / "styles" / "cover" / "horizon.svg").is_file()
    assert "print.css  (replaced by styles/)" in run("export-template", "--list").out
    assert run("all").status == 0


def test_a_changed_template_is_not_overwritten(run: Run, book: Path) -> None:
    css = book / "styles" / "print.css"
    css.write_text("/* mine */", encoding="utf-8")
    ran = run("export-template", "print.css", "epub.css")
    assert ran.status == 1
    assert "styles/print.css: error" in ran.err
    assert css.read_text("utf-8") == "/* mine */"
    assert not (book / "styles" / "epub.css").exists()
    assert run("export-template", "--force", "print.css").status == 0
    assert css.read_text("utf-8") != "/* mine */"


def test_templates_are_listed_where_there_is_no_book(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "epub.css" in run("export-template").out


@pytest.mark.parametrize("name", ["prnt.css", "../print.css", "/etc/passwd", ""])
def test_a_template_that_is_not_there_is_told(name: str, run: Run, book: Path) -> None:
    before = tree(book)
    ran = run("export-template", name)
    assert ran.status == 1
    assert "[OUT-004]" in ran.err
    assert tree(book) == before


def test_clean_removes_what_can_be_made_again_and_no_more(run: Run, book: Path) -> None:
    before = tree(book)
    assert run("epub").status == 0
    before |= {name: data for name, data in tree(book).items() if name.startswith("dist/")}
    kept = default_folder(book)
    assert kept is not None
    assert kept.is_dir()
    (book / "dist" / ".the-tide-clerk.pdf.123.part").write_bytes(b"half")
    ran = run("clean")
    assert f"removed {shown(kept)}" in ran.err
    assert "removed dist/.the-tide-clerk.pdf.123.part" in ran.err
    assert tree(book) == before
    assert not kept.exists()
    assert "nothing to remove" in run("clean").err


def test_clean_leaves_alone_what_only_looks_like_a_cache(run: Run, book: Path) -> None:
    (book / ".make-book" / "kept").mkdir(parents=True)
    (book / ".make-book" / "kept" / "letter").touch()
    ran = run("clean")
    assert "left .make-book alone" in ran.err
    assert (book / ".make-book" / "kept" / "letter").exists()


def test_clean_takes_away_a_link_and_not_what_it_leads_to(run: Run, book: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").touch()
    (book / ".make-book").symlink_to(tmp_path / "precious")
    assert run("clean").status == 0
    assert (tmp_path / "precious" / "file").exists()
    assert not (book / ".make-book").is_symlink()
