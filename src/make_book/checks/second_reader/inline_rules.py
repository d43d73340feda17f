"""What docs/writing.md adds inside a paragraph, as rules of markdown-it-py.

Spans, attribute lists, other programs' template tags, addresses with spaces, notes; what is a tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_inline import StateInline, html_inline
from markdown_it.token import Token

from make_book.checks.second_reader.attribute_lists import read_list
from make_book.checks.second_reader.html_names import is_tag

Rule = Callable[[StateInline, bool], bool]
LIST = "attribute_list"
"""The type of the token of an attribute list; `settle` makes text of those that belong to nothing."""
_HOLDERS = frozenset({"image", "code_inline", "footnote_ref"})
_TEMPLATE = re.compile(r"\{\{<[^\n]*?>\}\}|\{\{%[^\n]*?%\}\}|\{%[^\n]*?%\}|\{\{[^\n]*?\}\}")
_NOTE = re.compile(r"\[\^([^\[\]]{1,200})\]")
_SPACED = re.compile(
    r"""\([ ]*((?:[a-z][a-z0-9+.-]*:|\.{0,2}/?images/|\.{1,2}/)[^()<>\n"]*[^()<>\n"\s])[ ]*"""
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')?[ ]*\)""",
    re.IGNORECASE,
)
"""The target of a link with spaces in its address."""


def add_inline_rules(md: MarkdownIt) -> None:
    """Teach `md` the inline additions of the dialect."""
    md.inline.ruler.before("link", "note", _note)  # `word[^1](see below)` holds a note and no link
    md.inline.ruler.after("image", "span", _span)
    md.inline.ruler.after("image", "spaced_link", _spaced_link)
    md.inline.ruler.before("strikethrough", "template", _template)
    md.inline.ruler.before("strikethrough", LIST, _list)
    md.inline.ruler.at("html_inline", _html)
    rules = dict(zip(md.inline.ruler.get_active_rules(), md.inline.ruler.getRules(""), strict=True))
    for name in (name for name in rules if name.startswith("gfm_autolink")):
        md.inline.ruler.at(name, _outside_brackets(rules[name]))


def _outside_brackets(rule: Rule) -> Rule:
    """Return `rule` for addresses that do not stand in brackets: there they would take the bracket that closes."""
    return lambda state, silent: not silent and rule(state, silent)


def _note(state: StateInline, silent: bool) -> bool:
    """Read `[^1]`, the call of a note that the text defines, in whatever case."""
    found = _NOTE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    wanted = found[1].casefold()
    labels = state.env.get("footnotes", {}).get("refs", {})
    label = next((name[1:] for name in labels if name[1:].casefold() == wanted), None)
    if label is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": label}
    state.pos = found.end()
    return True


def _span(state: StateInline, silent: bool) -> bool:
    """Read `[text]{lang=ru}`."""
    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    found = read_list(state.src, end + 1) if end >= 0 else None
    if found is None or found[0] > state.posMax:
        return False
    if not silent:
        state.push("span_open", "span", 1).attrs = dict(found[1])
        _inside(state, state.pos + 1, end)
        state.push("span_close", "span", -1)
    state.pos = found[0]
    return True


def _spaced_link(state: StateInline, silent: bool) -> bool:
    """Read `[a](images/a b.png)` and `![a](images/a b.png)`."""
    start = state.pos + state.src.startswith("![", state.pos)
    if not state.src.startswith("[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start, start == state.pos)
    found = _SPACED.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if found is None:
        return False
    if not silent and start > state.pos:
        picture = state.push("image", "img", 0)
        picture.content, picture.children = state.src[start + 1 : end], []
        picture.attrs = {"src": found[1], "alt": "", "title": (found[2] or "")[1:-1]}
    elif not silent:
        state.push("link_open", "a", 1).attrs = {"href": found[1]}
        state.linkLevel += 1
        _inside(state, start + 1, end)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _inside(state: StateInline, start: int, end: int) -> None:
    """Read what stands between two positions."""
    last, state.pos, state.posMax = state.posMax, start, end
    here = start - 1
    state.md.inline.tokenize(state)
    state.pos, state.posMax = here, last


def _template(state: StateInline, silent: bool) -> bool:
    """Keep another program's template tag as it stands."""
    found = _TEMPLATE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if found is None:
        return False
    if not silent:
        state.pending += found[0]
    state.pos = found.end()
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
    """Read a comment, or a tag that HTML knows; what else has the form of a tag is text to the letter."""
    tag = HTML_TAG_RE.match(state.src, state.pos)
    if tag is None or tag[0].startswith(("<?", "<![")) or (tag[0].startswith("<!") and tag[0][:4] != "<!--"):
        return False
    if tag[0].startswith("<!--") or is_tag(tag[0], state.src[: state.pos], state.env.get("source", "")):
        return bool(html_inline(state, silent))
    if not silent:
        state.pending += tag[0]
    state.pos = tag.end()
    return True


def settle(tokens: list[Token]) -> list[Token]:
    """Return the tokens of a paragraph with its attribute lists used up.

    One belongs to the element before it, or, on a line of its own at the beginning or behind a space at the end,
    to the paragraph; others are text.
    """
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        if token.type != LIST:
            kept.append(token)
        elif kept and (kept[-1].nesting < 0 or kept[-1].type in _HOLDERS):
            kept[-1].meta = {**kept[-1].meta, "said": token.meta}
        elif _begins(kept, tokens[at + 1 :]) or _ends(kept, tokens[at + 1 :]):
            kept.append(Token(LIST, "", 0, meta={"said": token.meta}))
        else:
            kept.append(Token("text", "", 0, content=token.content))
    return kept


def _begins(before: list[Token], after: list[Token]) -> bool:
    return not before and bool(after) and after[0].type in ("softbreak", "hardbreak")


def _ends(before: list[Token], after: list[Token]) -> bool:
    if not before or any(token.content.strip() or token.type not in ("text", "softbreak") for token in after):
        return False
    last = before[-1]
    return last.type in ("softbreak", "hardbreak") or (last.type == "text" and last.content[-1:].isspace())
