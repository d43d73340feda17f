"""The head of a Markdown file: YAML between `---` lines, or Hugo's TOML between `+++` lines.

The only importer of yaml. Only its tree is used, never its values: scalars stay the text the author
typed, so that a title `1984`, `no` or `2020-10-13` is a title. Tags and aliases have no effect.
"""

from __future__ import annotations

import tomllib
from typing import Any

import msgspec
import yaml

from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.table_decoding import plain
from make_book.manuscript.toml_places import KeyPath, key_places, toml_error

Plain = str | list["Plain"] | dict[str, "Plain"] | None
"""A value of front matter: text, list, table, or nothing."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LONGEST = 64 * 1024
_DEEPEST = 8
_HARMLESS = 500
"""So few signs that begin or part collections cannot nest dangerously deep."""


class Frontmatter(msgspec.Struct, frozen=True):
    """A file taken apart: the head's values, and the body with the line it begins on."""

    values: dict[str, Plain]
    body: str
    first_line: int


def split_frontmatter(text: str, collector: FindingCollector) -> Frontmatter:
    """Take `text` (line feeds only) apart; faults and the places of the keys go into `collector`."""
    fence = text[:4].rstrip()
    if fence not in ("---", "+++") or text[3:].split("\n", 1)[0].strip():
        return Frontmatter({}, text, 1)
    lines = text.split("\n")
    ends = ("---", "...") if fence == "---" else ("+++",)
    end = next((index for index, line in enumerate(lines[1:], 1) if line.rstrip() in ends), None)
    if end is None:
        hint = "close it with a line of its own; a scene break at the beginning is written * * *"
        collector.add_at("MAN-033", f"front matter opened by {fence} is not closed", 1, 1, hint)
        return Frontmatter({}, "\n".join(lines[1:]), 2)
    head = "\n".join(lines[1:end])
    values = _read(head, fence, collector)
    return Frontmatter(values, "\n".join(lines[end + 1 :]), end + 2)


def _read(head: str, fence: str, collector: FindingCollector) -> dict[str, Plain]:
    if len(head) > _LONGEST:
        collector.add_at("MAN-030", f"front matter is longer than {_LONGEST // 1024} KiB", 1, None)
        return {}
    try:
        return _yaml(head, collector) if fence == "---" else _toml(head, collector)
    except RecursionError:
        collector.add_at("MAN-030", "front matter is nested too deeply", 1, None)
        return {}


def _toml(head: str, collector: FindingCollector) -> dict[str, Plain]:
    try:
        tables = tomllib.loads(head)
    except ValueError as error:
        message, line, column = toml_error(error, head)
        collector.add_at("MAN-030", message, line + 1, column)
        return {}
    collector.places = {path: (line + 1, column) for path, (line, column) in key_places(head).items()}
    return {key: _as_text(value) for key, value in plain(tables).items()}


def _as_text(value: Any) -> Plain:
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _yaml(head: str, collector: FindingCollector) -> dict[str, Plain]:
    try:
        root = None if _is_too_deep(head, collector) else yaml.compose(head, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, None)
        collector.add_at("MAN-030", error.problem or "not YAML", line, column, _hint(head, line - 2))
        return {}
    except yaml.YAMLError as error:
        collector.add_at("MAN-030", str(error).split("\n", 1)[0], 1, None)
        return {}
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        collector.add_at(
            "MAN-030", "front matter holds no keys", 2, 1, "a scene break at the beginning is written * * *"
        )
        return {}
    value = _value(root, (), collector, set())
    return value if isinstance(value, dict) else {}


def _is_too_deep(head: str, collector: FindingCollector) -> bool:
    """Say whether `head` nests deeper than any author would: libyaml's composer recurses until it crashes."""
    if sum(map(head.count, "[{-?:")) <= _HARMLESS:
        return False
    depth = 0
    for event in yaml.parse(head, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + 2 if event.start_mark else 1
            collector.add_at("MAN-030", "front matter is nested too deeply", line, None)
            return True
    return False


def _hint(head: str, index: int) -> str:
    lines = head.split("\n")
    near = lines[max(0, index - 1)] + lines[index] if 0 <= index < len(lines) else ""
    if near.count(":") > 1:
        return 'a text that holds a colon is written in quotes: title: "One: two"'
    return "each line is a key, a colon, a space and a value"


def _value(node: Any, path: KeyPath, collector: FindingCollector, seen: set[int]) -> Plain:
    line, column = node.start_mark.line + 2, node.start_mark.column + 1
    if id(node) in seen or len(path) > _DEEPEST:
        collector.add_at("MAN-030", "aliases and deep nesting have no place in front matter", line, column)
        return None
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _table(node, path, collector, seen)
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            collector.places[*path, index] = (item.start_mark.line + 2, item.start_mark.column + 1)
            items.append(_value(item, (*path, index), collector, seen))
        return items
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _table(node: Any, path: KeyPath, collector: FindingCollector, seen: set[int]) -> Plain:
    table: dict[str, Plain] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + 2, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode):
            collector.add_at("MAN-030", "a key must be a word", line, column)
            continue
        if key.value in table:
            collector.add_at("MAN-034", f"{key.value!r} is given twice", line, column)
            continue
        collector.places[*path, key.value] = (line, column)
        table[key.value] = _value(value, (*path, key.value), collector, seen)
    return table
