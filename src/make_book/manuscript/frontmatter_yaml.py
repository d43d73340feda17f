"""YAML front matter as plain text, lists and tables, with the places of its keys.

The only importer of yaml. Only its tree is used, never its values: scalars stay text. Tags and aliases
have no effect.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.toml_places import KeyPath

Plain = str | list["Plain"] | dict[str, "Plain"] | None
"""A value of front matter: text, list, table, or nothing."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 8
_HARMLESS = 500
"""So few signs that begin or part collections cannot nest dangerously deep."""


def read_yaml(head: str, before: int, collector: FindingCollector) -> dict[str, Plain]:
    """Return the mapping that `head` writes, which `before` lines of the file precede; {} if it cannot be read.

    Raise `RecursionError` for what is nested too deeply.
    """
    try:
        root = None if _is_too_deep(head, before, collector) else yaml.compose(head, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column + 1) if mark else (0, None)
        hint, at = _hint(head, line)
        collector.add_at("MAN-030", error.problem or "not YAML", at + before + 1, column if at == line else 1, hint)
        return {}
    except yaml.YAMLError as error:
        collector.add_at("MAN-030", str(error).split("\n", 1)[0], max(1, before), None)
        return {}
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        hint = "a scene break at the beginning is written * * *"
        collector.add_at("MAN-030", "front matter holds no keys", before + 1, 1, hint)
        return {}
    value = _value(root, (), before, collector, set())
    return value if isinstance(value, dict) else {}


def _is_too_deep(head: str, before: int, collector: FindingCollector) -> bool:
    """Say whether `head` nests deeper than any author would: libyaml's composer recurses until it crashes."""
    if sum(map(head.count, "[{-?:")) <= _HARMLESS:
        return False
    depth = 0
    for event in yaml.parse(head, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + before + 1 if event.start_mark else max(1, before)
            collector.add_at("MAN-030", "front matter is nested too deeply", line, None)
            return True
    return False


def _hint(head: str, line: int) -> tuple[str, int]:
    """Return what would put a fault near `line` right, and the line (from 0) where it begins."""
    lines = head.split("\n")
    for at in [at for at in (line, line - 1, *range(line - 2, -1, -1)) if 0 <= at < len(lines)]:
        key, colon, value = lines[at].partition(":")
        value = value.strip()
        if not colon or not value or _is_yaml(f"{key}:  {value}"):
            continue
        if value[0] in "\"'" and value.count(value[0]) == 1:
            return f"the quotation mark that begins the value has no end: {key.strip()}: {_quoted(value[1:])}", at
        if "\t" in lines[at][: len(lines[at]) - len(lines[at].lstrip())]:
            return "indent with spaces, not with tabs", at
        return f"write the text in quotes: {key.strip()}: {_quoted(value)}", at
    if "\t" in "".join(re.findall(r"(?m)^\s+", head)):
        return "indent with spaces, not with tabs", line
    return "each line is a key, a colon, a space and a value", line


def _is_yaml(line: str) -> bool:
    try:
        yaml.compose(line, Loader=_LOADER)
    except yaml.YAMLError:
        return False
    return True


def _quoted(value: str) -> str:
    return f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"


def _value(node: Any, path: KeyPath, before: int, collector: FindingCollector, seen: set[int]) -> Plain:
    line, column = node.start_mark.line + before + 1, node.start_mark.column + 1
    if id(node) in seen or len(path) > _DEEPEST:
        collector.add_at("MAN-030", "aliases and deep nesting have no place in front matter", line, column)
        return None
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _table(node, path, before, collector, seen)
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            collector.places[*path, index] = (item.start_mark.line + before + 1, item.start_mark.column + 1)
            items.append(_value(item, (*path, index), before, collector, seen))
        return items
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _table(node: Any, path: KeyPath, before: int, collector: FindingCollector, seen: set[int]) -> Plain:
    table: dict[str, Plain] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + before + 1, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode):
            collector.add_at("MAN-030", "a key must be a word", line, column)
            continue
        if key.value in table:
            collector.add_at("MAN-034", f"{key.value!r} is given twice", line, column)
            continue
        collector.places[*path, key.value] = (line, column)
        table[key.value] = _value(value, (*path, key.value), before, collector, seen)
    return table
