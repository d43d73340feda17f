"""The examples of CommonMark and of GFM: the same words in the same structure, but where we differ on purpose."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import tinyhtml5

from make_book import xhtml
from make_book.text.markdown.converter import convert
from make_book.text.markdown.html_grammar import COMMENT, END_TAG, OPEN_TAG, is_html

EXAMPLES = Path(__file__).parent / "examples"
SCENE_BREAK = "--- under a paragraph is a scene break"
SINGLE = "a single item that does not begin at 1 is a paragraph"
HALF_TAG = "a tag without an end is words"
NO_TAG = "only the names of HTML make tags, and an HTML block"
BARE = "bare addresses are links"
NEWER = "CommonMark 0.31 reads it otherwise than 0.29"
SUBSCRIPT = "one tilde makes a subscript"
WIDE = "a table is as wide as its widest row"
VERSE = "lines that begin with a bar are verse"
FILTER = "what HTML has no place for in a book is taken out later, not printed"
SCHEMES = "only http, https, ftp and mail addresses are found without brackets"
WIKI = "two brackets make a link of a wiki"
EMPTY = "a tag with a slash at its end holds nothing, as in XHTML"
NESTED = "the tables that HTML lets its parser repair are compared no further"

DIFFERENT = {
    "commonmark-0.31": {
        SCENE_BREAK: [59, 84, 91, 95, 96, 103, 141, 300],
        SINGLE: [265, 268, 297, 299],
        HALF_TAG: [156, 157, 158],
        NO_TAG: [163],
        BARE: [602, 606, 608, 611, 612],
        NESTED: [191],
        EMPTY: [614, 615],
        WIKI: [548, 590],
    },
    "gfm-0.29": {
        SCENE_BREAK: [29, 54, 61, 65, 66, 73, 111, 278],
        SINGLE: [243, 246, 275, 277],
        HALF_TAG: [126, 127, 128],
        NO_TAG: [133],
        BARE: [611, 615, 617, 620, 621],
        NESTED: [160],
        EMPTY: [637, 638],
        WIKI: [557, 599],
        VERSE: [203],
        WIDE: [204],
        SUBSCRIPT: [491],
        SCHEMES: [633, 634, 635],
        NEWER: [649, 650],
        FILTER: [657],
    },
}
"""The numbers of the examples that come out otherwise, by the reason; each reason stands in docs/writing.md."""

Piece = str | tuple[str, str, tuple[tuple[str, str], ...]]
"""Words, or `("<", tag, attributes)`, or `(">", tag, ())`."""
_ATTRIBUTES = {"a": ("href", "title"), "img": ("src", "alt", "title"), "td": ("align",), "th": ("align",)}
_APART = xhtml.BLOCK | {"br"}
_MARKED = re.compile(r"<[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>")


def examples(name: str) -> list[dict[str, str]]:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def expected(source: str) -> list[Piece]:
    """Return what a specification wants: comments away, and only HTML's tags as tags."""
    text = re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"\1", source, flags=re.DOTALL)
    text = re.sub(rf"{COMMENT.pattern}|<\?.*?\?>|<![A-Z].*?>", "", text, flags=re.DOTALL)
    text = _MARKED.sub(lambda found: found[0] if _is_tag(found[0]) else html.escape(found[0], quote=False), text)
    document = tinyhtml5.parse(f"<body>{text}</body>", namespace_html_elements=False)
    body = next(element for element in document.iter() if element.tag == "body")
    return settled(list(pieces(body)))


def _is_tag(text: str) -> bool:
    """Say whether `text` is a tag of HTML, or no tag of CommonMark's grammar at all (a browser may do as it likes)."""
    if found := END_TAG.fullmatch(text):
        return is_html(found[1], "")
    found = OPEN_TAG.fullmatch(text)
    return found is None or is_html(found[1], found[2])


def ours(source: str) -> list[Piece]:
    body = convert(source, "f.md", 1).body
    body.tag = "body"
    return settled(list(pieces(body)))


