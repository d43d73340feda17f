"""markdown-it-py as the manuscript is read with it: CommonMark, GFM, footnotes, definition lists, the dialect."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from make_book.checks.second_reader.block_rules import add_block_rules
from make_book.checks.second_reader.inline_rules import add_inline_rules
from make_book.checks.second_reader.inline_signs import add_inline_signs
from make_book.checks.second_reader.tables import widened

_DEEPEST = 200
"""So deep blocks and marks may be nested."""


_PIPE, _SPACE = "\x19", "\x1a"
"""Stand for a pipe in code, and for a space in the name of a note, while the text is parsed."""
RESTORED = str.maketrans({_PIPE: "|", _SPACE: " "})
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(.*?[^`])\1(?!`)")
_LABEL = re.compile(r"\[\^[^\[\]\n]{1,200}\]")


class Parsed(NamedTuple):
    """The tokens of a text, and of each note that stands in the text itself, by its number."""

    tokens: list[Token]
    inline_notes: dict[int, list[Token]]


class _Used(dict[str, Any]):
    """Link definitions that remember which were used."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.used.add(name)
        return super().get(name, default)


@functools.cache
def _parser(*, front_matter: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "html": True})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, move_to_end=False)
    md.use(deflist_plugin)
    md.use(gfm_autolink_plugin)
    if front_matter:
        md.use(front_matter_plugin)
    add_block_rules(md)
    add_inline_rules(md)
    add_inline_signs(md)
    md.validateLink = _any_address  # type: ignore[method-assign]
    md.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    return md


def _any_address(url: str) -> bool:  # noqa: ARG001
    """Take any address for one: whether a book can follow it is not asked here."""
    return True


def parse(text: str, *, front_matter: bool) -> Parsed:
    """Return the tokens of `text`; each block's `map` names its lines, from 0.

    The tokens of a picture's caption, which is Markdown too, are in the `meta` of its own. Words are to be
    translated with `RESTORED`.
    """
    text = _LABEL.sub(lambda found: found[0].replace(" ", _SPACE), text)
    lines = (_CODE.sub(_without_pipes, line) if "|" in line else line for line in text.split("\n"))
    text = "\n".join(lines)
    tokens, env = _parse(text, (), front_matter=front_matter)
    if sentences := env.get("doubtful", set()) - env["references"].used:
        tokens, env = _parse(text, sentences, front_matter=front_matter)
    if (wider := widened(text, tokens)) != text:
        tokens, env = _parse(wider, sentences, front_matter=front_matter)
    notes = env.get("footnotes", {}).get("list", {})
    return Parsed(tokens, {number: note["tokens"] for number, note in notes.items() if "tokens" in note})


def _without_pipes(code: re.Match[str]) -> str:
    """Return code in a row of a table; a pipe in it is no border, nor one behind a backslash."""
    return re.sub(r"(?<!\\)\|", _PIPE, code[0])


def _parse(text: str, sentences: Collection[str], *, front_matter: bool) -> tuple[list[Token], dict[str, Any]]:
    """Parse `text`, in which the link definitions called `sentences` are none."""
    md = _parser(front_matter=front_matter)
    env: dict[str, Any] = {"source": text, "references": _Used(), "sentences": sentences}
    tokens = md.parse(text, env)
    notes = env.get("footnotes", {}).get("list", {})
    for token in [*tokens, *(note for one in notes.values() for note in one.get("tokens", ()))]:
        for picture in (child for child in (token.children or [token]) if child.type == "image"):
            title = str(picture.attrs.get("title", ""))
            caption = md.parseInline(title, env) if title else []
            picture.meta = {**picture.meta, "caption": [part for line in caption for part in line.children or ()]}
    return tokens, env
