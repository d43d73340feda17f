"""Inside a paragraph: attribute lists kept from harm, bracketed spans, pictures with captions."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import ImageInlineProcessor, InlineProcessor, LinkInlineProcessor
from markdown.util import INLINE_PLACEHOLDER_RE

from make_book.text import attributes
from make_book.text.attributes import LIST
from make_book.text.markdown.corrections import assign

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_Result = tuple[Element | None, int | None, int | None]


class KeepLists(InlineProcessor):
    """Hides attribute lists from the other patterns: `{credit="Photo: *A. N.*"}` has no emphasis."""

    def __init__(self, md: Markdown) -> None:
        """Match a whole list."""
        super().__init__(rf"(?<![\\'\"=]){LIST}", md)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str, int, int]:
        """Return the list as it stands; the inline processor puts it aside."""
        return m[0], m.start(), m.end()


class Pictures(ImageInlineProcessor):
    """`![alt](path "caption")`: the caption is Markdown, so it becomes an element and not a `title`."""

    def handleMatch(self, m: re.Match[str], data: str) -> _Result:  # type: ignore[override]  # noqa: N802
        """Return `<img>`, with a caption `<span data-image><img/><span data-caption>…</span></span>`."""
        picture, start, end = super().handleMatch(m, data)
        if not isinstance(picture, Element):
            return None, None, None
        for name in ("alt", "src"):
            picture.set(name, " ".join(_ESCAPE.sub(r"\1", picture.get(name, "")).split()))
        caption = picture.attrib.pop("title", None)
        if caption is None or not caption.strip():
            return picture, start, end
        both = Element("span", {"data-image": ""})
        both.append(picture)
        SubElement(both, "span", {"data-caption": ""}).text = caption
        return both, start, end


class Spans(LinkInlineProcessor):
    """`[text]{lang=ru}`: a span with attributes. Registered several times, so that spans nest."""

    def handleMatch(self, m: re.Match[str], data: str) -> _Result:  # type: ignore[override]  # noqa: N802
        """Return the span, or nothing if no attribute list follows the brackets."""
        text, index, closed = self.getText(data, m.end())
        follows = INLINE_PLACEHOLDER_RE.match(data, index) if closed else None
        said = attributes.read(self.unescape(follows[0])) if follows else None
        if follows is None or said is None:
            return None, None, None
        span = Element("span")
        assign(span, said)
        span.text = text
        return span, m.start(), follows.end()


def add_spans(md: Markdown) -> None:
    """Register the patterns: after code, before escapes, notes and links."""
    patterns = md.inlinePatterns
    patterns.register(KeepLists(md), "attribute_list", 187)
    patterns.register(Pictures(r"(?<!\\)\!\[", md), "picture", 186)
    for depth in range(3):
        patterns.register(Spans(r"(?<!\!)\[", md), f"span_{depth}", 173 - depth / 10)
