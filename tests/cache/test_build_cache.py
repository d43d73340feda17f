"""A build with nothing to do does nothing; one with anything to do does it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cache.conftest import products
from make_book.cache import disk_cache
from make_book.cli import build_steps
from make_book.cli.cache_options import default_folder
from make_book.cli.main import main
from make_book.pipeline import typeset_book
from make_book.publishing.build_cache import FinishedBuild
from test_architecture import HEAVY

SEEN = (
    "import sys\nfrom make_book.cli.main import main\nstatus = main(sys.argv[1:])\n"
    "print('\\n'.join(sorted({name.split('.')[0] for name in sys.modules})))\nsys.exit(status)"
)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The verbs that had to make something."""
    verbs: list[str] = []
    really = build_steps.make

    def make(root: Path, arguments: argparse.Namespace, screen: Any) -> FinishedBuild:
        verbs.append(arguments.verb)
        return really(root, arguments, screen)

    monkeypatch.setattr(build_steps, "make", make)
    return verbs


def cache_of(book: Path) -> Path:
    folder = default_folder(book)
    assert folder is not None
    return folder


def build(book: Path, *options: str | Path) -> int:
    return main(["epub", str(book), *map(str, options)])


def edit(book: Path, text: str = "A new word.") -> None:
    with (book / "manuscript" / "episodes" / "002.md").open("a") as file:
        file.write(f"\n{text}\n")


def test_nothing_heavy_is_imported_when_nothing_has_changed(book: Path) -> None:
    def modules() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", SEEN, "epub", str(book)], capture_output=True, text=True, check=True, timeout=120
        )
        return set(done.stdout.split())

    assert HEAVY & modules(), "the first time the book is made"
    before = products(book)
    assert HEAVY & modules() == set()
    assert products(book) == before


