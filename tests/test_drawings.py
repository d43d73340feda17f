"""Drawings: what may stand in one, however it is spelled, and how much of it."""

from __future__ import annotations

import time

import pytest

from make_book.drawings import BadDrawing, clean, size

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'


def drawing(inside: str, head: str = HEAD) -> bytes:
    return f"{head}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    "inside",
    [
        "<style>a{fill:u\\72l(http://x.example/)}</style>",
        "<style>@\\69mport 'http://x.example/';</style>",
        "<style>a{fill:url/**/(http://x.example/)}</style>",
        "<style>a{cursor:image-set('http://x.example/' 1x)}</style>",
        '<rect style="fill:u\\72l(http://x.example/)"/>',
        '<rect fill="u\\72l(http://x.example/)"/>',
        '<rect mask="image-set(url(http://x.example/) 1x)"/>',
        '<h:meta xmlns:h="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=http://x.example/"/>',
        '<h:img xmlns:h="http://www.w3.org/1999/xhtml" srcset="http://x.example/ 1x"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">x</h:script>',
        '<h:form xmlns:h="http://www.w3.org/1999/xhtml" action="http://x.example/"/>',
        "<SCRIPT>x</SCRIPT>",
        "<unheard-of/>",
        '<a xlink:href="javascript:x"><rect/></a>',
        '<use href="http://x.example/#a"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<rect onclick="x"/>',
    ],
)
def test_what_could_act_or_fetch_is_refused(inside: str) -> None:
    with pytest.raises(BadDrawing):
        size(drawing(inside))


def test_foreign_elements_and_attributes_are_left_out() -> None:
    head = f'{HEAD} xmlns:i="http://www.inkscape.org/namespaces/inkscape" xmlns:q="urn:q" i:version="1"'
    cleaned = clean(drawing('<q:note q:x="1">n</q:note><rect q:y="2" width="3" height="3"/>', head)).decode()
    assert "<q:" not in cleaned
    assert "i:version" not in cleaned
    assert "<rect" in cleaned


def nested_uses(levels: int, times: int) -> str:
    groups = ['<g id="g0"><rect width="1" height="1"/></g>']
    groups += [f'<g id="g{level}">' + f'<use href="#g{level - 1}"/>' * times + "</g>" for level in range(1, levels)]
    return "".join(groups)


def test_what_uses_multiply_beyond_measure_is_refused_at_once() -> None:
    since = time.perf_counter()
    for inside in (
        nested_uses(12, 10),
        '<g id="a"><use href="#a"/></g>',
        '<use id="u" href="#v"/><use id="v" href="#u"/>',
    ):
        with pytest.raises(BadDrawing, match="use"):
            size(drawing(inside))
    assert time.perf_counter() - since < 5


def test_uses_within_measure_stay() -> None:
    assert size(drawing(nested_uses(4, 10))) == (9, 9)


@pytest.mark.parametrize("side", ["1e30", "1e400", "2000000", "nan", "-5"])
def test_sizes_that_no_page_has_are_refused(side: str) -> None:
    with pytest.raises(BadDrawing):
        size(f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}"/>'.encode())
    with pytest.raises(BadDrawing):
        size(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"/>'.encode())


def test_deep_nesting_is_refused_with_a_reason() -> None:
    with pytest.raises(BadDrawing):
        size(drawing("<g>" * 220 + "</g>" * 220))
