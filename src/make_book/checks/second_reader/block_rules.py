"""Blocks that docs/writing.md adds to CommonMark, or reads otherwise, as rules of markdown-it-py.

`::: name` … `:::`; verse; `| ` before every line; `*[short]: long`; `---` under a paragraph is a rule and no heading;
`[sic]: yes` is a sentence; a tag is a tag only by a name that HTML knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock, blockquote, lheading, list_block, reference, table

from make_book.checks.second_reader.attribute_lists import read_list
from make_book.checks.second_reader.html_names import is_tag

Rule = Callable[[StateBlock, int, int, bool], bool]

_FENCE = re.compile(r":{3,}[ \t]*(?P<info>.*?)[ \t:]*$")
_CODE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_IN_VERSE = ("table", "fenced_div", "fence", "heading", "footnote_def", "abbreviation", "html_block")
_NAME = re.compile(r"[^\W\d][\w-]*")
_SHORT = re.compile(r"\*\[[^\]\\]+\][ ]?:")
_MEANING = re.compile(r":[ \t]+\S")
_LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.)+)\]:\s*(?=\S)", re.DOTALL)
_ADDRESS = re.compile(r"<|\S*(?:[/#:]|\.[A-Za-z0-9])")
"""What is an address; a plain word is none."""
_TAG_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?=[ \t>]|/>|$)")
_OPEN_LINE = re.compile(
    r"""<[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s"'=<>`]+)?)?)*\s*$"""
)
"""The first line of a tag that goes on."""
_TAG = "tag"
_VERBATIM = frozenset({"script", "pre", "style", "textarea"})
"""Elements that go on over blank lines to their end tag."""
_MARKDOWN_INSIDE = re.compile(r"""\smarkdown(?:\s*=\s*["']?(?:1|block|span)["']?)?(?=[\s>])""")
"""An attribute that asks for Markdown right behind the tag."""
_DEEPEST = 98
"""So deep blocks may be nested, a list and its item counted as two; what lies deeper is text."""


