"""Inline HTML → Markdown: words escaped, emphasis where CommonMark sees it, links, pictures, breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from make_book.importing.html_tree import DROPPED, Node, classes, local, words_of
from make_book.importing.markdown_addresses import written

_EM, _STRONG = ("\ufdd0", "\ufdd1"), ("\ufdd2", "\ufdd3")
_MARKERS = re.compile("[\ufdd0-\ufdd3]")
_ESCAPED = re.compile(r"[\\`*_\[\]{}<>]|&(?=[#\w])|~(?=~)|\^|=(?==)|\$|\|")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINE_START = re.compile(r"(?m)^(?P<lead>[ ]*)(?:(?P<number>\d{1,9})(?P<stop>[.)])(?=\s|$)|(?P<sign>[#>+:-]|={2,}|~))")
_KEPT = frozenset("sub sup del ins mark s u kbd".split())
_DEEPEST = 60
_BREAK = "\\\n"


def escaped(text: str) -> str:
    """Return plain `text` so that Markdown shows it as it is; spaces are made single, as HTML does."""
    text = _SPACES.sub(" ", _MARKERS.sub("", text))
    return _ESCAPED.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    """Return a sign as Markdown shows it; those that not every reader of Markdown lets escape, as references."""
    sign = found[0]
    return {"&": "&amp;", "<": "&lt;"}.get(sign) or (f"&#{ord(sign)};" if sign in "~^=$|" else f"\\{sign}")


def line_starts_escaped(text: str) -> str:
    """Return a paragraph whose lines do not begin with a sign that Markdown reads."""

    def one(found: re.Match[str]) -> str:
        if found["number"]:
            return f"{found['lead']}{found['number']}\\{found['stop']}"
        sign = found["sign"]
        return found["lead"] + ("".join(f"&#{ord(one)};" for one in sign) if sign[0] in ":=~" else f"\\{sign}")

    return _LINE_START.sub(one, text)


class Inlines:
    """Renders the inline content of one document. `notes` maps ids of notes to their labels."""

    def __init__(self, notes: Mapping[str, str], language: str | None, told: Callable[[Node, str], None]) -> None:
        """`told` is called with every element whose words are left out, and the reason."""
        self.notes = notes
        self.language = language
        self.told = told

    def paragraph(self, node: Node) -> str:
        """Return the whole content of `node` as the Markdown of one paragraph."""
        return finished(self.content(node, 0, frozenset()))

    def content(self, node: Node, depth: int, inside: frozenset[str]) -> str:
        """Return what stands in `node`, not yet finished: emphasis as markers."""
        if depth > _DEEPEST:
            return escaped(words_of(node))
        pieces = [escaped(node.text or "")]
        for child in node:
            pieces += (self.element(child, depth + 1, inside), escaped(child.tail or ""))
        return "".join(pieces)

    def element(self, node: Node, depth: int, inside: frozenset[str]) -> str:
        """Return one element of inline content."""
        name = local(node)
        if name in DROPPED and name:
            self.told(node, f"no text: <{name}>")
            return ""
        if maker := _SIMPLE.get(name):
            return maker(node)
        if name in _EMPHASIS:
            return self._marked(node, depth, inside, *_EMPHASIS[name])
        if name == "a":
            return self._link(node, depth, inside)
        call = self._call(node) if name in ("sup", "sub") else None
        return call or self._wrapped(node, name, self.content(node, depth, inside))

    def _wrapped(self, node: Node, name: str, content: str) -> str:
        """Return the content of an element between what stands for its tags."""
        if name in _KEPT and content.strip():
            return f"<{name}>{content}</{name}>"
        if name == "q":
            return f"“{content}”"
        tag = node.get("lang") or node.get("{http://www.w3.org/XML/1998/namespace}lang")
        if tag and self.language and tag.split("-")[0] != self.language.split("-")[0] and content.strip():
            return f"[{content.strip()}]{{lang={tag}}}"
        return content

    def _marked(self, node: Node, depth: int, inside: frozenset[str], kind: str, marks: tuple[str, str]) -> str:
        content = self.content(node, depth, inside | {kind})
        core = content.strip(" ")
        if kind in inside or not core or not re.search(r"[^\s\\]", core):
            return content
        lead, trail = len(content) - len(content.lstrip(" ")), len(content) - len(content.rstrip(" "))
        return " " * min(lead, 1) + marks[0] + core + marks[1] + " " * min(trail, 1)

    def _call(self, node: Node) -> str | None:
        """Return the mark of a note that a raised number calls."""
        for link in node.iter():
            if local(link) == "a" and (label := self.notes.get((link.get("href") or "").lstrip("#"))):
                return f"[^{label}]"
        return f"[^{label}]" if (label := self.notes.get(node.get("data-fn") or "")) else None

    def _link(self, node: Node, depth: int, inside: frozenset[str]) -> str:
        address = (node.get("href") or "").strip()
        if address.startswith("#") and (label := self.notes.get(address[1:])):
            return f"[^{label}]"
        content = self.content(node, depth, inside | {"a"})
        scheme = re.match(r"\s*([a-z][\w+.-]*):", address, re.IGNORECASE)
        if (
            address in ("", "#")
            or "a" in inside
            or (scheme and scheme[1].lower() not in ("http", "https", "mailto", "tel", "ftp"))
        ):
            return content
        if not content.strip():
            return content if not node.get("title") else f"[{escaped(node.get('title'))}]({written(address)})"
        lead, trail = content[: len(content) - len(content.lstrip())], content[len(content.rstrip()) :]
        return f"{lead}[{content.strip()}]({written(address)}){trail}"


def finished(text: str) -> str:
    """Return a paragraph with its emphasis marked as CommonMark 0.31 §6.2 sees it, else by tags."""
    text = re.sub(r"[ ]*\\\n[ ]*", _BREAK, re.sub(r"(?<!\\)\n", " ", re.sub(" +", " ", text))).strip()
    text = re.sub(r"\A(?:\\\n)+|(?:\\\n)+\Z", "", text).strip()
    stack: list[tuple[int, str]] = []
    pairs: dict[int, tuple[int, bool]] = {}
    for found in _MARKERS.finditer(text):
        if found[0] in (_EM[0], _STRONG[0]):
            stack.append((found.start(), found[0]))
        elif stack:
            start, _ = stack.pop()
            pairs[start] = (found.start(), _flanked(text, start, found.start()))
    ends = dict(pairs.values())

    def mark(found: re.Match[str]) -> str:
        at = found.start()
        strong = found[0] in _STRONG
        opening = found[0] in (_EM[0], _STRONG[0])
        good = pairs[at][1] if opening and at in pairs else ends.get(at)
        if good is None:
            return ""
        if good:
            return "**" if strong else "*"
        tag = "strong" if strong else "em"
        return f"<{tag}>" if opening else f"</{tag}>"

    return line_starts_escaped(_MARKERS.sub(mark, text))


def _flanked(text: str, start: int, end: int) -> bool:
    """Tell whether asterisks in the places of the markers open and close emphasis."""
    before, after = _neighbour(text, start - 1, -1), _neighbour(text, end + 1, 1)
    first, last = _neighbour(text, start + 1, 1), _neighbour(text, end - 1, -1)
    if first.isspace() or last.isspace() or text[start - 1 : start] == "*" or text[end + 1 : end + 2] == "*":
        return False
    if text[start - 1 : start] in _MARKERS_ALL or text[end + 1 : end + 2] in _MARKERS_ALL:
        return not (before.isalnum() or after.isalnum())
    opens = first.isalnum() or not before.isalnum()
    closes = last.isalnum() or not after.isalnum()
    return opens and closes


_MARKERS_ALL = (*_EM, *_STRONG)


def _neighbour(text: str, at: int, step: int) -> str:
    while 0 <= at < len(text) and _MARKERS.match(text[at]):
        at += step
    return text[at] if 0 <= at < len(text) else " "


def code(text: str) -> str:
    """Return `text` as a code span (CommonMark 0.31 §6.1)."""
    text = " ".join(text.split())
    if not text:
        return ""
    runs = {len(run) for run in re.findall(r"`+", text)}
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def picture(node: Node, caption: str = "", credit: str = "") -> str:
    """Return an `img` element as a picture, the largest that it names; one without an address is nothing."""
    source = next((node.get(key) for key in ("data-src", "data-lazy-src", "data-original", "src") if node.get(key)), "")
    if (not source or source.startswith("data:image/gif;base64,R0lGOD")) and (
        several := node.get("srcset") or node.get("data-srcset")
    ):
        source = several.split(",")[-1].split()[0]
    width, height = node.get("width"), node.get("height")
    if not source or "1" in (width, height) or "emoji" in classes(node):
        return escaped(node.get("alt") or "")
    alt = escaped(node.get("alt") or "")
    title = caption or (node.get("title") or "")
    quoted = ' "{}"'.format(" ".join(title.split()).replace("\\", "\\\\").replace('"', '\\"')) if title.strip() else ""
    braces = '{{credit="{}"}}'.format(credit.replace('"', "”")) if credit else ""
    if not alt and not braces and node.get("role") in ("presentation", "none"):
        braces = "{.decorative}"
    return f"![{alt}]({written(source.strip())}{quoted}){braces}"


def media(node: Node) -> str:
    """Return a link to a film, a sound or another page that is shown in this one."""
    source = node.get("src") or next((child.get("src") for child in node if child.get("src")), "")
    if not re.match(r"(?:https?:)?//|[\w./-]+\Z", source):
        return ""
    source = "https:" + source if source.startswith("//") else source
    words = node.get("title") or {"audio": "Audio", "video": "Video"}.get(local(node), "Embedded page")
    if "youtu" in source or "vimeo" in source:
        words = node.get("title") or "Video"
    return f"[{escaped(words)}]({written(source)})"


def _code(node: Node) -> str:
    return code(words_of(node))


_EMPHASIS = dict.fromkeys(("em", "i", "cite", "dfn", "var"), ("em", _EM)) | dict.fromkeys(
    ("strong", "b"), ("strong", _STRONG)
)
_SIMPLE: dict[str, Callable[[Node], str]] = {
    "": lambda _: "", "br": lambda _: _BREAK, "img": picture, "code": _code, "samp": _code, "tt": _code,
    "iframe": media, "video": media, "audio": media, "embed": media,
}  # fmt: skip
