"""What make-book's EPUB style sheet must not hold: real reading systems drop it whole, or the night mode."""

import re

import pytest

from epub.samples import STYLES

SHEETS = ("epub.css", "epub-display.css")


def bare(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def rules(css: str) -> list[tuple[str, str]]:
    return [(head.strip(), body) for head, body in re.findall(r"([^{}]+)\{([^{}]*)\}", bare(css))]


FORBIDDEN = {
    "a newer function": r"\b(min|max|clamp|light-dark|env|calc|var|color-mix|attr)\(",
    "a newer selector": r":(has|is|where|not)\(|&",
    "a custom property": r"--[a-z]",
    "a unit of the window or of the root": r"\d(vw|vh|vmin|vmax|dvh|svh|lvh|rem|rlh|lh)\b",
    "importance": r"!\s*important",
    "an address": r"url\(|@import",
    "a condition": r"@(supports|media|layer|container)",
    "a fixed size of type": r"font(-size)?:[^;]*\d(px|pt|%)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_that_makes_readers_drop_the_sheet(sheet: str, what: str) -> None:
    assert not re.findall(FORBIDDEN[what], bare(STYLES.text(sheet)))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_forbidden_would_be_found(what: str) -> None:
    offences = "a{width:min(1px,2px)} a:has(b){} :root{--x:1} a{width:50vw} a{x:y !important} @import 'x';"
    offences += "@media print{} a{font-size:90%}"
    assert re.findall(FORBIDDEN[what], offences)


@pytest.mark.parametrize("sheet", SHEETS)
def test_rules_do_not_nest(sheet: str) -> None:
    depth = 0
    for mark in re.findall(r"[{}]", bare(STYLES.text(sheet))):
        depth += 1 if mark == "{" else -1
        assert depth in {0, 1}
    assert depth == 0


def test_the_page_has_no_colour_of_its_own_and_no_typeface() -> None:
    for selector, body in rules(STYLES.text("epub.css")):
        assert "font-family" not in body, selector
        assert not re.search(r"(?<![-\w])color:(?!\s*inherit)", body), selector
        if "img" not in selector:
            assert "background" not in body, selector


@pytest.mark.parametrize("kind", ["before", "after", "inside"])
def test_every_break_is_said_in_the_old_way_too(kind: str) -> None:
    for selector, body in rules(STYLES.text("epub.css")):
        new = re.findall(rf"(?<!page-)break-{kind}: (\w+)", body)
        assert re.findall(rf"page-break-{kind}: (\w+)", body) == new, selector


def test_the_house_typeface_is_never_the_texts() -> None:
    selectors = {one.strip() for head, _ in rules(STYLES.text("epub-display.css")) for one in head.split(",")}
    assert selectors.isdisjoint({"html", "body", "p", "*", ".text", "section"})
