"""Rules of a book's own `print.css` that come out differently because sections are laid out apart."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from make_book.css import Declaration, declarations
from make_book.findings import Finding, Span

FILE = "styles/print.css"
_WHOLE = re.compile(r"(?:html|body|:root)(?![\w-])[^\s>+~]*\Z")
_SECTION = re.compile(r"section(?![\w-])[^\s>+~]*\Z")
_BESIDE = re.compile(
    r"(?:^|body\s*>?\s*)section(?![\w-])[^\s>+~]*\s*[+~]|^section(?![\w-])[^\s>+~]*:(?:nth-|first-|last-|only-)"
)
_NUMBERED = frozenset((f"@page {name}:nth(1 of {name})", "page 1") for name in ("start-part", "start-episode"))
"""Where make-book's own style sheet restarts page numbers, as the page map does."""
_GENERATES = frozenset({"content", "string-set", "bookmark-label"})
_PAGES = re.compile(r"\bcounters?\(\s*(pages?)\b")
_TARGET = re.compile(r"\btarget-(?:counters?|text)\(")
_OF_ALL = re.compile(r"(?<!\btr)(?<!\btd)(?<!\bth)(?<!\.line):nth-|:first-of-type|:only-|~(?!=)")
"""Selectors that depend on all siblings; a chunk has only some of them. Rows, cells and lines of verse are within a
block, which is never divided between chunks."""
_COUNTS = re.compile(r"\bcounters?\(\s*footnote\b|\b(?:open|close)-quote\b")
_BOXED = re.compile(r"(?:inline-)?(?:flex|grid)")
_TEXT = re.compile(r"(?:\.text|\bsection(?:\.[\w-]+)?)\Z")
_IN_CHUNKS = "after some hundred pages of a text, and some pages of a list"
_APART = "sections are laid out apart from one another; build with --plain to have the book laid out as one document"


@functools.lru_cache(maxsize=8)
def moves_margins(css: str) -> bool:
    """Whether `css` sets margins of pages: then sections are laid out with these margins, not centred."""
    return any(
        one.in_page and one.around[-1].startswith("@page") and one.name.startswith("margin")
        for one in declarations(css)
    )


@functools.lru_cache(maxsize=8)
def judge_sheet(css: str, file: str = FILE, *, in_chunks: bool = False) -> tuple[Finding, ...]:
    """Return `PDF-011` for every rule of `css` that comes out differently because sections are laid out apart.

    `in_chunks` says whether a section of the book is so long that it is laid out in chunks.
    """
    found: dict[tuple[str, int], Finding] = {}
    for one in declarations(css):
        for message in (*_unlike(one), *(_unlike_in_chunks(one) if in_chunks else ())):
            found.setdefault((message, one.line), Finding("PDF-011", message, Span(file, one.line), (_APART,)))
    return tuple(found.values())


def _unlike(one: Declaration) -> Iterator[str]:
    if one.in_page:
        if one.name.startswith("counter-") and (one.around[-1], one.value) not in _NUMBERED:
            yield f"{one.name}: {one.value} holds for its page only, and the folios after it go on as before"
        return
    if one.around[-1].startswith("@"):
        return
    selectors = [selector.strip() for selector in one.around[-1].split(",")]
    yield from _counted(one, selectors)
    if one.name == "direction" and one.value.startswith("rtl") and any(map(_WHOLE.search, selectors)):
        yield "direction: rtl of the whole book would make its first page a left one; the first page is a right one"
    if one.name == "position" and one.value.startswith("fixed"):
        yield "position: fixed repeats on the pages of its section only"
    for selector in selectors:
        if _BESIDE.search(selector):
            yield f"{selector} does not see the sections before and after"


def _unlike_in_chunks(one: Declaration) -> Iterator[str]:
    """Yield what a rule does differently in a section that is laid out in chunks."""
    if one.in_page:
        return
    for selector in one.around[-1].split(","):
        if one.name.startswith("counter-") or _OF_ALL.search(selector) or _COUNTS.search(one.value):
            yield f"{selector.strip()} counts anew {_IN_CHUNKS}"
        elif one.name == "box-decoration-break" and one.value.startswith("clone"):
            yield f"{one.name}: {one.value} of {selector.strip()} has no upper edge {_IN_CHUNKS}"
        elif one.name == "display" and _BOXED.match(one.value) and _TEXT.search(selector):
            yield f"{one.name}: {one.value} of {selector.strip()} is laid out anew {_IN_CHUNKS}"


def _counted(one: Declaration, selectors: list[str]) -> Iterator[str]:
    """Yield what a rule counts, or refers to, beyond its section."""
    if one.name in _GENERATES:
        for found in _PAGES.finditer(one.value):
            yield f"counter({found[1]}) in the text counts the pages of its section only"
        for function in _TARGET.findall(one.value):
            yield f"{function}…) finds nothing beyond its section, and counts its pages only"
    if one.name.startswith("counter-"):
        for selector in selectors:
            if _WHOLE.search(selector) or (_SECTION.match(selector) and one.name != "counter-reset"):
                yield f"{one.name}: {one.value} begins anew in every section"
