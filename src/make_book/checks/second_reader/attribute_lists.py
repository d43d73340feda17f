"""Attribute lists as docs/writing.md has them: `{#anchor .class key="value"}`; other braces are text."""

from __future__ import annotations

import re

_VALUE = r"""(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s"'{}=<>`]+))"""
_PART = re.compile(rf"\s*(?:#(?P<anchor>[^\W\d][\w-]*)|\.(?P<class>[^\W\d][\w-]*)|(?P<key>[A-Za-z][\w:-]*)={_VALUE})")
_OPEN, _CLOSE = re.compile(r"\{:?"), re.compile(r"[ ]*\}")
_APART = re.compile(r"[ }]")


def read_list(text: str, start: int = 0) -> tuple[int, dict[str, str]] | None:
    """Return where the attribute list that begins at `start` ends, and what it says; `None` if none begins there.

    Classes are joined by spaces under `class`.
    """
    opened = _OPEN.match(text, start)
    if opened is None:
        return None
    at, said, classes = opened.end(), dict[str, str](), list[str]()
    while part := _PART.match(text, at):
        if part["class"]:
            classes.append(part["class"])
        elif part["anchor"]:
            said["id"] = part["anchor"]
        else:
            value = next(value for value in part.group("double", "single", "bare") if value is not None)
            said[part["key"].lower()] = value
        at = part.end()
        if not _APART.match(text, at):
            return None
    closed = _CLOSE.match(text, at)
    if closed is None or at == opened.end():
        return None
    if classes or "class" in said:
        said["class"] = " ".join([*classes, *said.get("class", "").split()])
    return closed.end(), said