def add_block_rules(md: MarkdownIt) -> None:
    """Teach `md` the blocks of the dialect."""
    rules = md.block.ruler
    rules.before("code", "fenced_div", _fenced_div, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    rules.after("table", "line_block", _line_block, {"alt": ["reference"]})
    rules.before("reference", "abbreviation", _abbreviation, {"alt": ["paragraph", "reference"]})
    rules.before("deflist", "terms", _terms)
    rules.at("blockquote", _shallow(blockquote), {"alt": ["paragraph", "reference", "blockquote", "list"]})
    rules.at("list", _shallow(list_block), {"alt": ["paragraph", "reference", "blockquote"]})
    rules.at("reference", _reference)
    rules.at("lheading", _underlined)
    rules.at("html_block", _html, {"alt": ["paragraph", "reference", "blockquote"]})


def _shallow(rule: Rule) -> Rule:
    """Return `rule` for blocks that are not nested too deep."""
    return lambda state, start, end, silent: state.level < _DEEPEST and rule(state, start, end, silent)


def line_of(state: StateBlock, line: int) -> str:
    """Return a line without what its containers have taken."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _fence(state: StateBlock, line: int) -> re.Match[str] | None:
    if state.is_code_block(line) or state.sCount[line] < state.blkIndent:
        return None
    return _FENCE.match(line_of(state, line))


def _fenced_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a block between `::: name` and its own `:::`; one that closes nothing has no words."""
    opening = _fence(state, start)
    if opening is None:
        return False
    if silent:
        return True
    if not opening["info"]:
        state.line = start + 1
        return True
    last = _closing(state, start, end)
    classes = _classes(opening["info"])
    token = state.push("div_open", "div", 1)
    token.map, token.attrs = [start, last], {"class": " ".join(classes)}
    if "verse" in classes:
        _verse(state, start + 1, last)
    else:
        kept, state.parentType = (state.parentType, state.lineMax), "root"
        state.lineMax = last
        state.md.block.tokenize(state, start + 1, last)
        state.parentType, state.lineMax = kept
    state.push("div_close", "div", -1)
    state.line = min(last + 1, end)
    return True


def _closing(state: StateBlock, start: int, end: int) -> int:
    """Return the line that closes the block opened on the line `start`, or the end of what holds it."""
    depth, code = 1, ""
    for line in range(start + 1, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line
        if mark := _CODE.match(line_of(state, line)):
            code = ("" if mark[1].startswith(code) else code) if code else mark[1]
        elif not code and (fence := _fence(state, line)):
            depth += 1 if fence["info"] else -1
            if depth == 0:
                return line
    return end


def _classes(info: str) -> list[str]:
    name = _NAME.match(info)
    said = read_list(info[name.end() :].lstrip() if name else info)
    return [*([name[0]] if name else []), *(said[1].get("class", "").split() if said else [])]


def _verse(state: StateBlock, start: int, end: int) -> None:
    """Push each stanza as a paragraph whose lines are kept; headings, blocks and notes stand between stanzas."""
    rules = dict(zip(state.md.block.ruler.get_active_rules(), state.md.block.ruler.getRules(""), strict=True))
    between = [rules[name] for name in _IN_VERSE]
    line = start
    while line < end:
        state.line = line
        if state.isEmpty(line):
            line += 1
        elif any(rule(state, line, end, False) for rule in between):
            line = state.line
        else:
            stop = line + 1
            while stop < end and not state.isEmpty(stop) and not any(rule(state, stop, end, True) for rule in between):
                stop += 1
            _lines(state, line, [line_of(state, at) for at in range(line, stop)])
            line = stop


def _lines(state: StateBlock, start: int, lines: list[str]) -> None:
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, start + len(lines)]
    inline = state.push("inline", "", 0)
    inline.map, inline.content, inline.children = token.map, "\n".join(lines), []
    state.push("paragraph_close", "p", -1)


def _line_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read verse as Pandoc writes it: `| ` before every line, or two spaces before the rest of one."""
    if state.is_code_block(start) or not _is_verse_line(line_of(state, start)):
        return False
    line = start + 1
    while line < end and state.sCount[line] >= state.blkIndent and not state.isEmpty(line):
        is_line = _is_verse_line(line_of(state, line)) or state.sCount[line] - state.blkIndent >= 2
        if not is_line or table(state, line, end, True):
            break
        line += 1
    if not silent:
        _lines(state, start, [line_of(state, at).removeprefix("|").strip() for at in range(start, line)])
        state.line = line
    return True


def _is_verse_line(text: str) -> bool:
    return text == "|" or text.startswith("| ")


def _terms(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Several terms before one meaning, each on its line: all but the last, which the plug-in reads."""
    last = start
    while last + 1 < end and not state.isEmpty(last + 1) and not _MEANING.match(line_of(state, last + 1)):
        if state.sCount[last + 1] < state.blkIndent:
            return False
        last += 1
    meaning = last + 1
    if last == start or meaning >= end or silent or not _MEANING.match(line_of(state, meaning)):
        return False
    if not 0 <= state.sCount[meaning] - state.blkIndent < 4:
        return False
    _lines(state, start, [line_of(state, line) for line in range(start, last)])
    state.line = last
    return True


def _abbreviation(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """`*[OSCE]: …` explains, and has no words of its own."""
    if state.is_code_block(start) or not _SHORT.match(line_of(state, start)):
        return False
    if not silent:
        state.line = start + 1
    return True


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read the definition of a link; one whose address is a word, and that no link uses, is a sentence."""
    found = _LABEL.match("\n".join(line_of(state, line) for line in range(start, _blank(state, start, end))))
    if found is None:
        return False
    name, address = normalizeReference(found[1]), found.string[found.end() :]
    if name in state.env.get("sentences", ()):
        return False
    known = len(state.env.get("references", ()))
    if not reference(state, start, end, silent):
        return False
    if not silent and not _ADDRESS.match(address) and len(state.env["references"]) > known:
        state.env.setdefault("doubtful", set()).add(name)
    return True


def _underlined(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Only `===` makes a heading of what stands above it."""
    for line in range(start + 1, end):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            break
        text = line_of(state, line).rstrip()
        if not text.strip("-"):
            break
        if not text.strip("=") and state.sCount[line] - state.blkIndent < 4:
            return lheading(state, start, line + 1, silent)
    return False


def _html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a block of HTML: it begins with a comment or a tag that HTML knows (CommonMark 0.31 §4.6)."""
    text = line_of(state, start)
    if state.is_code_block(start) or not text.startswith("<"):
        return False
    until = _end_of_html(state, start, end)
    if until is None or (silent and until == _TAG):
        return False
    if silent:
        return True
    line = start
    if until in ("", _TAG):
        while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
            line += 1
    else:
        while line < end and until not in line_of(state, line).lower():
            line += 1
        line = min(line + 1, end)
    if _MARKDOWN_INSIDE.search(text):
        line = start + 1
    token = state.push("html_block", "", 0)
    token.map, token.content = [start, line], state.getLines(start, line, state.blkIndent, True)
    state.line = line
    return True


def _end_of_html(state: StateBlock, start: int, end: int) -> str | None:
    """Return what ends the HTML that begins on a line: a mark, or a blank line (`""`); `None` if none begins.

    `_TAG` is a blank line too, but such HTML does not interrupt a paragraph.
    """
    text, rest = line_of(state, start), state.src[state.bMarks[start] :].lower()
    if text.startswith("<!--"):
        return "-->" if "-->" in rest else None
    paragraph = "\n".join(line_of(state, line) for line in range(start, _blank(state, start, end)))
    tag = HTML_TAG_RE.match(paragraph)
    name = _TAG_NAME.match(text)
    if tag is None and name is not None and name[2].lower() in block_names and _OPEN_LINE.match(text):
        return "" if is_tag(text) else None
    if tag is None or name is None or not is_tag(tag[0], "", str(state.env.get("source", ""))):
        return None
    low = name[2].lower()
    if not name[1] and low in _VERBATIM and f"</{low}>" in rest:
        return f"</{low}>"
    if low in block_names or low in _VERBATIM:
        return ""
    return _TAG if not text[tag.end() :].strip() and "\n" not in tag[0] else None


def _blank(state: StateBlock, start: int, end: int) -> int:
    return next((line for line in range(start, end) if state.isEmpty(line)), end)
