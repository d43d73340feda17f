import re

from hypothesis import given
from hypothesis import strategies as st

from make_book.epub import names

PORTABLE = re.compile(r"[a-z0-9_-]+\.xhtml\Z")


def test_a_plain_id_is_the_name() -> None:
    assert names.document_name("episode-022") == "episode-022.xhtml"
    assert names.picture_name("images/quay.png", "image/png") == "images/quay.png"
    assert names.picture_name("images/2020/quay.jpg", "image/jpeg") == "images/2020/quay.jpg"


def test_a_section_called_like_one_of_our_own_files_gets_another_name() -> None:
    assert names.document_name("nav") != names.NAV
    assert names.document_name("cover") != names.COVER
    assert names.picture_name("images/cover.png", "image/png") != names.cover_picture("image/png")


def test_pictures_keep_a_suffix_that_says_their_type() -> None:
    assert names.picture_name("images/Фото 1.JPG", "image/jpeg").endswith(".jpg")
    assert names.picture_name("images/quay.jpeg", "image/jpeg") != names.picture_name("images/quay.jpg", "image/jpeg")


@given(st.text(min_size=1), st.text(min_size=1))
def test_names_are_portable_and_differ_even_where_case_is_ignored(one: str, other: str) -> None:
    first, second = names.document_name(one), names.document_name(other)
    assert PORTABLE.match(first)
    assert (first == second) == (one == other)


def test_manifest_ids_are_xml_names() -> None:
    assert names.item_id("images/quay.png") == "images.quay.png"
    assert names.item_id("2020-10-13.xhtml")[0].isalpha()
