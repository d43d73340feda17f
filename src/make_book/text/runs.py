"""The paragraphs of a tree as text runs: what a rule sees, what it may change, and where each run is in the tree.

Blocks end a paragraph, inline elements do not. The call of a note counts as nothing, a line break as a
space, a picture as a neutral sign. Code, formulas, drawings and addresses are shown but never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from make_book import xhtml
from make_book.text.edits import LINE_END, SHIELD, EditPiece

_CLOSED = frozenset("code pre kbd samp var script style svg math tt textarea".split())
_BREAKS = frozenset({"br", "hr"})
_SIGNS = frozenset("img audio video object iframe picture canvas input embed".split())
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.\-]*:)?(?://)?(?:[\w\-]+\.)+[a-z]{2,}(?:[:/?#]\S*)?", re.IGNORECASE)
_URL = re.compile(
    r"(?:(?<![a-z0-9+.\-])[a-z][a-z0-9+.\-]{0,20}://|www\.|mailto:|doi:10\.)[^\s<>\"«»“”„]+(?<![.,:;!?')\]…])|(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+",
    re.IGNORECASE,
)


class Holder(NamedTuple):
    """Where a piece of text is in the tree: the text of an element, or its tail; `None`: nowhere, it is implied."""

    element: xhtml.Element | None
    tail: bool


class TextParagraph(NamedTuple):
    """A paragraph in the order of reading. `block` is the element that contains it, `language` its own."""

    block: xhtml.Element
    language: str
    pieces: tuple[EditPiece, ...]
    holders: tuple[Holder, ...]


class _Open(NamedTuple):
    pieces: list[EditPiece]
    holders: list[Holder]


def paragraphs(root: xhtml.Element, language: str) -> Iterator[TextParagraph]:
    """Yield the paragraphs of `root` in document order; those without text are left out."""
    own = xhtml_language(root) or language
    yield from _block(root, own, closed=_is_closed(root))


def split_addresses(text: str, language: str) -> list[EditPiece]:
    """Return `text` as pieces; its web and mail addresses are pieces that must not change."""
    if "@" not in text and "www." not in text and ":" not in text:
        return [EditPiece(text, language)]
    pieces, at = [], 0
    for found in _URL.finditer(text):
        pieces += [EditPiece(text[at : found.start()], language), EditPiece(found[0], None)]
        at = found.end()
    return [*pieces, EditPiece(text[at:], language)]


def write(paragraph: TextParagraph, texts: Sequence[str]) -> None:
    """Write `texts`, one for each piece of `paragraph`, into the tree."""
    at, holders = 0, paragraph.holders
    while at < len(holders):
        end = at + 1
        while end < len(holders) and holders[end] == holders[at]:
            end += 1
        element, tail = holders[at]
        text = "".join(texts[at:end])
        if element is not None and text != (element.tail if tail else element.text):
            if tail:
                element.tail = text
            else:
                element.text = text
        at = end


def xhtml_language(element: xhtml.Element) -> str | None:
    """Return the language `element` declares for what stands in it."""
    return element.get(xhtml.XML_LANG) or element.get("lang")


def _block(block: xhtml.Element, language: str, *, closed: bool) -> Iterator[TextParagraph]:
    """Yield the paragraphs of a block: its own text, divided where it contains another block."""
    open_: _Open = _Open([], [])
    for event in _walk(block, language, closed=closed):
        if isinstance(event, xhtml.Element):
            yield from _close(block, language, open_)
            open_ = _Open([], [])
            own = xhtml_language(event) or _inherited(event, block, language)
            yield from _block(event, own, closed=closed or _is_closed(event))
        else:
            piece, holder = event
            open_.pieces.append(piece)
            open_.holders.append(holder)
    yield from _close(block, language, open_)


def _close(block: xhtml.Element, language: str, open_: _Open) -> Iterator[TextParagraph]:
    if any(piece.language is not None and piece.text.strip() for piece in open_.pieces):
        yield TextParagraph(block, language, tuple(open_.pieces), tuple(open_.holders))


def _walk(element: xhtml.Element, language: str, *, closed: bool) -> Iterator[xhtml.Element | tuple[EditPiece, Holder]]:
    """Yield the text inside `element` piece by piece, and the blocks in it as elements, unopened."""
    yield from _text(element.text, None if closed else language, Holder(element, tail=False))
    for child in element:
        if isinstance(child.tag, str):
            yield from _child(child, language, closed=closed)
        yield from _text(child.tail, None if closed else language, Holder(child, tail=True))


def _child(child: xhtml.Element, language: str, *, closed: bool) -> Iterator[xhtml.Element | tuple[EditPiece, Holder]]:
    name = child.tag.rpartition("}")[2]
    if name in _BREAKS:
        yield EditPiece(LINE_END, None), Holder(None, tail=False)
    elif name in _SIGNS:
        yield EditPiece(SHIELD, None), Holder(None, tail=False)
    elif name in xhtml.BLOCK:
        yield child
    elif "noteref" not in (child.get(xhtml.EPUB_TYPE) or "").split():
        own = xhtml_language(child) or language
        yield from _walk(child, own, closed=closed or _is_closed(child))


def _text(text: str | None, language: str | None, holder: Holder) -> Iterator[tuple[EditPiece, Holder]]:
    if text and language is None:
        yield EditPiece(text, None), holder
    elif text and language is not None:
        yield from ((piece, holder) for piece in split_addresses(text, language))


def _inherited(block: xhtml.Element, outer: xhtml.Element, language: str) -> str:
    """Return the language a block has from the inline elements between it and the block around it."""
    for ancestor in block.iterancestors():
        if ancestor is outer:
            break
        if own := xhtml_language(ancestor):
            return own
    return language


def _is_closed(element: xhtml.Element) -> bool:
    name = str(element.tag).rpartition("}")[2]
    if name in _CLOSED:
        return True
    return name == "a" and _names_address(xhtml.text_content(element).strip(), element.get("href") or "")


def _names_address(text: str, href: str) -> bool:
    """Tell whether the text of a link is its address, with or without its scheme."""
    return bool(text) and (_ADDRESS.fullmatch(text) is not None or ("/" in text and text in href))
