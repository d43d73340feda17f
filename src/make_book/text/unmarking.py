"""The words of a Markdown source, read without the program's own Markdown stage.

A second, small reader of the dialect in docs/writing.md. It knows nothing of structure; it only takes
the markup away, so that a paragraph which our Markdown stage loses is missed. Footnotes come apart
from the text, in the order in which they are first referred to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from make_book.text.inlines import plain, references, verbatim
from make_book.text.words import END, MAYBE, Passage

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.S | re.M)
_UNSEEN = re.compile(
    r"(?P<code>^[ >]*(`{3,}|~{3,})[^`\n]*$.*?(?:^[ >]*\2[`~]*[ ]*$|\Z))"
    r"|<!--.*?-->|<(script|style|template)\b.*?</\3\s*>",
    re.S | re.I | re.M,
)
_NOTE = re.compile(r" {0,3}\[\^([^\]]+)\]:[ \t]?(.*)")
_DEFINITION = re.compile(r" {0,3}(?:\*\[[^\]]+\]|\[[^\]^][^\]]*\]):\s")
_LINK_NAME = re.compile(r" {0,3}\[([^\]^][^\]]*)\]:\s", re.M)
_FENCE = re.compile(r"[ >]*(`{3,}(?=[^`]*$)|~{3,})")
_CONTAINER = re.compile(r" {0,3}:{3,}(?:[ \t]*$|[ \t]*[\w{.])")
_RULE = re.compile(r" {0,3}([-*_=])(?:[ \t]*\1){1,}[ \t]*$|\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ITEM = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s+")
_COUNTED = re.compile(r"\d+|[.)]")
"""Of an item's number: a paragraph that begins "14. Oktober" may keep it."""
_INTERRUPTS = re.compile(r"\s*(?:[-+*]|1[.)])\s+\S")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s*(.*?)\s*#*\s*(\{[^{}]*\})?\s*$")
_ATTRIBUTES = re.compile(r"(?:^|\s+)\{:?\s*(?:[#.][\w-]+|[\w:-]+=(?:\"[^\"]*\"|'[^']*'|[^\s{}]+)|\s+)+\}\s*$")
_EPIGRAPH = re.compile(r" {0,3}:{3,}[ \t]*(?:epigraph\b|\{[^}]*\.epigraph\b)")
_VERSE = re.compile(r" {0,3}:{3,}[ \t]*(?:verse\b|\{[^}]*\.verse\b)")
_DASH = re.compile(r"\s*(?:[-–—―]+)\s*(?=\S)")


class Unmarked(msgspec.Struct, frozen=True):
    """The words of one source file: the text, and its notes in order of first reference."""

    main: tuple[Passage, ...]
    notes: tuple[Passage, ...]


class _Line(msgspec.Struct, frozen=True):
    number: int
    text: str


def unmark(source: str, file: str, first_line: int = 1) -> Unmarked:
    """Return the words of the Markdown `source`, which begins on line `first_line` of `file`.

    From line 1 it may begin with front matter, which has no words here.
    """
    text = source.replace("\r\n", "\n")
    if first_line == 1 and (front := _FRONT_MATTER.match(text)):
        text = "\n" * front[0].count("\n") + text[front.end() :]
    text = _UNSEEN.sub(lambda found: found["code"] or "\n" * found[0].count("\n"), text)
    names = frozenset(name.casefold() for name in _LINK_NAME.findall(text))
    body, definitions = _without_notes(text.split("\n"), first_line)
    order = _order(body, definitions)
    return Unmarked(
        tuple(_passages(body, file, names)),
        tuple(passage for key in order for passage in _passages(definitions[key], file, names)),
    )


def _without_notes(lines: Sequence[str], first_line: int) -> tuple[list[_Line], dict[str, list[_Line]]]:
    """Part the lines of footnote definitions (with their indented paragraphs) from the others."""
    body: list[_Line] = []
    notes: dict[str, list[_Line]] = {}
    current: list[_Line] | None = None
    fence, after_blank = "", True
    for number, line in enumerate(lines, first_line):
        if not fence and (found := _NOTE.match(line)):
            current = [] if found[1] in notes else notes.setdefault(found[1], [])
            current.append(_Line(number, found[2]))
        elif current is not None and (not line.strip() or line.startswith(("    ", "\t")) or not after_blank):
            current.append(_Line(number, re.sub(r"^(?: {1,4}|\t)", "", line)))
        else:
            current = None
            body.append(_Line(number, line))
        fence = _fence(fence, line)
        after_blank = not line.strip()
    return body, notes


def _order(body: Sequence[_Line], notes: dict[str, list[_Line]]) -> list[str]:
    """Return the keys of the notes in order of first reference, notes of notes after their own."""
    order: list[str] = []
    waiting = references("\n".join(line.text for line in body))
    while waiting:
        key = waiting.pop(0)
        if key in notes and key not in order:
            order.append(key)
            waiting += references("\n".join(line.text for line in notes[key]))
    return order


def _passages(lines: Sequence[_Line], file: str, names: frozenset[str]) -> Iterator[Passage]:
    """Take the block markup away and hand each block's lines on to have the inline markup taken."""
    for block in _blocks(lines):
        bare = plain("\n".join(line.text for line in block), names)
        for line, text in zip(block, bare.split("\n"), strict=False):
            if text.strip():
                yield Passage(text + "\n", f"{file}:{line.number}")


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Yield runs of lines that inline markup may span, without rules, fences, markers and attributes."""
    block: list[_Line] = []
    fence, margin, epigraph, verse, listed = "", 0, False, False, False
    for line in lines:
        before, fence = fence, _fence(fence, line.text)
        if before != fence:
            yield block
            block, margin = [], line.text.count(">", 0, len(line.text) - len(line.text.lstrip(" >")))
            continue
        if fence:
            yield [_Line(line.number, verbatim(re.sub(rf"^(?:[ ]*>){{0,{margin}}}", "", line.text)))]
            continue
        text = re.sub(r"^(?: {0,3}>[ ]?)+", "", line.text)
        if _CONTAINER.match(text):
            epigraph, verse = bool(_EPIGRAPH.match(text)), bool(_VERSE.match(text))
            text = ""
        if not text.strip() or _DEFINITION.match(text) or _RULE.match(text):
            yield block
            block = []
            continue
        listed = not verse and bool((listed and block) or (_INTERRUPTS if block else _ITEM).match(text))
        block.append(_Line(line.number, _line(text, listed=listed, epigraph=epigraph)))
    yield block


def _fence(fence: str, line: str) -> str:
    """Return the mark of the fenced code that is open after `line`, if `fence` was before it; or nothing."""
    if not (found := _FENCE.match(line)):
        return fence
    if not fence:
        return found[1]
    return "" if found[1].startswith(fence) and not line[found.end() :].strip() else fence


def _line(text: str, *, listed: bool, epigraph: bool) -> str:
    """Return one line without the marks that stand at its ends."""
    if heading := (_HEADING.match(text) if text.lstrip().startswith("#") else None):
        return heading[1]
    numbers = ""
    while listed and (item := _ITEM.match(text)):
        numbers += "".join(f"{MAYBE}{part}{END} " for part in _COUNTED.findall(item[0]))
        text = text[item.end() :]
    text = re.sub(r"^ {0,3}:\s+", "", text)
    text = _ATTRIBUTES.sub("", text)
    if epigraph and (dash := _DASH.match(text)):
        text = f"{MAYBE}-{END} {text[dash.end() :]}"
    if re.match(r"\s*\|.*\|\s*$", text) or (" | " in text):
        text = re.sub(r"(?<!\\)\|", " ", text)
    return numbers + text
