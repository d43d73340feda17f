"""Style sheets read by tinycss2 (CSS Syntax 3): what they declare, and what in them would fetch or act.

The only importer of tinycss2. Escapes, comments and every spelling of `url(…)` are the parser's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import tinycss2

_NESTING = 200
"""Blocks within blocks; what is deeper is refused before a recursion ends in a crash."""
_STRINGS_ARE_ADDRESSES = frozenset(
    {"url", "src", "image-set", "-webkit-image-set", "image", "cross-fade", "-webkit-cross-fade"}
)
_ACTING = frozenset({"-moz-binding", "behavior", "-ms-behavior"})
_PICTURES = ("data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp")


class Declaration(msgspec.Struct, frozen=True):
    """A property and its value, the selectors and at-rules around it (outermost first), its line from 1."""

    around: tuple[str, ...]
    name: str
    value: str
    line: int

    @property
    def in_page(self) -> bool:
        """Whether it describes pages or their margins."""
        return any(prelude.startswith("@page") for prelude in self.around)


class Danger(msgspec.Struct, frozen=True):
    """What in a style sheet would fetch something or act: in words, with its line from 1."""

    what: str
    line: int


def declarations(css: str) -> Iterator[Declaration]:
    """Yield the declarations of `css` in order, those of nested rules too."""
    if _is_deep(tinycss2.parse_component_value_list(css)):
        return
    yield from _declared(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), ())


def _declared(nodes: Iterable[Any], around: tuple[str, ...]) -> Iterator[Declaration]:
    for node in nodes:
        if node.type == "declaration":
            yield Declaration(around, node.lower_name, _text(node.value), node.source_line)
        elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
            keyword = f"@{node.lower_at_keyword} " if node.type == "at-rule" else ""
            prelude = (keyword + _text(node.prelude)).strip()
            inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            yield from _declared(inside, (*around, prelude))


def _text(tokens: Iterable[Any]) -> str:
    written: str = tinycss2.serialize([token for token in tokens if token.type != "comment"])
    return " ".join(written.split())


def dangers(css: str) -> Iterator[Danger]:
    """Yield what in the style sheet `css` would have a reader fetch something from outside the book, or act."""
    tokens = tinycss2.parse_component_value_list(css, skip_comments=True)
    if _is_deep(tokens):
        yield Danger("is nested too deeply to be read", 1)
    else:
        yield from _dangers(tokens)


def without_dangers(css: str) -> str:
    """Return the style sheet `css` without the declarations and at-rules that `dangers` finds something in.

    Nothing is left of a sheet that is nested too deeply to be read.
    """
    if next(dangers(css), None) is None:
        return css
    if _is_deep(tinycss2.parse_component_value_list(css)):
        return ""
    written: str = tinycss2.serialize(_kept(tinycss2.parse_stylesheet(css)))
    return written


def _kept(nodes: Iterable[Any]) -> list[Any]:
    """Return `nodes` (rules, declarations) without what is dangerous; rules keep what is harmless in them."""
    kept = []
    for node in nodes:
        if node.type in ("qualified-rule", "at-rule") and node.content is not None:
            node.content = _kept(tinycss2.parse_blocks_contents(node.content))
        if node.type in ("qualified-rule", "at-rule", "declaration"):
            tokens = tinycss2.parse_component_value_list(node.serialize(), skip_comments=True)
            if next(_dangers(tokens), None) is not None:
                continue
        elif node.type == "error":
            continue
        kept.append(node)
        if node.type == "declaration":
            kept.append(tinycss2.ast.LiteralToken(node.source_line, node.source_column, ";"))
    return kept


def _dangers(tokens: list[Any]) -> Iterator[Danger]:
    for at, token in enumerate(tokens):
        if token.type == "url":
            yield from _address(token.value, token.source_line)
        elif token.type == "at-keyword" and token.lower_value == "import":
            yield Danger("imports another style sheet (@import)", token.source_line)
        elif token.type == "function":
            yield from _function(token)
        elif token.type == "ident":
            yield from _ident(token, tokens[at + 1 :])
        elif token.type in ("{} block", "[] block", "() block"):
            yield from _dangers(token.content)


def _function(token: Any) -> Iterator[Danger]:
    if token.lower_name == "expression":
        yield Danger("runs an expression", token.source_line)
    if token.lower_name in _STRINGS_ARE_ADDRESSES:
        for inner in token.arguments:
            if inner.type == "string":
                yield from _address(inner.value, inner.source_line)
    yield from _dangers(token.arguments)


def _ident(token: Any, following: list[Any]) -> Iterator[Danger]:
    after = next((one for one in following if one.type != "whitespace"), None)
    if token.lower_value in _ACTING and after is not None and after.type == "literal" and after.value == ":":
        yield Danger(f"binds a behaviour ({token.lower_value})", token.source_line)
    elif token.lower_value == "url" and following and following[0].type == "() block":
        # An old parser drops comments first and then reads a function here.
        yield Danger("fetches something (url with a comment before its address)", token.source_line)


def _is_deep(tokens: list[Any]) -> bool:
    """Whether blocks stand within blocks too deeply for functions that call themselves."""
    level, depth = tokens, 0
    while level and depth <= _NESTING:
        level = [
            inner
            for token in level
            for inner in (getattr(token, "content", None) or getattr(token, "arguments", None) or ())
        ]
        depth += 1
    return depth > _NESTING


def _address(address: str, line: int) -> Iterator[Danger]:
    """Yield a danger for an address that leads out of its file; places in it and pictures in it are fine."""
    bare = address.strip()
    if bare and not bare.startswith("#") and not bare.lower().startswith(_PICTURES):
        yield Danger(f"fetches something ({bare[:60]})", line)
