"""Blocks that docs/writing.md adds to CommonMark, or reads otherwise, as rules of markdown-it-py.

`::: name` … `:::`; verse; `| ` before every line; `*[short]: long`; `---` under a paragraph is a rule and no heading;
`[sic]: yes` is a sentence; a tag is a tag only by a name that HTML knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_block import StateBlock, html_block, lheading, reference

from make_book.checks.second_reader.attribute_lists import read_list
from make_book.checks.second_reader.html_names import is_tag

Rule = Callable[[StateBlock, int, int, bool], bool]

_FENCE = re.compile(r":{3,}[ \t]*(?P<info>.*?)[ \t:]*$")
_CODE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_NAME = re.compile(r"[^\W\d][\w-]*")
_SHORT = re.compile(r"\*\[[^\]\\]+\][ ]?:")
_MEANING = re.compile(r":[ \t]+\S")
_ADDRESS = re.compile(r"<|#|\.{0,2}/|[A-Za-z][A-Za-z0-9+.-]*:|www\.|images/|\S*[./]\S")
"""How the address of a link begins; a plain word is none."""
_MARKED = re.compile(r"<(?:!--|/?[A-Za-z])")


def add_block_rules(md: MarkdownIt) -> None:
    """Teach `md` the blocks of the dialect."""
    rules = md.block.ruler
    rules.before("code", "fenced_div", _fenced_div, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    rules.after("table", "line_block", _line_block, {"alt": ["reference"]})
    rules.before("reference", "abbreviation", _abbreviation, {"alt": ["paragraph", "reference"]})
    rules.before("deflist", "terms", _terms)
    rules.at("reference", _reference)
    rules.at("lheading", _underlined)
    rules.at("html_block", _html, {"alt": ["paragraph", "reference", "blockquote"]})


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
    between = [rules[name] for name in ("fenced_div", "heading", "footnote_def", "html_block")]
    line = start
    while line < end:
        state.line = line
        if state.isEmpty(line):
            line += 1
        elif any(rule(state, line, end, False) for rule in between):
            line = state.line
        else:
            stop = next((at for at in range(line + 1, end) if state.isEmpty(at) or _fence(state, at)), end)
            _lines(state, line, [line_of(state, at) for at in range(line, stop)])
            line = stop


def _lines(state: StateBlock, start: int, lines: list[str]) -> None:
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, start + len(lines)]
    inline = state.push("inline", "", 0)
    inline.map, inline.content, inline.children = token.map, "\n".join(lines), []
    state.push("paragraph_close", "p", -1)


def _line_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Verse as Pandoc writes it: `| ` before every line, or two spaces before the rest of one."""
    if state.is_code_block(start):
        return False
    stop = next((at for at in range(start, end) if state.isEmpty(at) or state.sCount[at] < state.blkIndent), end)
    lines = [state.getLines(at, at + 1, state.blkIndent, False) for at in range(start, stop)]
    if not lines[0].startswith("|") or not all(line == "|" or line[:2] in ("| ", "  ") for line in lines):
        return False
    if not silent:
        _lines(state, start, [line[1:].strip() for line in lines])
        state.line = stop
    return True


def _terms(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Several terms before one meaning, each on its line: all but the last, which the plug-in reads."""
    last = start
    while last + 1 < end and not state.isEmpty(last + 1) and not _MEANING.match(line_of(state, last + 1)):
        if state.sCount[last + 1] < state.blkIndent:
            return False
        last += 1
    meaning = last + 1 + (last + 1 < end and state.isEmpty(last + 1))
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
    """Read the definition of a link, which names an address."""
    _, found, address = line_of(state, start).partition("]:")
    address = address.strip() or (line_of(state, start + 1).strip() if start + 1 < end else "")
    return bool(found and _ADDRESS.match(address)) and reference(state, start, end, silent)


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
    if not _MARKED.match(text):
        return False
    tag = HTML_TAG_RE.match(text)
    known = is_tag(tag[0] if tag else text) or text.startswith("<!--")
    return known and html_block(state, start, end, silent)
