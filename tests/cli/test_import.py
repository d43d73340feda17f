"""`import`: clippings in, episodes and a report out."""

# ruff: noqa: E501 - sources as they come

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import gates
from cli.conftest import Run, tree
from make_book.cli.finding_filter import capped
from make_book.findings import Finding, Span

CLIPPINGS = Path(__file__).parents[1] / "importing" / "clippings"


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_a_serial_becomes_a_valid_book_without_editing(language: str, run: Run, book: Path) -> None:
    ran = run("import", CLIPPINGS / language / "in")
    assert ran.status == 0
    assert f'language = "{language}"' in (book / "manuscript" / "book.toml").read_text("utf-8")
    assert not (book / "manuscript" / "episodes" / "001-a-first-episode.md").exists()
    assert "removed manuscript/episodes/001-a-first-episode.md" in ran.err
    written = {path.stem[:3] for path in (book / "manuscript" / "episodes").glob("0*.md")}
    assert written == {path.stem[:3] for path in (CLIPPINGS / language / "out").rglob("episodes/0*.md")}
    assert run("all").status == 0
    checked = run("check", "--json")
    assert checked.status == 0
    assert checked.json["passed"]


@pytest.mark.gate
def test_the_real_clipping_becomes_a_valid_book_without_editing(run: Run, book: Path, shared: Path) -> None:
    assert run("import", shared / "clippings").status == 0
    assert run("all").status == 0
    assert run("check").status == 0
    for version in ("5.3.0", "4.2.6"):
        assert gates.epubcheck(book / "dist" / "the-tide-clerk.epub", version) == ()
    assert gates.qpdf(book / "dist" / "the-tide-clerk.pdf") == ()


def test_the_table_shows_what_was_found(run: Run, book: Path) -> None:
    ran = run("import", CLIPPINGS / "en" / "in")
    head = next(line for line in ran.err.splitlines() if "narrator" in line)
    assert head.split() == ["no.", "date", "title", "narrator", "sure", "changes", "to", "see", "to"]
    assert sum(line.startswith("new") for line in ran.err.splitlines()) == len(tree(book / "manuscript" / "episodes"))
    assert ran.out == ""


def test_a_dry_run_and_a_diff_write_nothing(run: Run, book: Path) -> None:
    before = tree(book)
    assert "(nothing was written)" in run("import", "--dry-run", CLIPPINGS / "en" / "in").err
    diff = run("import", "--diff", CLIPPINGS / "en" / "in").out
    assert "+++ b/manuscript/episodes/001-the-ferry-stays-on-its-chain.md" in diff
    assert tree(book) == before


def test_a_second_import_changes_nothing(run: Run, book: Path) -> None:
    assert run("import", CLIPPINGS / "en" / "in").status == 0
    before = tree(book)
    assert "as before" in run("import", CLIPPINGS / "en" / "in").err
    assert tree(book) == before


def test_old_doubts_are_not_told_again(run: Run, book: Path) -> None:
    first = run("import", CLIPPINGS / "en" / "in").err
    assert "[IMP-006]" in first
    assert "doubts about" not in first
    second = run("import", CLIPPINGS / "en" / "in").err
    assert "[IMP-006]" not in second
    assert "doubts about episodes left as they were (-v shows them)" in second
    assert "[IMP-006]" in run("import", "-v", CLIPPINGS / "en" / "in").err
    machine = run("import", "--json", CLIPPINGS / "en" / "in").json
    assert "IMP-006" in {one["code"] for one in machine["findings"]}
    assert run("import", "--strict", CLIPPINGS / "en" / "in").status == 1


def test_of_many_findings_of_a_kind_in_a_file_the_first_are_told() -> None:
    many = [Finding("IMP-014", f"line {line}", Span("a.txt", line), ("correct it",)) for line in range(1, 301)]
    other = [Finding("IMP-014", "one", Span("b.txt", 1)), Finding("IMP-018", "no date", Span("a.txt", 1))]
    told = capped([*many, *other])
    assert told[:5] == tuple(many[:5])
    assert told[5] == Finding("IMP-014", "and 295 more of these (-v shows them)", Span("a.txt", 6))
    assert told[6:] == tuple(other)
    assert capped(many[:6]) == tuple(many[:6])


def test_a_guessed_title_is_to_be_written(run: Run, book: Path) -> None:
    advice = "put the book's title and authors into manuscript/book.toml"
    assert advice in run("import", CLIPPINGS / "en" / "in").err
    toml = book / "manuscript" / "book.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace("The tide clerk", "The Ferry"), encoding="utf-8")
    assert advice not in run("import", CLIPPINGS / "en" / "in").err
    toml.write_text(text.replace("# authors", "authors"), encoding="utf-8")
    assert advice not in run("import", CLIPPINGS / "en" / "in").err