def test_the_second_time_the_same_is_said_and_written(
    book: Path, made: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    edit(book, "A link that [[leads nowhere]](#nowhere) and an ![](images/none.svg)")
    (book / "manuscript" / "episodes" / "007.md").write_text("---\ntitle: Seven\n---\nNumber three is missing.\n")
    (book / "manuscript" / "episodes" / "tides.csv").write_text("No text.\n")
    (book / "manuscript" / "episodes" / "002.md").write_text("---\ntitle: Two\n---\nNo boat.\n")

    def told() -> tuple[dict[str, Any], str]:
        assert main(["epub", str(book), "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        del answer["seconds"]
        assert build(book) == 0
        said = capsys.readouterr().err
        return answer, said[: said.rindex(" words")]

    first = told()
    assert first[0]["findings"], "the book has something to tell"
    before = products(book)
    (book / "dist" / "the-tide-clerk.epub").unlink()
    assert told() == first
    assert products(book) == before
    assert made == ["epub"]


def test_what_was_spoilt_in_dist_is_made_good(book: Path, made: list[str]) -> None:
    build(book)
    before = products(book)
    (book / "dist" / "the-tide-clerk.epub").write_bytes(b"x" * len(before["the-tide-clerk.epub"]))
    build(book)
    assert products(book) == before
    assert made == ["epub"]


def test_a_finished_file_that_is_right_is_not_written_again(book: Path) -> None:
    build(book)
    before = (book / "dist" / "the-tide-clerk.epub").stat()
    build(book)
    after = (book / "dist" / "the-tide-clerk.epub").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(
    "options",
    [
        ("--drafts",),
        ("--only", "1"),
        ("--from", "2"),
        ("--to", "1"),
        ("--strict",),
        ("--no-cache",),
        ("--cache-dir", "another"),
    ],
)
def test_what_is_asked_for_otherwise_is_made_otherwise(
    book: Path, made: list[str], options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book)
    build(book)
    assert build(book, *options) == 0
    assert made == ["epub", "epub"]


def test_where_it_is_written_and_how_it_is_made_makes_no_difference(
    book: Path, made: list[str], tmp_path: Path
) -> None:
    build(book)
    assert build(book, "--output", tmp_path / "x.epub", "--jobs", "1", "--cache-size", "10M") == 0
    assert made == ["epub"]
    assert (tmp_path / "x.epub").read_bytes() == products(book)["the-tide-clerk.epub"]


def test_a_date_from_outside_makes_another_book(book: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    build(book)
    before = products(book)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    build(book)
    assert made == ["epub", "epub"]
    assert products(book) != before
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    build(book)
    assert made == ["epub", "epub"]
    assert products(book) == before


def test_an_edit_is_built_and_its_undoing_is_taken_from_the_cache(book: Path, made: list[str]) -> None:
    path = book / "manuscript" / "episodes" / "002.md"
    text, state = path.read_text(), path.stat()
    build(book)
    before = products(book)
    path.write_text(text.replace("late", "lost"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    build(book)
    after = products(book)
    assert after != before
    path.write_text(text)
    build(book)
    assert products(book) == before
    assert made == ["epub", "epub"]


def test_a_book_edited_while_it_is_made_is_not_kept(
    book: Path, monkeypatch: pytest.MonkeyPatch, command: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    text = (book / "manuscript" / "episodes" / "002.md").read_text()

    def meanwhile(*given: Any) -> Any:
        edit(book)
        made = typeset_book(*given)
        (book / "manuscript" / "episodes" / "002.md").write_text(text)
        return made

    with monkeypatch.context() as patched:
        patched.setattr(build_steps, "typeset_book", meanwhile)
        build(book)
    wrong = products(book)
    assert build(book) == 0
    assert products(book) != wrong
    assert command("epub", book, "--no-cache", "-o", book / "clean.epub").returncode == 0
    assert (book / "clean.epub").read_bytes() == products(book)["the-tide-clerk.epub"]


def test_a_book_with_errors_is_looked_at_again(book: Path, made: list[str]) -> None:
    (book / "manuscript" / "episodes" / "002.md").write_text("---\ntitle: [\n---\nWords.\n")
    assert build(book) == 1
    assert build(book) == 1
    assert made == ["epub", "epub"]
    assert products(book) == {}


def test_damage_anywhere_in_the_cache_costs_time_only(book: Path) -> None:
    build(book)
    before = products(book)
    database = cache_of(book) / "results.sqlite"
    whole = database.read_bytes()
    for at in range(0, len(whole), len(whole) // 5):
        database.write_bytes(whole[:at] + b"?" * 5000 + whole[at + 5000 :])
        assert build(book) == 0
        assert products(book) == before


def test_a_name_that_leads_out_of_dist_is_not_believed(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("make_book.pipeline.file_name", lambda *_: "../../evil.epub")
        build(book, "--output", book / "x.epub")
    assert build(book) == 0
    assert list(products(book)) == ["the-tide-clerk.epub"]
    assert not (book.parent / "evil.epub").exists()


def poison(cache: Path) -> int:
    """Change the words of every EPUB in `cache`, with right keys and checksums; return how many."""
    with closing(sqlite3.connect(cache / "results.sqlite", isolation_level=None)) as opened:
        rows = opened.execute("SELECT key, data FROM results WHERE substr(data, 1, 2) = x'504b'").fetchall()
        for key, data in rows:
            evil = data.replace(b"mimetype", b"mimetypo")
            checksum = disk_cache._sum(key, evil)
            opened.execute("UPDATE results SET sum = ?, data = ? WHERE key = ?", (checksum, evil, key))
    return len(rows)


@pytest.mark.parametrize("name", [".make-book", ".cache", ".cache/make-book"])
def test_a_cache_that_comes_with_a_book_is_not_believed(
    book: Path, made: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    build(book)
    before = products(book)
    own = cache_of(book)
    assert poison(own) == 1
    build(book)
    assert products(book) != before, "a cache of our own is believed, so the crafted one would be"
    (book / name).parent.mkdir(exist_ok=True)
    shutil.copytree(own, book / name, dirs_exist_ok=True)
    shutil.copytree(own, book / name / own.name)
    shutil.rmtree(own)
    assert build(book) == 0
    assert made == ["epub", "epub"]
    assert products(book)["the-tide-clerk.epub"] == before["the-tide-clerk.epub"]
    assert main(["clean", str(book)]) == 0
    assert (book / name / "results.sqlite").exists() == (name != ".make-book")


def test_two_books_have_two_caches_and_a_link_to_a_book_has_its_own(book: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(book)
    (tmp_path / "other" / "book").mkdir(parents=True)
    assert cache_of(book) == cache_of(tmp_path / "link")
    assert cache_of(book) != cache_of(tmp_path / "other" / "book")
    assert cache_of(book).parent == cache_of(tmp_path / "other" / "book").parent


@pytest.mark.parametrize("said", ["", "relative", "~/x"])
def test_a_cache_folder_that_is_not_absolute_is_passed_over(
    book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", said)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_of(book).is_relative_to(tmp_path / "home" / ".cache" / "make-book")
    assert build(book) == 0
    assert cache_of(book).is_dir()


def test_who_has_no_folder_builds_without_a_cache(
    book: Path, made: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert [build(book), build(book)] == [0, 0]
    assert made == ["epub", "epub"]


@pytest.mark.parametrize("off", ["", "0", "off", "OFF"])
def test_the_environment_turns_the_cache_off(
    book: Path, made: list[str], monkeypatch: pytest.MonkeyPatch, off: str
) -> None:
    monkeypatch.setenv("MAKE_BOOK_CACHE", off)
    build(book)
    build(book)
    assert made == ["epub", "epub"]
    assert not cache_of(book).exists()


def test_the_environment_names_a_folder_and_the_command_line_another(
    book: Path, made: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAKE_BOOK_CACHE", str(tmp_path / "deep" / "one"))
    build(book)
    build(book, "--cache-dir", tmp_path / "two")
    build(book)
    assert made == ["epub", "epub"]
    assert not cache_of(book).exists()
    assert (tmp_path / "deep" / "one" / "CACHEDIR.TAG").exists()
    assert main(["clean", str(book)]) == 0
    assert not (tmp_path / "deep" / "one").exists()
    assert (tmp_path / "two").exists()


def test_a_folder_that_holds_something_else_is_refused(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one").touch()
    assert build(book, "--cache-dir", tmp_path / "letters") == 1
    assert "[OUT-006]" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["one"]


def test_the_cache_keeps_to_its_size(book: Path) -> None:
    for number in range(4):
        edit(book, f"Word {number}.")
        build(book, "--cache-size", "300K")
    assert 0 < (cache_of(book) / "results.sqlite").stat().st_size <= 300 * 1024
