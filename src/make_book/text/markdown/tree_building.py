"""From Python-Markdown's tree to the tree of XHTML: the author's own tags become elements, as in a browser.

(HTML, 13.2.6, as far as a book needs it: end tags that may be left out, elements that end in the wrong
order, raw text.) Each repair is reported at the place of the tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from make_book import xhtml
from make_book.text.cleaning import MATHML
from make_book.text.markdown.html_blocks import RAW
from make_book.text.markdown.html_grammar import (
    CHARACTER_DATA,
    COMMENT,
    DECLARATION,
    END_TAG,
    INSTRUCTION,
    OPEN_TAG,
    RAW_TEXT_NAMES,
    attributes_of,
    is_name_of_office,
    resolved,
)
from make_book.text.markdown.inline_text import InlineText
from make_book.text.markdown.job import Job
from make_book.text.markdown.template_tags import template_tags
from make_book.text.places import COLUMN, LINE

MAX_DEPTH = 150
"""How many elements may lie in each other; what is deeper loses its markup, and keeps its words."""
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u del ins mark q span sub sup".split())
_CROSSED = _FORMATTING | {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
"""Elements of Markdown that a tag in them may end."""
_OPTIONAL_END = frozenset("p li dt dd td th tr thead tbody tfoot colgroup caption option optgroup rt rp rb rtc".split())
_IMPLIED = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"td", "th", "tr"},
    "tbody": {"td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup"},
    "tfoot": {"td", "th", "tr", "thead", "tbody", "caption", "colgroup"},
    "thead": {"caption", "colgroup"},
    "rt": {"rt", "rp"},
    "rp": {"rt", "rp"},
    "option": {"option"},
}
"""What an open tag ends, if it is the innermost open element (HTML, 13.1.2.4)."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


class _Frame:
    """An open element: the author's own tag (`is_raw`), or an element of Markdown."""

    def __init__(self, name: str, attributes: Mapping[str, str], namespace: str, *, is_raw: bool) -> None:
        self.name = name
        self.attributes = attributes
        self.namespace = namespace
        self.is_raw = is_raw
        self.element: xhtml.Element | None = None
        """The element in the tree while it is open."""


