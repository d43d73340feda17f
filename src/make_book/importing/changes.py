"""Making changes to a text and taking them back."""

from __future__ import annotations

from collections.abc import Iterable

from make_book.importing.values import Change


def apply(text: str, changes: Iterable[Change]) -> str:
    """Return `text` with `changes` made in their order. Raise `ValueError` if one does not fit."""
    lines = text.split("\n")
    for change in changes:
        _replace(lines, change, change.before, change.after)
    return "\n".join(lines)


def revert(text: str, changes: Iterable[Change]) -> str:
    """Return the text as it was before `changes`. Raise `ValueError` if one was not made in it."""
    lines = text.split("\n")
    for change in reversed(tuple(changes)):
        _replace(lines, change, change.after, change.before)
    return "\n".join(lines)


def difference(kind: str, line: int, before: str, after: str) -> Change:
    """Return the smallest single change that makes line number `line` from `before` into `after`."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Change(kind, line, head + 1, before[head : len(before) - tail], after[head : len(after) - tail])


def _replace(lines: list[str], change: Change, old: str, new: str) -> None:
    if change.column is None:
        return
    line, start = lines[change.line - 1], change.column - 1
    if line[start : start + len(old)] != old:
        raise ValueError(f"line {change.line}, column {change.column} does not read {old!r}")
    lines[change.line - 1] = line[:start] + new + line[start + len(old) :]
