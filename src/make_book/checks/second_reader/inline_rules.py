"""What docs/writing.md adds inside a paragraph, as rules of markdown-it-py: spans, attribute lists, what is a tag."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_inline import StateInline, html_inline
from markdown_it.token import Token

from make_book.checks.second_reader.attribute_lists import read_list
from make_book.checks.second_reader.html_names import is_tag

LIST = "attribute_list"
"""The type of the token of an attribute list; `settle` makes text of those that belong to nothing."""
_HOLDERS = frozenset({"image", "code_inline", "html_inline", "footnote_ref"})


def add_inline_rules(md: MarkdownIt) -> None:
    """Teach `md` the inline additions of the dialect."""
    md.inline.ruler.before("link", "span", _span)
    md.inline.ruler.before("strikethrough", LIST, _list)
    md.inline.ruler.at("html_inline", _html)


def _span(state: StateInline, silent: bool) -> bool:
    """`[text]{lang=ru}`."""
    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    found = read_list(state.src, end + 1) if end >= 0 else None
    if found is None or found[0] > state.posMax:
        return False
    if not silent:
        opening = state.push("span_open", "span", 1)
        opening.attrs = dict(found[1])
        start, last = state.pos, state.posMax
        state.pos, state.posMax = start + 1, end
        state.md.inline.tokenize(state)
        state.pos, state.posMax = start, last
        state.push("span_close", "span", -1)
    state.pos = found[0]
    return True


def _list(state: StateInline, silent: bool) -> bool:
    """Keep an attribute list from the other rules: there is no markup in it."""
    if state.src[state.pos] != "{":
        return False
    found = read_list(state.src, state.pos)
    if found is None or found[0] > state.posMax:
        return False
    if not silent:
        token = state.push(LIST, "", 0)
        token.content, token.meta = state.src[state.pos : found[0]], found[1]
    state.pos = found[0]
    return True


def _html(state: StateInline, silent: bool) -> bool:
    """Read a comment, or a tag that HTML knows; all else between `<` and `>` is text."""
    tag = HTML_TAG_RE.match(state.src, state.pos)
    if tag is None or not (tag[0].startswith("<!--") or is_tag(tag[0])):
        return False
    return bool(html_inline(state, silent))


def settle(tokens: list[Token]) -> list[Token]:
    """Return the tokens of a paragraph with its attribute lists used up.

    One belongs to the element before it, or, behind a space at the end, to the paragraph; others are text.
    """
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        if token.type != LIST:
            kept.append(token)
        elif kept and (kept[-1].nesting < 0 or kept[-1].type in _HOLDERS):
            kept[-1].meta = {**kept[-1].meta, "said": token.meta}
        elif _ends(kept, tokens[at + 1 :]):
            kept.append(Token(LIST, "", 0, meta={"said": token.meta}))
        else:
            kept.append(Token("text", "", 0, content=token.content))
    return kept


def _ends(before: list[Token], after: list[Token]) -> bool:
    if any(token.content.strip() or token.type not in ("text", "softbreak") for token in after):
        return False
    if not before:
        return False
    last = before[-1]
    return last.type in ("softbreak", "hardbreak") or (last.type == "text" and last.content[-1:].isspace())
