"""The front matter of a Markdown file, as Jekyll, Hugo, Hexo, Pelican, Zola and others write it.

YAML between `---` lines, TOML between `+++` lines, JSON in braces or before `;;;`; Hexo leaves the first
`---` out, Pelican and MultiMarkdown write `Key: value` lines up to a blank one. Blank lines may go before.

Scalars stay the text the author typed, so that a title `1984`, `no` or `2020-10-13` is a title.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from typing import Any

import msgspec

from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.frontmatter_yaml import Plain, read_yaml
from make_book.manuscript.table_decoding import plain, without_controls
from make_book.manuscript.toml_places import key_places, toml_error

_LONGEST = 64 * 1024
_MOST_LINES = 80
"""Front matter that no line encloses is looked for in so many lines."""
_KEY = re.compile(r"[\"']?[A-Za-z][\w .-]{0,40}[\"']?[ \t]*:(?:[ \t]|\Z)")
_PLAIN_KEY = re.compile(r"([A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(.*))?\Z", re.DOTALL)
_ENDS = {"---": ("---", "..."), "+++": ("+++",), ";;;": (";;;",)}


class Frontmatter(msgspec.Struct, frozen=True):
    """A file taken apart: the front matter's values, and the body with the line it begins on."""

    values: dict[str, Plain]
    body: str
    first_line: int


class _Block(msgspec.Struct, frozen=True):
    """The lines of front matter: the index of the first, and of the first line of the body."""

    kind: str
    start: int
    end: int
    body: int


def split_frontmatter(text: str, collector: FindingCollector) -> Frontmatter:
    """Take `text` (line feeds only) apart; faults and the places of the keys go into `collector`."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    opening = lines[first].rstrip()
    block = _enclosed(lines, first) if opening in _ENDS else _json(lines, first) or _bare(lines, first)
    if block is None and opening in _ENDS and _is_key(lines[first + 1 : first + 2]):
        hint = "close it with a line of its own; a scene break at the beginning is written * * *"
        collector.add_at("MAN-033", f"front matter opened by {opening} is not closed", first + 1, 1, hint)
        return Frontmatter({}, "\n".join(lines[first + 1 :]), first + 2)
    if block is None:
        return Frontmatter({}, text, 1)
    if block.start == first:
        message = "these lines are read as front matter, though no lines of --- enclose them"
        collector.add_at("MAN-072", message, first + 1, 1)
    head = lines[block.start : block.end]
    values = _read("\n".join(head), block, collector)
    return Frontmatter(values, "\n".join(lines[block.body :]), block.body + 1)


def _enclosed(lines: list[str], first: int) -> _Block | None:
    """Return the front matter between two fences; lines between two rules that hold no keys are text."""
    fence = lines[first].rstrip()
    end = next((at for at in range(first + 1, len(lines)) if lines[at].rstrip() in _ENDS[fence]), None)
    if end is None:
        return None
    inside = [line for line in lines[first + 1 : end] if line.strip()]
    holds_text = fence == "---" and inside and not any(_is_key((line,)) or line[:1] in "-[{?&" for line in inside[:3])
    return None if holds_text else _Block(fence, first + 1, end, end + 1)


def _is_key(lines: Iterable[str]) -> bool:
    return any(_KEY.match(line) for line in lines)


def _json(lines: list[str], first: int) -> _Block | None:
    """Return Hugo's front matter in braces."""
    if lines[first].strip() != "{":
        return None
    end = next((at for at, line in enumerate(lines[first:], first) if line.rstrip() == "}"), None)
    return None if end is None else _Block("{", first, end + 1, end + 1)


def _bare(lines: list[str], first: int) -> _Block | None:
    """Return front matter without an opening line: Hexo's up to `---` or `;;;`, Pelican's up to a blank line.

    It must have a title: a letter that begins with "Date: 5 May" is a text.
    """
    if not _is_key(lines[first : first + 1]):
        return None
    keys = 0
    titled = False
    for at, line in enumerate(lines[first : first + _MOST_LINES], first):
        if line.rstrip() in ("---", ";;;"):
            return _Block(f"bare {line.rstrip()}", first, at, at + 1) if titled and keys else None
        if not line.strip() and titled:
            closed = next((end for end in range(at, min(len(lines), at + 2)) if lines[end].strip()), None)
            if closed is None or lines[closed].rstrip() not in ("---", ";;;"):
                return _Block("plain", first, at, at)
        elif _is_key((line,)):
            keys += 1
            titled |= line.lstrip("\"'").casefold().startswith("title")
        elif line[:1] not in (" ", "\t", "-", "#"):
            return None
    at = len(lines)
    return _Block("plain", first, at, at) if titled and at <= first + _MOST_LINES else None


def _read(head: str, block: _Block, collector: FindingCollector) -> dict[str, Plain]:
    before = block.start
    if len(head) > _LONGEST:
        collector.add_at("MAN-030", f"front matter is longer than {_LONGEST // 1024} KiB", before, None)
        return {}
    try:
        if block.kind == "+++":
            values = _toml(head, before, collector)
        elif block.kind in ("{", ";;;", "bare ;;;"):
            values = _json_values(head, before, collector)
        elif block.kind == "plain":
            values = _plain_lines(head, before, collector)
        else:
            values = read_yaml(head, before, collector)
    except RecursionError:
        collector.add_at("MAN-030", "front matter is nested too deeply", max(1, before), None)
        return {}
    cleaned = without_controls(values, (), collector)
    return cleaned if isinstance(cleaned, dict) else {}


def _toml(head: str, before: int, collector: FindingCollector) -> dict[str, Plain]:
    try:
        tables = tomllib.loads(head)
    except ValueError as error:
        message, line, column = toml_error(error, head)
        collector.add_at("MAN-030", message, line + before, column)
        return {}
    collector.places = {path: (line + before, column) for path, (line, column) in key_places(head).items()}
    return {key: as_text(value) for key, value in plain(tables).items()}


def as_text(value: Any) -> Plain:
    """Return a value of TOML or JSON with its numbers and truths as text."""
    if isinstance(value, dict):
        return {str(key): as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_text(one) for one in value]
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json_values(head: str, before: int, collector: FindingCollector) -> dict[str, Plain]:
    """Read JSON; Hexo's has no braces."""
    text = head.strip()
    braced = text if text.startswith("{") else f"{{{text.rstrip(',')}}}"
    try:
        table = json.loads(braced)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        collector.add_at("MAN-030", f"front matter is not JSON: {error}", before + line, None)
        return {}
    for at, line_text in enumerate(head.split("\n"), before + 1):
        if found := re.match(r'[\s{]*"([^"\\]+)"\s*:', line_text):
            collector.places.setdefault((found[1],), (at, line_text.index('"') + 1))
    values = as_text(table)
    return values if isinstance(values, dict) else {}


def _plain_lines(head: str, before: int, collector: FindingCollector) -> dict[str, Plain]:
    """Read Pelican's lines: a key, a colon, text up to the next key."""
    values: dict[str, Plain] = {}
    last: str | None = None
    for at, line in enumerate(head.split("\n"), before + 1):
        found = _PLAIN_KEY.match(line)
        if found and line[:1] not in " \t":
            last = found[1].casefold()
            if last in values:
                collector.add_at("MAN-034", f"{last!r} is given twice", at, 1)
                last = None
                continue
            collector.places[last,] = (at, 1)
            values[last] = (found[2] or "").strip()
        elif last is not None and line.strip():
            values[last] = f"{values[last] or ''} {line.strip()}".strip()
    return values