class TreeBuilder:
    """Builds the tree of one text, or of one note."""

    def __init__(self, job: Job) -> None:
        """Begin with a `<div>` that is only a handle."""
        self.job = job
        self.root = xhtml.make("div")
        self.frames: list[_Frame] = []
        self.top = self.root
        self.pending: list[_Frame] = []
        """Elements that ended with one around them and go on with the next words."""
        self._too_deep: dict[str, int] = {}
        self._told = False

    def build(self, source: Element) -> xhtml.Element:
        """Return the tree of what stands in `source`."""
        self._words(source.text)
        walk = [(iter(source), source, self._frame(source))]
        while walk:
            children, element, frame = walk[-1]
            child = next(children, None)
            if child is None:
                walk.pop()
                if walk:
                    self._leave(frame)
                    self._words(element.tail)
            elif child.tag == RAW:
                self._html(child)
                self._words(child.tail)
            else:
                frame = self._frame(child)
                self._enter(frame)
                self._words(child.text)
                walk.append((iter(child), child, frame))
        while self.frames:
            self._pop(told=True)
        return self.root

    # Elements of Markdown

    def _frame(self, element: Element) -> _Frame:
        return _Frame(str(element.tag), element.attrib, "", is_raw=False)

    def _enter(self, frame: _Frame) -> None:
        if frame.name in xhtml.BLOCK:
            self._imply("p")
        self._push(frame)

    def _leave(self, frame: _Frame) -> None:
        if frame.element is not None and frame in self.frames:
            while self.frames[-1] is not frame:
                inner = self.frames[-1]
                self._pop(told=True)
                if inner.name in _FORMATTING and frame.name in _FORMATTING:
                    self.pending.append(inner)
            self._pop(told=False)
        if frame.name in xhtml.BLOCK:
            self.pending.clear()
        elif frame in self.pending:
            self.pending.remove(frame)

    # The author's tags

    def _html(self, raw: Element) -> None:
        """Read HTML."""
        text = raw.text
        if not isinstance(text, InlineText):
            raise TypeError("HTML knows its place")
        at = 0
        while at < len(text):
            sign = text.find("<", at)
            if sign < 0:
                sign = len(text)
            if sign > at:
                for start, tag in template_tags(text, at, sign):
                    self.job.tell(tag.kind, text[start : tag.end], text.place(start))
                self._words(resolved(text[at:sign]))
            at = sign if sign == len(text) else self._markup(text, sign)

    def _markup(self, text: InlineText, at: int) -> int:
        """Read what begins with `<`; return where it ends."""
        place = text.place(at)
        foreign = bool(self.frames) and bool(self.frames[-1].namespace)
        if found := END_TAG.match(text, at):
            if foreign or self.job.is_tag(found[1], "", place[0], closes=True):
                self._end_tag(found[1].lower(), place)
                return found.end()
        elif (found := OPEN_TAG.match(text, at)) and (foreign or self.job.is_tag(found[1], found[2], place[0])):
            return self._open_tag(found, text, place)
        for opening, closing, pattern in (
            ("<!--", "-->", COMMENT),
            ("<?", "?>", INSTRUCTION),
            ("<![CDATA[", "]]>", CHARACTER_DATA),
            ("<!", ">", DECLARATION),
        ):
            if text.startswith(opening, at) and text.last(closing) > at and (found := pattern.match(text, at)):
                self._words(found[1] if opening == "<![CDATA[" else "")
                return found.end()
        if found := OPEN_TAG.match(text, at) or END_TAG.match(text, at):
            self.job.say_no_tag(found[0], place)
        self._words("<")
        return at + 1

    def _open_tag(self, found: re.Match[str], text: InlineText, place: tuple[int, int]) -> int:
        """Open an element; return where its tag, or with raw text all of it, ends."""
        name = found[1].lower()
        if is_name_of_office(name):
            self.job.say("TXT-010", f"<{name}> was removed, its text kept", place, "an office program left it")
            return found.end()
        namespace = self.frames[-1].namespace if self.frames else ""
        if not namespace:
            self._imply(name)
            namespace = {"math": MATHML, "svg": "http://www.w3.org/2000/svg"}.get(name, "")
        attributes = dict(_attributes(found[2]))
        attributes |= {LINE: str(place[0]), COLUMN: str(place[1])}
        frame = _Frame(name, attributes, namespace, is_raw=True)
        self._push(frame)
        end = found.end()
        if name in RAW_TEXT_NAMES and not namespace and not found[3]:
            closing = text.low.find(f"</{name}", end) if text.last(f"</{name}") >= end else -1
            if closing >= 0:
                self._words(text[end:closing])
                end = closing
        if found[3] or (name in xhtml.VOID and not namespace):
            self._pop_raw(frame)
        return end

    def _pop_raw(self, frame: _Frame) -> None:
        if self.frames and self.frames[-1] is frame:
            self._pop(told=False)
        elif self._too_deep.get(frame.name):
            self._too_deep[frame.name] -= 1

    def _end_tag(self, name: str, place: tuple[int, int]) -> None:
        """Close the innermost element of the author's called `name`, and what is open in it."""
        for frame in self.pending:
            if frame.is_raw and frame.name == name:
                self.pending.remove(frame)
                return
        if self._too_deep.get(name):
            self._too_deep[name] -= 1
            return
        for at in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[at]
            if frame.is_raw and frame.name == name:
                self._close_to(at)
                return
            if not frame.is_raw and frame.name not in _CROSSED:
                break
        if name != "p" and name not in xhtml.VOID and not is_name_of_office(name):
            message = f"the end tag </{name}> ends nothing; it was left out"
            self.job.say("TXT-012", message, place, "remove it, or open the element before it")

    def _close_to(self, at: int) -> None:
        """Close the frame number `at` and all above it; of those, what formats words goes on behind it."""
        target = self.frames[at]
        again: list[_Frame] = []
        while len(self.frames) > at + 1:
            inner = self.frames[-1]
            self._pop(told=True)
            if not inner.is_raw or (inner.name in _FORMATTING and target.name in _FORMATTING):
                again.insert(0, inner)
        self._pop(told=False)
        self.pending = [*again, *self.pending]

    def _imply(self, name: str) -> None:
        """Close the author's elements that an open tag `name` ends."""
        closed = _IMPLIED.get(name) or ({"p"} if name in xhtml.BLOCK else set())
        at = len(self.frames) - 1
        while at >= 0 and self.frames[at].is_raw and not self.frames[at].namespace:
            here = self.frames[at].name
            if here in closed:
                while len(self.frames) > at:
                    self._pop(told=True)
            elif here not in _FORMATTING and here not in _OPTIONAL_END:
                return
            at -= 1

    # The tree

    def _push(self, frame: _Frame) -> None:
        self._resume()
        if len(self.frames) >= MAX_DEPTH:
            self._tell_of_depth(frame)
            if frame.is_raw:
                self._too_deep[frame.name] = self._too_deep.get(frame.name, 0) + 1
            if frame.name not in xhtml.VOID:
                return
            xhtml.child(self.top, frame.name, frame.attributes, frame.namespace)
            return
        frame.element = self.top = xhtml.child(self.top, frame.name, frame.attributes, frame.namespace)
        self.frames.append(frame)

    def _pop(self, *, told: bool) -> None:
        """Close the innermost element; tell of it if it should have been closed before."""
        frame = self.frames.pop()
        frame.element = None
        self.top = next((outer.element for outer in reversed(self.frames) if outer.element is not None), self.root)
        if told and frame.is_raw and frame.name not in _OPTIONAL_END:
            message = f"<{frame.name}> is not closed where it should be; it was repaired as a browser would"
            place = int(frame.attributes[LINE]), int(frame.attributes[COLUMN])
            hint = f"write </{frame.name}> where it ends, or &lt; for a < that is no tag"
            self.job.say("TXT-012", message, place, hint)

    def _resume(self) -> None:
        """Open again what goes on with the next words."""
        while self.pending:
            frame = self.pending.pop(0)
            frame.attributes = {name: value for name, value in frame.attributes.items() if name != "id"}
            if len(self.frames) < MAX_DEPTH:
                frame.element = self.top = xhtml.child(self.top, frame.name, frame.attributes, frame.namespace)
                self.frames.append(frame)

    def _words(self, text: str | None) -> None:
        if text:
            if self.pending and not text.isspace():
                self._resume()
            xhtml.append_text(self.top, text)

    def _tell_of_depth(self, frame: _Frame) -> None:
        if not self._told:
            self._told = True
            place = int(frame.attributes.get(LINE, self.job.first_line)), int(frame.attributes.get(COLUMN, 1))
            message = f"elements are nested more than {MAX_DEPTH} deep; what lies deeper loses its markup"
            self.job.say("TXT-024", message, place, "write it with fewer levels")


def _attributes(written: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes that XML can carry; ours cannot be forged."""
    for name, value in attributes_of(written).items():
        if name == "xml:lang":
            yield xhtml.XML_LANG, value
        elif _NAME.fullmatch(name) and not name.startswith("data-") and name not in ("xmlns", "markdown"):
            yield name, value