def pieces(element: Any) -> Iterator[Piece]:
    """Walk a tree of either kind; our shapes are put back to those of the specifications."""
    tag = str(element.tag).rpartition("}")[2].lower()
    if tag in ("script", "style"):
        return
    if element.get("data-image") is not None:
        picture, caption = element
        picture.set("title", "".join(caption.itertext()))
        yield from pieces(picture)
        return
    if element.get("class") == "task-box":
        element.tag, element.text = "input", None
        tag = "input"
    yield "<", tag, tuple(_attributes(element, tag))
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from pieces(child)
        yield child.tail or ""
    yield ">", tag, ()


def _attributes(element: Any, tag: str) -> Iterator[tuple[str, str]]:
    for name in _ATTRIBUTES.get(tag, ()):
        if (value := element.get(name)) is not None:
            value = unquote(value) if name in ("href", "src") else value
            yield name, " ".join(value.split())
    if tag == "ol" and element.get("start", "1") != "1":
        yield "start", element.get("start")


def settled(found: list[Piece]) -> list[Piece]:
    """Put words together, settle white space as a browser shows it, and leave out what shows nothing."""
    merged: list[Piece] = []
    for piece in found:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece:
            merged.append(piece)
    shown: list[Piece] = []
    in_code = 0
    for at, piece in enumerate(merged):
        if not isinstance(piece, str):
            in_code += {"<": 1, ">": -1}[piece[0]] if piece[1] == "pre" else 0
            shown.append(piece)
            continue
        before, after = merged[at - 1 : at], merged[at + 1 : at + 2]
        words = piece.rstrip("\n") if in_code and after and after[0][0] == ">" else piece
        if not in_code:
            words = re.sub(r"\s+", " ", piece)
            words = words.lstrip() if before and before[0][1] in _APART else words
            words = words.rstrip() if after and after[0][1] in _APART else words
        shown += [words] if words else []
    return [piece for piece in _without_empty(shown) if isinstance(piece, str) or piece[1] != "tbody"]


def _without_empty(shown: list[Piece]) -> list[Piece]:
    """Leave out paragraphs, links and the like without words: a parser of HTML opens again what was never closed."""
    kept: list[Piece] = []
    for piece in shown:
        if not isinstance(piece, str) and piece[:1] == (">",) and piece[1] in ("a", "b", "i", "em", "p", "strong"):
            blank = bool(kept) and kept[-1] == " "
            start = kept[-2 if blank else -1 :][:1]
            if start and not isinstance(start[0], str) and start[0][:2] == ("<", piece[1]):
                del kept[-2 if blank else -1 :]
                continue
        kept.append(piece)
    return kept


@pytest.mark.parametrize("name", DIFFERENT)
def test_the_examples_come_out_the_same_but_where_we_differ_on_purpose(name: str) -> None:
    on_purpose = {number for numbers in DIFFERENT[name].values() for number in numbers}
    tried = examples(name)
    other = {int(one["number"]) for one in tried if ours(one["markdown"]) != expected(one["html"])}
    same = len(tried) - len(other)
    print(f"{name}: {same} of {len(tried)} examples the same ({same / len(tried):.1%}), {len(other)} on purpose not")
    assert other == on_purpose


@pytest.mark.parametrize("name", DIFFERENT)
def test_no_word_of_an_example_is_lost(name: str) -> None:
    """The letters of an example are there in order, those of a difference too."""
    hidden = {number for reason in (HALF_TAG, NEWER, WIDE, FILTER) for number in DIFFERENT[name].get(reason, ())}
    for one in examples(name):
        if int(one["number"]) not in hidden and not re.search(r"<(?:script|style|title)|%", one["html"]):
            assert letters(ours(one["markdown"])) == letters(expected(one["html"])), one


def letters(found: list[Piece]) -> str:
    words = " ".join(piece for piece in found if isinstance(piece, str))
    return "".join(re.findall(r"[^\W\d_]+", words))
