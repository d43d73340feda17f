"""Links: labels, destinations and titles, inline and in definitions (CommonMark 4.7 and 6.3)."""

from __future__ import annotations

import re
from typing import NamedTuple

from make_book.text.markdown.html_grammar import resolved

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.){0,999}+)\]", re.DOTALL)
_SPACE = re.compile(r"[ \t]*+(?:\n[ \t]*+)?+")
_POINTED = re.compile(r"<((?:[^<>\n\\]|\\.)*+)>")
_TITLE = re.compile(r"""(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|\(((?:[^()\\]|\\.)*+)\))""", re.DOTALL)
_PLAIN = re.compile(r"(?:[^\\()\x00-\x20\x7f]|\\[!-/:-@\[-`{-~]|\\)++")
_REST_OF_LINE = re.compile(r"[ \t]*+(?:\n|$)")
_LOOSE = re.compile(r"((?:[a-z][a-z0-9+.-]*:|\.{0,2}/?images/|\.{1,2}/)[^()<>\n\"]*[^()<>\n\"\s])[ ]*", re.IGNORECASE)
_TEMPLATE = re.compile(
    r"\{\{[<%][ ]*(?:rel)?ref[ ]+[\"'`]?([^\"'`\s<>]{1,300})[\"'`]?[ ]*[%>]\}\}"
    r"|\{%-?[ ]*(?:post_url|link)[ ]+([^\s%]{1,300})[ ]*-?%\}"
    r"|\{\{[ ]*(?:site|page)\.\w{1,40}[ ]*\}\}([^()\s]*)"
    r"|\{\{[ ]*[\"']([^\"'\n]{1,300})[\"'][ ]*\|[ ]*(?:relative_url|absolute_url|url_for)[ ]*\}\}"
)
"""References of Hugo (`ref`), Jekyll (`post_url`, `link`, `site.baseurl`) and others to a page, as a destination."""
_DEPTH = 32

_ADDRESS = re.compile(r"[^\s]*(?:[/#:]|\.[A-Za-z0-9])[^\s]*")


class LinkTarget(NamedTuple):
    """Where a link leads, its title, where the title begins in the text, and where the link ends."""

    destination: str
    title: str | None
    title_at: int
    end: int


def normal_label(label: str) -> str:
    """Return the form in which labels are compared: case folded, white space as one space."""
    return " ".join(label.split()).casefold()


def unescaped(text: str) -> str:
    """Return `text` with backslash escapes and character references resolved."""
    if "&" in text:
        parts = ESCAPED.split(text)
        text = "".join(f"\\{part}" if at % 2 else resolved(part) for at, part in enumerate(parts))
    return ESCAPED.sub(r"\1", text) if "\\" in text else text


def inline_target(text: str, start: int) -> LinkTarget | None:
    """Return the target in parentheses that begins at `start`, or `None`."""
    if text[start : start + 1] != "(":
        return None
    at = _skip(text, start + 1)
    if text.startswith("{", at) and (found := _TEMPLATE.match(text, at)):
        return _template_target(text, found)
    written, end = _destination(text, at)
    if written is None:
        return _loose_target(text, at)
    title, title_at = None, 0
    after = _skip(text, end)
    if after > end and (found := _TITLE.match(text, after)):
        title, title_at = found[found.lastindex or 0], found.start(found.lastindex or 0)
        after = _skip(text, found.end())
    if text[after : after + 1] != ")":
        return _loose_target(text, at)
    return LinkTarget(unescaped(written), title, title_at, after + 1)


def _loose_target(text: str, at: int) -> LinkTarget | None:
    """Return an address with spaces in it, as no other text in parentheses is: a scheme, or a path of pictures."""
    if not (found := _LOOSE.match(text, at)):
        return None
    end = found.end()
    title, title_at = None, 0
    if said := _TITLE.match(text, end):
        title, title_at, end = said[said.lastindex or 0], said.start(said.lastindex or 0), _skip(text, said.end())
    return LinkTarget(unescaped(found[1]), title, title_at, end + 1) if text[end : end + 1] == ")" else None


def _template_target(text: str, found: re.Match[str]) -> LinkTarget | None:
    """Return the target that another program's reference to a page names."""
    title, title_at, end = None, 0, _skip(text, found.end())
    if said := _TITLE.match(text, end):
        title, title_at, end = said[said.lastindex or 0], said.start(said.lastindex or 0), _skip(text, said.end())
    return LinkTarget(found[found.lastindex or 0], title, title_at, end + 1) if text[end : end + 1] == ")" else None


class Definition(NamedTuple):
    """A link reference definition: its label as written, its target, and where its last line ends."""

    label: str
    destination: str
    title: str | None
    is_address: bool
    end: int


def definition(text: str, start: int = 0) -> Definition | None:
    """Return the link reference definition that begins at `start`, or `None`."""
    if (label := LABEL.match(text, start)) is None or not label[1].strip() or label[1].startswith("^"):
        return None
    if text[label.end() : label.end() + 1] != ":":
        return None
    at = _skip(text, label.end() + 1)
    written, end = _destination(text, at)
    if written is None or (not written and text[at : at + 1] != "<"):
        return None
    address = text[at : at + 1] == "<" or bool(_ADDRESS.fullmatch(written))
    line_end = _REST_OF_LINE.match(text, end)
    after = _skip(text, end)
    if after > end and (found := _TITLE.match(text, after)) and (rest := _REST_OF_LINE.match(text, found.end())):
        title = found[found.lastindex or 0]
        if "\n\n" not in title:
            return Definition(label[1], unescaped(written), title, address, rest.end())
    return Definition(label[1], unescaped(written), None, address, line_end.end()) if line_end else None


def _skip(text: str, at: int) -> int:
    """Return where white space with at most one line end in it ends."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _destination(text: str, at: int) -> tuple[str | None, int]:
    """Return the destination that begins at `at`, as written, and where it ends."""
    if text[at : at + 1] == "<":
        found = _POINTED.match(text, at)
        return (found[1], found.end()) if found else (None, at)
    depth, end = 0, at
    while True:
        if plain := _PLAIN.match(text, end):
            end = plain.end()
        sign = text[end : end + 1]
        if sign == "(" and depth < _DEPTH:
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
        else:
            return (text[at:end], end) if depth == 0 else (None, at)
        end += 1
