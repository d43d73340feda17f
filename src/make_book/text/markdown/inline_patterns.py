"""The inline patterns: escapes, code, references, autolinks, HTML, notes (CommonMark 2.4, 2.5, 6.1, 6.5, 6.6; GFM 6.9).

Each is an inline processor of Python-Markdown that names the signs it begins with, and is asked only there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from make_book.text.markdown.html_blocks import RAW
from make_book.text.markdown.html_grammar import (
    CHARACTER_DATA,
    COMMENT,
    DECLARATION,
    END_TAG,
    INSTRUCTION,
    OPEN_TAG,
    REFERENCE,
    character,
)
from make_book.text.markdown.inline_text import InlineText, stamp
from make_book.text.markdown.job import Job
from make_book.text.markdown.link_grammar import ESCAPED

Result = tuple[Element | str | None, int | None, int | None]
_ESCAPED = re.compile(r"[!-/:-@\[-`{-~]")


class InlinePattern(InlineProcessor):
    """A pattern that is asked where one of its `signs` stands; `//` is the scheme of a bare address."""

    signs: tuple[str, ...] = ()
    expression = ""

    def __init__(self, md: Markdown) -> None:
        """Stand in `md`."""
        super().__init__(self.expression, md)
        self.job = Job("", 1, "")

    def handleMatch(self, m: re.Match[str], data: InlineText) -> Result:  # type: ignore[override]  # noqa: N802
        """Return what was matched as an element or as words, and where it begins and ends; `None`s for nothing."""
        node = self.made(m, data)
        return (None, None, None) if node is None else (node, m.start(), m.end())

    def made(self, m: re.Match[str], text: InlineText) -> Element | str | None:
        """Return what the match makes, or `None` for nothing."""
        raise NotImplementedError


class Escapes(InlinePattern):
    """A backslash before a mark makes words of it; before a line end, a hard break."""

    signs = ("\\",)
    expression = r"\\(?:\n[ \t]*|(.))"

    def made(self, m: re.Match[str], text: InlineText) -> Element | str | None:
        """Return the sign, or a line break."""
        if m[1] is None:
            return _line_break(text, m.start())
        return m[1] if _ESCAPED.match(m[1]) else m[0]


def _line_break(text: InlineText, at: int) -> Element:
    line_break = stamp(Element("br"), *text.place(at))
    line_break.tail = "\n"
    return line_break


class CodeSpans(InlinePattern):
    """`` `code` ``: between runs of equally many backticks."""

    signs = ("`",)
    expression = r"`+"

    def __init__(self, md: Markdown) -> None:
        """Begin with no text."""
        super().__init__(md)
        self._text: InlineText | None = None
        self._runs: dict[int, list[int]] = {}

    def handleMatch(self, m: re.Match[str], data: InlineText) -> Result:  # type: ignore[override]  # noqa: N802
        """Return the code, or the backticks as they stand."""
        if data is not self._text:
            self._text, self._runs = data, {}
            for run in re.finditer("`+", data):
                self._runs.setdefault(len(run[0]), []).append(run.start())
        starts = self._runs[len(m[0])]
        at = bisect_right(starts, m.start())
        if at == len(starts):
            return m[0], m.start(), m.end()
        words = data[m.end() : starts[at]].replace("\n", " ")
        if words.strip(" ") and words[0] == words[-1] == " ":
            words = words[1:-1]
        code = stamp(Element("code"), *data.place(m.start()))
        code.text = AtomicString(words)
        return code, m.start(), starts[at] + len(m[0])


class CharacterReferences(InlinePattern):
    """`&amp;`, `&#8212;`."""

    signs = ("&",)
    expression = REFERENCE.pattern

    def made(self, m: re.Match[str], text: InlineText) -> str:  # noqa: ARG002
        """Return the character."""
        return character(m[0])


class Autolinks(InlinePattern):
    """`<https://example.org/>`, `<me@example.org>`."""

    signs = ("<",)
    expression = (
        r"<(?:([A-Za-z][A-Za-z0-9.+-]{1,31}:[^\x00-\x20<>]*)|([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9]"
        r"(?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*))>"
    )

    def made(self, m: re.Match[str], text: InlineText) -> Element:
        """Return the link."""
        link = stamp(Element("a", {"href": m[1] or f"mailto:{m[2]}"}), *text.place(m.start()))
        link.text = AtomicString(m[1] or m[2])
        return link


class BareAddresses(InlinePattern):
    """`https://example.org/` and `www.example.org` in the words."""

    signs = ("//",)
    expression = r"(?i:https?://|ftp://|www\.)[^\s<]+"

    def handleMatch(self, m: re.Match[str], data: InlineText) -> Result:  # type: ignore[override]  # noqa: N802
        """Return the link, without the marks that end the sentence around it."""
        words = _address(m[0])
        host = re.sub(r"^[a-z]+://", "", words, flags=re.IGNORECASE).split("/")[0].split("?")[0].split("#")[0]
        if not host or "." not in host.strip(".") or "_" in "".join(host.split(".")[-2:]):
            return m[0][: len(words)] or m[0], m.start(), m.start() + (len(words) or len(m[0]))
        href = words if "://" in words[:8] else f"http://{words}"
        link = stamp(Element("a", {"href": href}), *data.place(m.start()))
        link.set("href", ESCAPED.sub(r"\1", href))
        link.text = AtomicString(ESCAPED.sub(r"\1", words))
        return link, m.start(), m.start() + len(words)


_MARKS = "?!.,:*_~'\"“”‘’»。，、；：！？】》」』"
_REFERENCE_BEHIND = re.compile(r"&[A-Za-z0-9]{1,31};$")


def _address(words: str) -> str:
    """Return the address that `words` begin with (GFM, "extended autolink path validation")."""
    surplus = words.count(")") - words.count("(")
    while True:
        shorter = words.rstrip(_MARKS)
        if shorter.endswith(")") and surplus > 0:
            bare = shorter.rstrip(")")
            fewer = min(surplus, len(shorter) - len(bare))
            shorter, surplus = shorter[: len(shorter) - fewer], surplus - fewer
        if shorter.endswith(";") and (found := _REFERENCE_BEHIND.search(shorter, max(0, len(shorter) - 40))):
            shorter = shorter[: found.start()]
        if shorter == words:
            return words
        words = shorter


class RawHtml(InlinePattern):
    """Tags, comments and the like; what is no tag of HTML is words."""

    signs = ("<",)
    expression = r"<(?=[A-Za-z/!?])"

    def handleMatch(self, m: re.Match[str], data: InlineText) -> Result:  # type: ignore[override]  # noqa: N802
        """Return the HTML as it stands."""
        end = self._end(data, m.start())
        if end is None:
            return self._no_tag(data, m.start())
        element = stamp(Element(RAW), *data.place(m.start()))
        element.text = data.part(m.start(), end)
        return element, m.start(), end

    def _end(self, text: InlineText, at: int) -> int | None:
        line = text.place(at)[0]
        if found := END_TAG.match(text, at):
            return found.end() if self.job.is_tag(found[1], "", line, closes=True) else None
        if found := OPEN_TAG.match(text, at):
            if not self.job.is_tag(found[1], found[2], line):
                return None
            name = found[1].lower()
            if name in ("math", "svg") and not found[3] and text.last(f"</{name}>") > at:
                return text.low.index(f"</{name}>", found.end()) + len(name) + 3
            return found.end()
        for opening, closing, pattern in _OTHER:
            if text.startswith(opening, at) and text.last(closing) > at:
                found = pattern.match(text, at)
                return found.end() if found else None
        return None

    def _no_tag(self, text: InlineText, at: int) -> Result:
        """Return a tag that HTML does not have as words, and tell of it."""
        found = OPEN_TAG.match(text, at) or END_TAG.match(text, at)
        if not found:
            return None, None, None
        self.job.say_no_tag(found[0], text.place(at))
        return found[0], at, found.end()


_OTHER = (
    ("<!--", "-->", COMMENT),
    ("<?", "?>", INSTRUCTION),
    ("<![CDATA[", "]]>", CHARACTER_DATA),
    ("<!", ">", DECLARATION),
)


class NoteReferences(InlinePattern):
    """`[^1]`."""

    signs = ("[",)
    expression = r"\[\^([^\[\]]{1,200})\]"

    def made(self, m: re.Match[str], text: InlineText) -> Element | str:
        """Return the mark of a reference, or the text as it stands if there is no such note."""
        note = self.job.note(m[1])
        place = text.place(m.start())
        if note is None:
            hint = f"write it: a paragraph that begins [^{m[1]}]:"
            self.job.say("TXT-001", f"there is no note [^{m[1]}]", place, hint)
            return m[0]
        mark = stamp(Element("a", {"data-note": str(note.number)}), *place)
        mark.text = AtomicString("")
        return mark


PATTERNS: tuple[tuple[str, type[InlinePattern]], ...] = (
    ("escape", Escapes),
    ("code", CodeSpans),
    ("reference", CharacterReferences),
    ("autolink", Autolinks),
    ("html", RawHtml),
    ("note_reference", NoteReferences),
    ("address", BareAddresses),
)
"""The patterns by name, in the order in which they are asked."""
