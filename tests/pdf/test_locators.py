"""Page numbers in the index: every page once, in order, joined where they follow each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book import xhtml
from make_book.pdf.locators import page_ranges, set_pages
from make_book.pdf.page_map import roman

LABELS = (*(roman(number) for number in range(1, 9)), *(str(number) for number in range(1, 200)))
BODY = 8


def index(*places: tuple[str, str | None]) -> xhtml.Element:
    links = ", ".join(
        f'<a class="index-locator" href="#{anchor}"{f" data-until={chr(34)}#{until}{chr(34)}" if until else ""}>3</a>'
        for anchor, until in places
    )
    return xhtml.parse_one(
        '<section><p class="index-legend">3 = Episode 3</p>'
        f'<p><span class="index-term">Cats</span><span class="index-locators">, {links}</span>; see also Dogs</p>'
        "</section>"
    )


def printed(pages: dict[str, int] | None, *places: tuple[str, str | None]) -> str:
    root = index(*(places or tuple((anchor, None) for anchor in pages or ())))
    set_pages(root, pages, LABELS)
    return xhtml.words(root)


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((12,), "12"),
        ((12, 12, 14), "12, 14"),
        ((12, 13, 14, 16), "12–14, 16"),
        ((123, 124), "123–124"),
        ((40, 3), "3, 40"),
    ],
)
def test_pages_are_named_once_in_order_and_joined(pages: tuple[int, ...], said: str) -> None:
    anchors = {f"a{at}": BODY + page - 1 for at, page in enumerate(pages)}
    assert printed(anchors) == f"Cats, {said}; see also Dogs"


def test_roman_and_arabic_pages_are_never_joined() -> None:
    assert printed({"a": 6, "b": 7, "c": 8, "d": 9}) == "Cats, vii–viii, 1–2; see also Dogs"


def test_a_passage_is_a_range_to_the_page_of_its_end() -> None:
    assert printed({"a": 19, "end": 22, "b": 25}, ("a", "end"), ("b", None)) == "Cats, 12–15, 18; see also Dogs"


def test_an_anchor_that_is_on_no_page_is_left_out() -> None:
    assert printed({"b": 9}, ("a", None), ("b", None)) == "Cats, 2; see also Dogs"
    assert printed({}, ("a", None)) == "Cats; see also Dogs"


def test_before_the_first_layout_every_place_has_a_number_of_the_usual_width() -> None:
    assert printed(None, ("a", None), ("b", None)) == "Cats, 000, 000; see also Dogs"


def test_a_range_is_one_link_to_its_first_place() -> None:
    root = index(("b", None), ("a", None), ("c", None))
    set_pages(root, {"a": 20, "b": 19, "c": 30}, LABELS)
    (cited,) = xhtml.elements(root, "book-page")
    assert xhtml.serialise(cited) == (
        '<book-page class="index-locators">, <a class="index-locator" href="#b">12–13</a>,'
        ' <a class="index-locator" href="#c">23</a></book-page>'
    )


@given(st.lists(st.integers(0, len(LABELS) - 1), max_size=25))
def test_the_pages_named_are_the_pages_of_the_places(pages: list[int]) -> None:
    places = [(f"a{at}", "") for at in range(len(pages))]
    at = {anchor: page for (anchor, _), page in zip(places, pages, strict=True)}
    runs = page_ranges(places, at, LABELS)
    named = [page for first, last, _ in runs for page in range(first, last + 1)]
    assert named == sorted(set(pages))
    assert all(at[anchor] == first for first, _, anchor in runs)
    assert all(LABELS[first].isdecimal() == LABELS[last].isdecimal() for first, last, _ in runs)
