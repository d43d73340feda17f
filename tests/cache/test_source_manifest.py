"""The inventory holds every file that a build reads: no edit can go unnoticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from make_book.cache.source_manifest import take_manifest

BOOK = '[book]\ntitle = "The Tide Clerk"\nlanguage = "en"\nauthors = ["Ida Marsh"]\ncover = "../art/cover.svg"\n'
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}"/>'
FILES = {
    "manuscript/book.toml": BOOK,
    "manuscript/foreword.md": "Before.\n",
    "manuscript/README.md": "Not a section.\n",
    "manuscript/episodes/001.md": "---\ntitle: One\n---\n![a](images/map.svg) ![b](images/deep/sea.svg)\n",
    "manuscript/episodes/1912/002/index.md": "---\ntitle: Two\n---\nWords.\n",
    "manuscript/images/map.svg": PICTURE.format(10),
    "manuscript/images/deep/sea.svg": PICTURE.format(11),
    "art/cover.svg": PICTURE.format(12),
    "styles/print.css": "p { color: black }\n",
    "styles/.hidden.css": "p { color: black }\n",
    "styles/templates/deep.txt": "text\n",
}
"""One file of every kind that is looked at."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "manuscript" / "images" / "again.svg").symlink_to("map.svg")
    (root / "manuscript" / "episodes" / "003.md").symlink_to("001.md")
    return root


def contents(root: Path) -> str:
    manifest = take_manifest(root)
    assert manifest is not None
    return manifest.contents


def read_by_a_build(root: Path) -> set[Path]:
    """Return the files of the book that reading it opens, as the system is asked for them."""
    code = (
        "import sys, os; from pathlib import Path\n"
        "from make_book.manuscript.sources import read; from make_book.style_files import read_styles\n"
        "sys.addaudithook(lambda event, given: event == 'open' and print(os.path.realpath(given[0])))\n"
        "root = Path(sys.argv[1]); read(root); read_styles(root / 'styles')"
    )
    done = subprocess.run([sys.executable, "-c", code, root], capture_output=True, text=True, check=True, timeout=60)
    paths = {Path(line) for line in done.stdout.splitlines()}
    return {path for path in paths if path.is_relative_to(root.resolve()) and path.is_file()}


def test_every_file_that_a_build_opens_changes_the_inventory(book: Path) -> None:
    opened = read_by_a_build(book)
    assert len(opened) >= 9
    for path in opened:
        before, text = contents(book), path.read_text()
        path.write_text(f"{text} ")
        assert contents(book) != before, path
        path.write_text(text)
        assert contents(book) == before, path


def rename(book: Path) -> None:
    (book / "manuscript" / "episodes" / "001.md").rename(book / "manuscript" / "episodes" / "004.md")


def swap(book: Path) -> None:
    one, two = (book / "manuscript" / "images" / name for name in ("map.svg", "deep/sea.svg"))
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


def link_elsewhere(book: Path) -> None:
    link = book / "manuscript" / "episodes" / "003.md"
    link.unlink()
    link.symlink_to("1912/002/index.md")


def link_outside(book: Path) -> None:
    (book.parent / "outside.md").write_text((book / "manuscript" / "episodes" / "001.md").read_text())
    link = book / "manuscript" / "episodes" / "003.md"
    link.unlink()
    link.symlink_to(book.parent / "outside.md")


def copy_for_link(book: Path) -> None:
    (book / "manuscript" / "episodes" / "003.md").unlink()
    shutil.copy(book / "manuscript" / "episodes" / "001.md", book / "manuscript" / "episodes" / "003.md")


def move_styles_out(book: Path) -> None:
    shutil.move(book / "styles", book.parent / "styles")
    (book / "styles").symlink_to(book.parent / "styles")


def remove_styles(book: Path) -> None:
    shutil.rmtree(book / "styles")


def remove_cover(book: Path) -> None:
    (book / "art" / "cover.svg").unlink()


def folder_for_file(book: Path) -> None:
    (book / "manuscript" / "foreword.md").unlink()
    (book / "manuscript" / "foreword.md").mkdir()


def new_matter(book: Path) -> None:
    (book / "manuscript" / "afterword.MD").write_text("After.\n")


def flat_book(book: Path) -> None:
    (book / "book.toml").write_text(BOOK)
    (book / "manuscript" / "book.toml").unlink()


EDITS = (
    *(rename, swap, link_elsewhere, link_outside, copy_for_link, move_styles_out, remove_styles, remove_cover),
    *(folder_for_file, new_matter, flat_book),
)


@pytest.mark.parametrize("edit", EDITS)
def test_a_change_that_a_build_may_see_changes_it(book: Path, edit: Callable[[Path], None]) -> None:
    before = contents(book)
    edit(book)
    assert contents(book) != before


def test_styles_outside_of_the_book_are_read_where_they_are(book: Path) -> None:
    move_styles_out(book)
    before = contents(book)
    (book.parent / "styles" / "print.css").write_text("p { color: red }\n")
    assert contents(book) != before


UNREAD = ("dist/book.pdf", "notes.txt", "manuscript/.git/x", ".make-book/kept/aa/x", "manuscript/drafts/x.md")


@pytest.mark.parametrize("name", UNREAD)
def test_what_no_build_reads_does_not_change_it(book: Path, name: str) -> None:
    before = take_manifest(book)
    (book / name).parent.mkdir(parents=True, exist_ok=True)
    (book / name).write_text("new")
    assert take_manifest(book) == before


def test_a_book_of_the_same_files_elsewhere_is_the_same(book: Path, tmp_path: Path) -> None:
    shutil.copytree(book, tmp_path / "copy", symlinks=True)
    assert contents(tmp_path / "copy") == contents(book)


def test_a_file_written_again_with_the_same_words_is_told_by_its_state(book: Path) -> None:
    before = take_manifest(book)
    path = book / "manuscript" / "episodes" / "001.md"
    text, state = path.read_text(), path.stat()
    path.write_text("Other words.\n")
    path.write_text(text)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    after = take_manifest(book)
    assert before is not None
    assert after is not None
    assert after.contents == before.contents
    assert after.states != before.states


@pytest.mark.parametrize("toml", [b"[book", b"\xff\xfe[\0b\0", b'[book]\ncover = "\\u0000"\n'])
def test_a_book_file_that_cannot_be_read_has_none(book: Path, toml: bytes) -> None:
    (book / "manuscript" / "book.toml").write_bytes(toml)
    assert take_manifest(book) is None
