"""markdown-it-py as the manuscript is read with it: CommonMark, GFM, footnotes, definition lists, the dialect."""

from __future__ import annotations

import functools
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from make_book.checks.second_reader.block_rules import add_block_rules
from make_book.checks.second_reader.inline_rules import add_inline_rules
from make_book.checks.second_reader.tables import widened

_DEEPEST = 100
"""So deep blocks and marks may be nested."""


@functools.cache
def _parser(*, front_matter: bool) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "html": True})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.inline.ruler.before("link", "note_before_link", footnote_ref)  # `word[^1](see below)` holds a note and no link
    md.use(deflist_plugin)
    md.use(gfm_autolink_plugin)
    if front_matter:
        md.use(front_matter_plugin)
    add_block_rules(md)
    add_inline_rules(md)
    md.validateLink = _any_address  # type: ignore[method-assign]
    md.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    return md


def _any_address(url: str) -> bool:  # noqa: ARG001
    """Take any address for one: whether a book can follow it is not asked here."""
    return True


def parse(text: str, *, front_matter: bool) -> list[Token]:
    """Return the tokens of `text`; each block's `map` names its lines, from 0.

    The tokens of a picture's caption, which is Markdown too, are in the `meta` of its own.
    """
    md, env = _parser(front_matter=front_matter), dict[str, Any]()
    tokens = md.parse(text, env)
    if (wider := widened(text, tokens)) != text:
        env = {}
        tokens = md.parse(wider, env)
    for token in tokens:
        for picture in (child for child in token.children or () if child.type == "image"):
            title = str(picture.attrs.get("title", ""))
            caption = md.parseInline(title, env) if title else []
            picture.meta = {**picture.meta, "caption": [part for line in caption for part in line.children or ()]}
    return tokens
