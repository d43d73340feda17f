"""`init`: a book that builds at once, and nothing overwritten."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from cli.conftest import Run, tree
from make_book.cli.starter import book_file, is_sample, sample, title_of, with_language


def test_the_title_comes_from_the_folder(run: Run, tmp_path: Path) -> None:
    assert run("new", tmp_path / "the_tide-clerk").status == 0
    toml = (tmp_path / "the_tide-clerk" / "manuscript" / "book.toml").read_text("utf-8")
    assert tomllib.loads(toml)["book"] == {"title": "The tide clerk", "language": "en"}


@pytest.mark.parametrize("name", ["", ".", "--"])
def test_a_folder_without_a_name_gives_a_title_all_the_same(name: str) -> None:
    assert title_of(name) == "Untitled"


def test_what_is_told_is_written(run: Run, tmp_path: Path) -> None:
    told = ["--title", 'A "quoted" one', "--author", "Rosa Anker", "--author", "Jan Lee", "--language", "de-AT"]
    assert run("init", tmp_path, *told).status == 0
    book = tomllib.loads((tmp_path / "manuscript" / "book.toml").read_text("utf-8"))["book"]
    assert book == {"title": 'A "quoted" one', "authors": ["Rosa Anker", "Jan Lee"], "language": "de-AT"}
    assert run("all", tmp_path).status == 0


def test_a_language_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("init", tmp_path / "new", "--language", "english language")
    assert ran.status == 1
    assert "[MAN-007]" in ran.err
    assert not (tmp_path / "new").exists()


def test_a_second_init_changes_nothing_and_says_what_is_there(run: Run, book: Path) -> None:
    (book / "manuscript" / "book.toml").write_text('[book]\ntitle = "Mine"\nlanguage = "en"\n', encoding="utf-8")
    (book / "manuscript" / "episodes" / "001-a-first-episode.md").unlink()
    before = tree(book)
    ran = run("init", "--title", "Another")
    assert ran.status == 0
    assert "there  manuscript/book.toml" in ran.err
    assert tree(book) == before


def test_episodes_that_were_there_first_get_no_sample(run: Run, tmp_path: Path) -> None:
    episodes = tmp_path / "manuscript" / "episodes"
    episodes.mkdir(parents=True)
    (episodes / "mine.md").write_text("Text.\n", encoding="utf-8")
    assert run("init", tmp_path).status == 0
    assert [path.name for path in episodes.iterdir()] == ["mine.md"]


def test_an_editor_finds_the_schema_where_book_toml_says(book: Path) -> None:
    text = (book / "manuscript" / "book.toml").read_text("utf-8")
    name = text.splitlines()[0].removeprefix("#:schema ")
    schema = json.loads((book / "manuscript" / name).read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(tomllib.loads(text))


def test_every_commented_key_can_be_taken_in(run: Run, book: Path) -> None:
    toml = book / "manuscript" / "book.toml"
    lines = toml.read_text("utf-8").splitlines()
    kept = [line.removeprefix("# ") for line in lines if "cover" not in line]
    toml.write_text("\n".join(kept) + "\n", encoding="utf-8")
    ran = run("inspect")
    assert ran.status == 0
    assert [one["code"] for one in ran.json["findings"]] == []
    assert set(ran.json["editions"]) == {"epub", "pdf", "press"}


def test_the_sample_is_known_again_until_somebody_writes_in_it() -> None:
    assert is_sample(sample("ru").encode())
    assert is_sample(sample("en-GB").encode())
    assert not is_sample(sample(None).encode() + b"\n")


def test_a_language_takes_the_place_of_the_one_that_was_not_told() -> None:
    changed = with_language(book_file("T", (), None), "ru")
    assert changed is not None
    assert tomllib.loads(changed)["book"]["language"] == "ru"
    assert with_language(book_file("T", (), "en"), "ru") is None
    assert with_language(changed, "de") is None
