"""Style files, and those of a book in place of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from make_book.style_files import read_styles, shipped_folder


def test_there_is_a_file_for_all_that_an_edition_asks_for() -> None:
    files = read_styles().files
    assert {"print.css", "epub.css", "templates/episode.xhtml", "templates/macros.xhtml"} <= files.keys()
    assert read_styles().own == frozenset()


def test_a_books_own_file_replaces_its_namesake_only(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "print.css").write_text("p {}", encoding="utf-8")
    (tmp_path / "templates" / "mine.xhtml").write_text("<p/>", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    styles, ours = read_styles(tmp_path), read_styles()
    assert styles.text("print.css") == "p {}"
    assert styles.own == {"print.css", "templates/mine.xhtml"}
    assert styles.text("epub.css") == ours.text("epub.css")


def test_a_book_without_styles_has_ours(tmp_path: Path) -> None:
    assert read_styles(tmp_path / "none") == read_styles(shipped_folder()) == read_styles()


def test_a_file_nobody_has_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        read_styles().text("nothing.css")


def test_a_style_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "print.css").write_bytes(b"\xff\xfe")
    with pytest.raises(UnicodeDecodeError):
        read_styles(tmp_path)


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    secret, own = tmp_path / "secret.css", tmp_path / "styles"
    secret.write_text("secret", encoding="utf-8")
    own.mkdir()
    (own / "print.css").symlink_to(secret)
    (own / "inside.css").write_text("a {}", encoding="utf-8")
    (own / "epub.css").symlink_to(own / "inside.css")
    styles = read_styles(own)
    assert "secret" not in styles.files.values()
    assert styles.text("epub.css") == "a {}"
