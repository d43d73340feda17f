"""The addresses in a Markdown text: of links, pictures and reference definitions, outside code.

Finds them where CommonMark 0.31 does (§6.3 links, §6.4 images, §4.7 definitions), and in `src` and
`href` of HTML tags (§6.6); replaces them and leaves every other character as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

_FENCE = re.compile(r"(?m)^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*(?:\n|\Z)")
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)")
_INLINE = re.compile(r"\]\([ \t]*\n?[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*))")
_TITLE = re.compile(
    r"""[ \t]*\n?[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|\(((?:[^()\\\n]|\\.)*)\))?[ \t]*\)"""
)
_IN_LINK = re.compile(r"<a\b[^<>]*>\s*\Z", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\n?[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>\S+))")
_TAG = re.compile(r"<(?P<tag>a|img|source|video|audio|iframe)\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(?P<name>src|href)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"']+))""", re.I
)


class Address(msgspec.Struct, frozen=True):
    """One address: its place in the text, what it is without its brackets, whether it is a picture's.

    `whole` is the place of the whole picture (`![…](…)`), where it is written inline.
    """

    start: int
    end: int
    text: str
    picture: bool
    form: str
    """`inline`, `definition`, `html`."""
    whole: tuple[int, int] | None = None
    words: str = ""
    """A picture's text alternative."""
    title: str = ""
    """A picture's title: its caption."""
    linked: bool = False
    """Whether the picture stands alone in a link."""


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return where fenced code and code spans stand, in order. Linear in `text`."""
    spans: list[tuple[int, int]] = []
    at = 0
    while found := _FENCE.search(text, at):
        closing = re.compile(rf"(?m)^[ ]{{0,3}}{re.escape(found['fence'][0])}{{{len(found['fence'])},}}[ \t]*$")
        end = closing.search(text, found.end())
        stop = end.end() if end else len(text)
        spans += _inline_code(text, at, found.start())
        spans.append((found.start(), stop))
        at = stop
    return [*spans, *_inline_code(text, at, len(text))]


def _inline_code(text: str, start: int, end: int) -> list[tuple[int, int]]:
    runs = [(found.start(1), found.end(1)) for found in _CODE.finditer(text, start, end)]
    by_length: dict[int, list[int]] = {}
    for index, (begin, stop) in enumerate(runs):
        by_length.setdefault(stop - begin, []).append(index)
    spans: list[tuple[int, int]] = []
    taken, cursor = -1, dict.fromkeys(by_length, 0)
    for index, (begin, stop) in enumerate(runs):
        if index <= taken:
            continue
        same = by_length[stop - begin]
        while cursor[stop - begin] < len(same) and same[cursor[stop - begin]] <= index:
            cursor[stop - begin] += 1
        if cursor[stop - begin] < len(same):
            partner = same[cursor[stop - begin]]
            if "\n\n" not in text[stop : runs[partner][0]][:2000]:
                spans.append((begin, runs[partner][1]))
                taken = partner
    return spans


def outside_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of `text` that are no code."""
    at = 0
    for start, end in code_spans(text):
        if start > at:
            yield at, start
        at = max(at, end)
    if at < len(text):
        yield at, len(text)


def addresses(text: str) -> list[Address]:
    """Return the addresses of `text` in their order."""
    found: list[Address] = []
    for start, end in outside_code(text):
        found += _inline(text, start, end)
        found += _definitions(text, start, end)
        found += _html(text, start, end)
    return sorted(found, key=lambda address: address.start)


def _inline(text: str, start: int, end: int) -> Iterator[Address]:
    brackets = _brackets(text, start, end)
    for match in _INLINE.finditer(text, start, end):
        group = "angle" if match["angle"] is not None else "bare"
        opening = brackets.get(match.start())
        if opening is None:
            continue
        picture = opening > 0 and text[opening - 1] == "!" and text[opening - 2 : opening - 1] != "\\"
        close, title = _end_of_link(text, match.end())
        whole = (opening - 1, close) if picture and close else None
        linked = bool(whole) and text[opening - 2 : opening - 1] == "[" and text.startswith("](", close)
        place = match.span(group)
        place = (place[0] - 1, place[1] + 1) if group == "angle" else place
        yield Address(*place, match[group], picture, "inline", whole, text[opening + 1 : match.start()], title, linked)


def _brackets(text: str, start: int, end: int) -> dict[int, int]:
    """Return the opening bracket of every closing one between `start` and `end`."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for match in re.compile(r"\\.|[\[\]]", re.DOTALL).finditer(text, start, end):
        if match[0] == "[":
            stack.append(match.start())
        elif match[0] == "]" and stack:
            pairs[match.start()] = stack.pop()
    return pairs


def _end_of_link(text: str, at: int) -> tuple[int | None, str]:
    """Return the end of a link whose address ends at `at`, after its title and the closing bracket, and the title."""
    found = _TITLE.match(text, at)
    if not found:
        return None, ""
    title = next((group for group in found.groups() if group is not None), "")
    return found.end(), re.sub(r"\\(?=[\"'\\])", "", title)


def _definitions(text: str, start: int, end: int) -> Iterator[Address]:
    for match in _DEFINITION.finditer(text, start, end):
        group = "angle" if match["angle"] is not None else "bare"
        place = match.span(group)
        place = (place[0] - 1, place[1] + 1) if group == "angle" else place
        yield Address(*place, match[group], picture=False, form="definition")


def _html(text: str, start: int, end: int) -> Iterator[Address]:
    for tag in _TAG.finditer(text, start, end):
        for match in _ATTRIBUTE.finditer(text, tag.start(), tag.end()):
            group = next(name for name in ("double", "single", "bare") if match[name] is not None)
            picture = tag["tag"].lower() in ("img", "source")
            whole = tag.span() if tag["tag"].lower() == "img" and match["name"].lower() == "src" else None
            alt = _ALT.search(tag[0])
            words = next((one for one in alt.groups() if one is not None), "") if alt else ""
            linked = _IN_LINK.search(text, max(start, tag.start() - 600), tag.start()) is not None
            yield Address(*match.span(group), match[group], picture, "html", whole, words, linked=linked)


def with_addresses(text: str, change: Callable[[Address], str | None]) -> str:
    """Return `text` with every address that `change` gives another.

    An answer that begins with a NUL, for a picture with `whole`, replaces the whole picture.
    """
    pieces: list[str] = []
    at = 0
    for address in addresses(text):
        after = change(address)
        if after is None or address.start < at:
            continue
        if after.startswith("\0") and address.whole:
            if address.whole[0] < at:
                continue
            pieces += (text[at : address.whole[0]], after[1:])
            at = address.whole[1]
            continue
        pieces += (
            text[at : address.start],
            written(after.lstrip("\0")) if address.form != "html" else after.lstrip("\0"),
        )
        at = address.end
    return "".join((*pieces, text[at:]))


def written(address: str) -> str:
    """Return `address` as Markdown writes it: in angle brackets if it holds spaces or unpaired brackets."""
    if re.search(r"[\s<>]", address) or address.count("(") != address.count(")") or not address:
        return "<" + re.sub(r"[<>\n]", lambda c: f"%{ord(c[0]):02X}", address) + ">"
    return address
