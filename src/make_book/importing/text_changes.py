"""Making changes to a text and taking them back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from make_book.importing.import_values import Change


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


def differences(kind: str, line: int, before: str, after: str) -> tuple[Change, ...]:
    """Return the changes that make line number `line` from `before` into `after`: word by word where words agree."""
    old, new = re.split("( )", before), re.split("( )", after)
    if len(old) != len(new):
        old, new = [before], [after]
    found: list[Change] = []
    column = 1
    for word, other in zip(old, new, strict=True):
        if word != other:
            found.append(_difference(kind, line, column, word, other))
        column += len(word)
    return tuple(reversed(found))


def _difference(kind: str, line: int, column: int, before: str, after: str) -> Change:
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((at for at in range(shorter - head) if before[-1 - at] != after[-1 - at]), shorter - head)
    return Change(kind, line, column + head, before[head : len(before) - tail], after[head : len(after) - tail])


def _replace(lines: list[str], change: Change, old: str, new: str) -> None:
    if change.column is None:
        return
    line, start = lines[change.line - 1], change.column - 1
    if line[start : start + len(old)] != old:
        raise ValueError(f"line {change.line}, column {change.column} does not read {old!r}")
    lines[change.line - 1] = line[:start] + new + line[start + len(old) :]
