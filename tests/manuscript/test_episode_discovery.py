"""What lies under episodes/: every file is read, or named."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from make_book.manuscript.episode_discovery import discover
from make_book.manuscript.file_lists import listed_files


def names(paths: Iterable[str], language: str = "en") -> dict[str, str]:
    return {text.path: text.name for text in discover(list(paths), language).texts}


def test_texts_of_every_usual_ending_are_read() -> None:
    paths = ["a.md", "b.markdown", "c.mdx", "d.txt", "e.MD", "f.mkd"]
    assert list(names(paths)) == ["a.md", "b.markdown", "c.mdx", "d.txt", "e.MD", "f.mkd"]


def test_pictures_lists_and_other_files_are_told_apart() -> None:
    found = discover(["a.md", "tide/quay.JPG", "SUMMARY.md", "tides.csv", "LICENSE"], "en")
    assert (found.pictures, found.lists, found.others) == (
        ("tide/quay.JPG",),
        ("SUMMARY.md",),
        ("tides.csv", "LICENSE"),
    )


PATHS = st.lists(
    st.from_regex(r"\A(?:[a-z]{1,3}/){0,2}(?:index|_index|a|b|12)(?:\.(?:en|ru|de))?\.(?:md|txt|png|csv|mdx)\Z"),
    unique=True,
)


@given(PATHS, st.sampled_from(["en", "ru", "fi"]))
def test_no_file_is_lost(paths: list[str], language: str) -> None:
    found = discover(paths, language)
    named = (*(text.path for text in found.texts), *found.pictures, *found.lists, *found.others)
    assert sorted((*named, *(left for left, _ in found.translations))) == sorted(paths)


def test_a_bundle_is_called_by_its_folder_and_a_suffix_is_a_language() -> None:
    found = discover(["0504/index.ru.md", "0505/index.ru.md", "tide/index.md"], "ru")
    assert [(text.name, text.language) for text in found.texts] == [("0504", "ru"), ("0505", "ru"), ("tide", None)]


def test_of_a_text_in_several_languages_the_books_is_read() -> None:
    found = discover(["tide/index.md", "tide/index.de.md", "tide/index.en.md", "ebb.md", "ebb.de.md"], "de")
    assert [text.path for text in found.texts] == ["ebb.de.md", "tide/index.de.md"]
    assert [left for left, _ in found.translations] == ["ebb.md", "tide/index.en.md", "tide/index.md"]


def test_folders_may_be_languages() -> None:
    found = discover(["en/tide.md", "ru/tide.md", "ru/ebb.md"], "en")
    assert [(text.path, text.language) for text in found.texts] == [("en/tide.md", "en"), ("ru/ebb.md", "ru")]
    assert found.translations == (("ru/tide.md", "en/tide.md"),)


def test_a_word_between_dots_that_is_no_language_stays_in_the_name() -> None:
    assert list(names(["notes.to.md", "draft.final.md", "ebb.md"]).values()) == ["draft.final", "ebb", "notes.to"]


def test_files_of_one_name_in_several_folders_are_told_apart() -> None:
    assert list(names(["a/tide.md", "b/tide.md", "b/ebb.md"]).values()) == ["a/tide", "ebb", "b/tide"]


def test_what_lies_in_a_folder_of_drafts_is_a_draft() -> None:
    assert [text.draft for text in discover(["_drafts/a.md", "_posts/b.md"], "en").texts] == [True, False]


def test_mdbooks_summary_gives_the_order() -> None:
    text = "# Summary\n\n[Preface](preface.md)\n\n- [Two](b/two.md)\n  - [One](./one.md#top)\n\n# Part\n\n- [Draft]()\n"
    known = {"one.md", "b/two.md", "preface.md", "other.md"}
    assert listed_files(text, "SUMMARY.md", known) == ("preface.md", "b/two.md", "one.md")


def test_leanpubs_list_gives_the_order() -> None:
    assert listed_files("frontmatter:\ntwo.txt\n# not this\none.txt\n", "Book.txt", {"one.txt", "two.txt"}) == (
        "two.txt",
        "one.txt",
    )


def test_prose_is_no_list() -> None:
    assert (
        listed_files("A summary of the year.\n\nIt was [long](https://example.org).\n", "summary.md", {"a.md"}) is None
    )
    assert listed_files("Once there was a book.\nIt began here.\n", "Book.txt", {"a.md"}) is None
