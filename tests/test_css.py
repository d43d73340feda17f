"""Style sheets: what they declare, and what in them would fetch something or act, however it is spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.css import Declaration, dangers, declarations, without_dangers

FETCHES = [
    "a { background: url(http://x.example/) }",
    "a { background: URL( 'http://x.example/' ) }",
    r"a { background: u\72l(http://x.example/) }",
    r"a { background: \000075rl(http://x.example/) }",
    "a { background: url/**/(http://x.example/) }",
    "a { background: url(http://x.example/",
    "a { background: image-set('http://x.example/' 1x) }",
    "a { background: -webkit-image-set(url(//x.example/) 1x) }",
    "a { background: url(data:image/svg+xml;base64,AAAA) }",
    "@import 'x.css';",
    "@import url(http://x.example/) print;",
    r"@\69mport 'x.css';",
    "@media print { a { color: red; background: url(file:///etc/passwd) } }",
    "@font-face { font-family: X; src: url(http://x.example/x.ttf) }",
    "a { -moz-binding: url(x.xml#y) }",
    "a { behavior: url(x.htc) }",
    "a { width: expression(alert(1)) }",
]


@pytest.mark.parametrize("css", FETCHES)
def test_what_fetches_or_acts_is_seen_and_taken_out(css: str) -> None:
    assert next(dangers(css), None) is not None
    assert list(dangers(without_dangers(css))) == []


@pytest.mark.parametrize(
    "css",
    [
        "a { fill: url(#gradient); color: red }",
        "a { background: url(data:image/png;base64,AAAA) }",
        "/* url(http://x.example/) */ a { content: 'url(http://x.example/) @import' }",
        "@media print { a { color: red } }",
        'a::before { content: "expression(" }',
    ],
)
def test_what_is_harmless_stays_to_the_letter(css: str) -> None:
    assert list(dangers(css)) == []
    assert without_dangers(css) == css


def test_what_is_beside_a_danger_stays() -> None:
    css = "p { color: red; background: url(http://x.example/); margin: 0 }\n@import 'x';\n@media print { q { top: 0 } }"
    kept = [(one.around, one.name, one.value) for one in declarations(without_dangers(css))]
    assert kept == [(("p",), "color", "red"), (("p",), "margin", "0"), (("@media print", "q"), "top", "0")]


def test_a_danger_has_the_line_it_stands_on() -> None:
    assert [danger.line for danger in dangers("a { top: 0 }\n\nb { background: url(x) }\n@import 'y';")] == [3, 4]


def test_declarations_are_read_with_what_is_around_them() -> None:
    css = "@page :first { @top-left { content: 'x' } margin: 0 }\np { src: url(data:x;base64,xx:yy) }"
    assert list(declarations(css)) == [
        Declaration(("@page :first", "@top-left"), "content", '"x"', 1),
        Declaration(("@page :first",), "margin", "0", 1),
        Declaration(("p",), "src", "url(data:x;base64,xx:yy)", 2),
    ]


@given(st.text(alphabet="a{}()[];:@url/*'\"\\ \n#."))
def test_any_text_is_read_to_its_end(css: str) -> None:
    assert list(dangers(without_dangers(css))) == []
    list(declarations(css))


@pytest.mark.parametrize("deep", ["(" * 50_000, "{" * 50_000, "@media x {" * 5_000, "a{" * 5_000])
def test_deep_nesting_is_bounded(deep: str) -> None:
    list(dangers(deep))
    list(declarations(deep))
    without_dangers(deep)
