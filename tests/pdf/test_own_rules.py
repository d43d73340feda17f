"""What a sheet asks for is read from it; what comes out otherwise, sections being set apart, is said with its line."""

from __future__ import annotations

import pytest

from make_book.css import Declaration, declarations
from make_book.pdf.own_rules import judge_sheet, moves_margins
from make_book.style_files import read_styles
from pdf.loose import loose


def test_declarations_are_read_with_what_is_around_them_and_their_line() -> None:
    css = """@import "x.css";
/* a { color: red }
*/
@media print { p, q { color: red; content: "}; /" } }
@page map:left { size: A4;

  @top-left { content: none } }"""
    assert list(declarations(css)) == [
        Declaration(("@media print", "p, q"), "color", "red", 4),
        Declaration(("@media print", "p, q"), "content", '"}; /"', 4),
        Declaration(("@page map:left",), "size", "A4", 5),
        Declaration(("@page map:left", "@top-left"), "content", "none", 7),
    ]


@pytest.mark.parametrize("css", ["}", "a {", "a { b", "}} a { b: c }", "'", '"a', "/* a"])
def test_what_is_no_style_sheet_is_read_without_an_error(css: str) -> None:
    assert len(list(declarations(css))) <= 1
    assert judge_sheet(css) == ()


def test_make_books_own_sheet_needs_nothing_that_sections_laid_out_apart_cannot_give() -> None:
    css = read_styles().text("print.css")
    assert judge_sheet(css, in_chunks=True) == ()
    assert not moves_margins(css)


@pytest.mark.parametrize(
    ("css", "moves"),
    [
        ("@page { margin: 1in }", True),
        ("@page map:left { margin-left: 1in }", True),
        ("p { margin: 1em } @page { @footnote { margin-top: 1em } size: A5; padding: 1in }", False),
    ],
)
def test_margins_of_pages_are_distinguished_from_others(css: str, moves: bool) -> None:
    assert moves_margins(css) is moves


@pytest.mark.parametrize(
    "css",
    [
        ".a::after { content: 'on ' counter(page) }",
        "h2 { string-set: x counter(pages) }",
        "a::after { content: target-counter(attr(href), page) }",
        "a::after { content: target-text(attr(href)) }",
        "@media print { .a { position: fixed } }",
        "body { counter-reset: picture }",
        "section.episode { counter-increment: number }",
        "section + section h1 { color: red }",
        "section.episode:first-child { color: red }",
        "html { direction: rtl }",
        "@page :nth(4) { counter-reset: page 100 }",
    ],
)
def test_a_rule_that_depends_on_other_sections_is_reported(css: str) -> None:
    (finding,) = judge_sheet("\n" + css)
    assert finding.code == "PDF-011"
    assert finding.span is not None
    assert (finding.span.file, finding.span.line) == ("styles/print.css", 2)


@pytest.mark.parametrize(
    "css",
    [
        "@page { @top-left { content: counter(page) '/' counter(pages) } }",
        "section { counter-reset: figure } figure { counter-increment: figure }",
        "figcaption::before { content: counter(figure) }",
        "section section:first-child { color: red }",
        "p + p { color: red }",
        ".intersection { counter-reset: a }",
    ],
)
def test_a_rule_that_keeps_to_its_section_is_not(css: str) -> None:
    assert judge_sheet(css) == ()


@pytest.mark.parametrize(
    "css",
    [
        ".contents-list li { counter-increment: entry }",
        ".text > p:nth-child(2n) { color: red }",
        ".text > p:first-of-type { margin-top: 3rlh }",
        "h2 ~ p { margin-left: 1em }",
        "book-note::footnote-call { content: counter(footnote) }",
        "blockquote::before { content: open-quote }",
        ".text { box-decoration-break: clone; border: 1pt solid }",
        "section.episode { display: flex }",
    ],
)
def test_a_rule_that_counts_within_a_section_is_reported_if_there_are_chunks(css: str) -> None:
    assert judge_sheet(css) == ()
    assert [finding.code for finding in judge_sheet(css, in_chunks=True)] == ["PDF-011"]


def test_it_is_reported_when_sections_are_laid_out_apart() -> None:
    css = "\n.runner { counter-reset: a } section.episode { counter-increment: number }"
    assert [finding.code for finding in loose(css).findings] == ["PDF-011"]