def test_what_somebody_wrote_stays(run: Run, book: Path, sample: Path) -> None:
    mine = sample.read_text("utf-8").replace("number: 1", "number: 99")
    sample.write_text(mine, encoding="utf-8")
    assert run("import", CLIPPINGS / "en" / "in").status == 0
    assert sample.read_text("utf-8") == mine
    ferry = book / "manuscript" / "episodes" / "001-the-ferry-stays-on-its-chain.md"
    imported = ferry.read_bytes()
    ferry.write_bytes(imported + b"\nMine.\n")
    ran = run("import", CLIPPINGS / "en" / "in")
    assert "left alone" in ran.err
    assert ferry.read_bytes() == imported + b"\nMine.\n"
    assert "-Mine." in run("import", "--diff", CLIPPINGS / "en" / "in").out
    assert "overwritten" in run("import", "--force", CLIPPINGS / "en" / "in").err
    assert ferry.read_bytes() == imported


def test_a_language_that_was_told_is_kept(run: Run, book: Path) -> None:
    toml = book / "manuscript" / "book.toml"
    toml.write_text('[book]\ntitle = "T"\nlanguage = "en-GB"\n', encoding="utf-8")
    ran = run("import", "--json", CLIPPINGS / "de" / "in")
    assert ran.status == 0
    assert ran.json["language"] == "en-GB"
    assert 'language = "en-GB"' in toml.read_text("utf-8")
    assert {"IMP-022"} <= {one["code"] for one in ran.json["findings"]}


def test_machines_learn_what_was_written(run: Run, book: Path) -> None:
    ran = run("import", "--json", CLIPPINGS / "en" / "in")
    assert ran.err == ""
    assert "manuscript/raw/import.json" in ran.json["written"]
    assert all((book / name).is_file() for name in ran.json["written"])
    assert ran.json["episodes"][0]["fields"][0]["confidence"] > 0


def test_a_faulty_book_toml_stops_an_import(run: Run, book: Path) -> None:
    (book / "manuscript" / "book.toml").write_text("[book\n", encoding="utf-8")
    before = tree(book)
    ran = run("import", CLIPPINGS / "en" / "in")
    assert ran.status == 1
    assert "book.toml:1" in ran.err
    assert tree(book) == before


def test_a_path_that_is_not_there_is_a_finding(run: Run, book: Path) -> None:
    ran = run("import", "nowhere.txt")
    assert ran.status == 1
    assert "nowhere.txt" in ran.err
    assert "[IMP-001]" in ran.err


def test_the_sample_stays_when_nothing_came(run: Run, book: Path, sample: Path) -> None:
    shutil.copy(CLIPPINGS / "en" / "in" / "5fff-empty.txt", book / "empty.txt")
    assert run("import", "empty.txt").status == 1
    assert sample.exists()


def test_a_book_without_a_manuscript_folder_is_told_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('[book]\ntitle = "T"\nlanguage = "en"\n', encoding="utf-8")
    ran = run("import", "--book", tmp_path, CLIPPINGS / "en" / "in")
    assert ran.status == 1
    assert "move the book into manuscript/" in ran.err
    assert list(tree(tmp_path)) == ["book.toml"]


WXR = """<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The tide diary</title>
<wp:author><wp:author_login>r</wp:author_login><wp:author_display_name>Rosa Anker</wp:author_display_name></wp:author>{}</channel></rss>"""
POST = """<item><title>The {0}</title><dc:creator>r</dc:creator><content:encoded><![CDATA[<p>We went to the {0} and it was grey,
and nobody there had slept for the whole of the night, because the water had been in all of the houses.</p>]]></content:encoded>
<wp:post_date>2020-01-0{1}</wp:post_date><wp:post_name>{0}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"""


@pytest.mark.gate
def test_import_begins_a_book_in_an_empty_folder_with_what_the_sources_say(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "blog.xml"
    source.write_text(WXR.format(POST.format("quay", 1) + POST.format("fog", 2)), "utf-8")
    folder = tmp_path / "tides"
    folder.mkdir()
    ran = run("import", source, "--book", folder)
    assert ran.status == 0
    text = (folder / "manuscript" / "book.toml").read_text("utf-8")
    assert 'title = "The tide diary"' in text
    assert 'authors = ["Rosa Anker"]' in text
    assert 'language = "en"' in text
    assert sorted(path.name for path in (folder / "manuscript/episodes").iterdir()) == [
        "2020-01-01-the-quay.md",
        "2020-01-02-the-fog.md",
    ]
    assert "began a book, “The tide diary”" in ran.err
    assert run("epub", folder).status == 0
    (epub,) = (folder / "dist").glob("*.epub")
    assert gates.epubcheck(epub) == ()
    assert run("check", folder).status == 0


def test_import_begins_no_book_where_other_files_are(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "letters.txt").write_text("Mine.", "utf-8")
    (tmp_path / "a.txt").write_text("Some words of a text here.", "utf-8")
    ran = run("import", tmp_path / "a.txt", "--book", folder)
    assert ran.status == 1
    assert sorted(path.name for path in folder.iterdir()) == ["letters.txt"]
