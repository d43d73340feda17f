"""Attribute lists, `{#anchor .class key="value"}`: their grammar, and what one says.

A list holds nothing but anchors, classes and pairs; anything else in braces is the author's text and
stays as it was typed. (Pandoc's `fenced_divs` and `bracketed_spans`; Maruku's proposal.)
"""

from __future__ import annotations

import re

import msgspec

_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}=<>`]+)"""
_ITEM = rf"""(?:[.#][^\W\d][\w-]*|(?:xml:lang|[A-Za-z][A-Za-z0-9-]*)={_VALUE})"""
LIST = rf"\{{:?[ ]*({_ITEM}(?:[ ]+{_ITEM})*)[ ]*\}}"
"""A regular expression (as text) for a whole list; its one group is what stands in the braces."""

_WHOLE = re.compile(LIST)
_PART = re.compile(
    rf"""(?P<mark>[.#])(?P<name>[^\W\d][\w-]*)|(?P<key>xml:lang|[A-Za-z][A-Za-z0-9-]*)=(?P<value>{_VALUE})"""
)


class Attributes(msgspec.Struct, frozen=True):
    """What an attribute list says: an anchor, classes, and pairs in the order of writing."""

    anchor: str | None = None
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


def read(text: str) -> Attributes | None:
    """Return what the list `text` (with its braces) says, or `None` if it is no attribute list."""
    if not (found := _WHOLE.fullmatch(text.strip())):
        return None
    anchor: str | None = None
    classes: list[str] = []
    pairs: list[tuple[str, str]] = []
    for part in _PART.finditer(found[1]):
        if part["mark"] == "#":
            anchor = part["name"]
        elif part["mark"]:
            classes.append(part["name"])
        else:
            pairs.append((part["key"], _unquoted(part["value"])))
    return Attributes(anchor, tuple(classes), tuple(pairs))


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
