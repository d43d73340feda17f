"""Shortcodes of Hugo and tags of Liquid: those that show a picture, a video or code are set; the others are reported.

`{{< figure src="…" caption="…" >}}`, `{% include figure.html src="…" %}`, `{{< youtube ID >}}`,
`{% highlight js %}` … `{% endhighlight %}`. (Links with a reference in them: `link_grammar`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from make_book.text.markdown.code_blocks import FencedCode
from make_book.text.markdown.foreign_syntax import HUGO, LIQUID, VARIABLE
from make_book.text.markdown.inline_patterns import InlinePattern, Result
from make_book.text.markdown.inline_text import InlineText, stamp
from make_book.text.markdown.job import Foreign
from make_book.text.markdown.open_blocks import Block, OpenBlocks

_SIGNS = (("{{<", ">}}", HUGO), ("{{%", "%}}", HUGO), ("{%", "%}", LIQUID), ("{{", "}}", VARIABLE))
_LONGEST = 2000
_ARGUMENT = re.compile(r"""(?:([\w-]+)[ \t]*=[ \t]*)?(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'=`]+))""")
_PICTURES = frozenset({"figure", "img", "image", "picture"})
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_HIGHLIGHT = re.compile(r"(?:\{%-?[ \t]*highlight\b[^%\n]*%\}|\{\{[<%][ \t]*highlight\b[^<>%\n]*[>%]\}\})[ \t]*$")


class TemplateTag(NamedTuple):
    """A tag of another program: its kind, where it ends in the text, its name, and what is given to it."""

    kind: Foreign
    end: int
    name: str
    values: tuple[str, ...]
    named: dict[str, tuple[str, int]]
    """By name: the value, and where it begins in the text."""


def template_tags(text: InlineText, start: int, end: int) -> Iterator[tuple[int, TemplateTag]]:
    """Yield the tags in a part of `text` and where they begin."""
    at = text.find("{", start, end)
    while at >= 0:
        if found := read_tag(text, at):
            yield at, found
        at = text.find("{", found.end if found else at + 1, end)


def read_tag(text: InlineText, at: int) -> TemplateTag | None:
    """Return the tag that begins at `at`, or `None`."""
    for opening, closing, kind in _SIGNS:
        if text.startswith(opening, at) and text.last(closing) > at:
            stop = text.find(closing, at + len(opening), at + _LONGEST)
            if stop < 0 or "\n\n" in text[at:stop]:
                return None
            inside = text[at + len(opening) : stop]
            named: dict[str, tuple[str, int]] = {}
            values: list[str] = []
            for found in _ARGUMENT.finditer(inside):
                group = next(number for number in (2, 3, 4, 5) if found[number] is not None)
                if found[1]:
                    named[found[1].lower()] = found[group], at + len(opening) + found.start(group)
                else:
                    values.append(found[group])
            return TemplateTag(kind, stop + len(closing), values[0] if values else "", tuple(values[1:]), named)
    return None


class TemplateTags(InlinePattern):
    """`{{< … >}}`, `{{% … %}}`, `{% … %}` and `{{ … }}` in the words."""

    signs = ("{",)
    expression = r"\{[{%]"

    def handleMatch(self, m: re.Match[str], data: InlineText) -> Result:  # type: ignore[override]  # noqa: N802
        """Return the picture or the link that the tag means, or its words as they stand."""
        found = read_tag(data, m.start())
        if found is None:
            return None, None, None
        element = _picture(found, data) or _video(found)
        if element is not None:
            return stamp(element, *data.place(m.start())), m.start(), found.end
        written = data[m.start() : found.end]
        self.job.tell(found.kind, written, data.place(m.start()))
        return written, m.start(), found.end


def _picture(found: TemplateTag, text: InlineText) -> Element | None:
    """Return an image with its caption, which is Markdown."""
    name = found.values[0].split("/")[-1].partition(".")[0] if found.name == "include" and found.values else found.name
    source = next((found.named[key][0] for key in ("src", "image_path", "url", "path") if key in found.named), "")
    if name not in _PICTURES or found.kind is VARIABLE or not source:
        return None
    caption, at = found.named.get("caption", found.named.get("title", ("", 0)))
    image = Element("img", {"src": source, "alt": " ".join(found.named.get("alt", ("", 0))[0].split())})
    for key, ours in (("attr", "credit"), ("credit", "credit"), ("width", "width")):
        if key in found.named:
            image.set(ours, found.named[key][0])
    if not caption.strip():
        return image
    both = Element("span", {"data-image": ""})
    both.append(image)
    SubElement(both, "span", {"data-caption": ""}).text = text.part(at, at + len(caption))
    return both


def _video(found: TemplateTag) -> Element | None:
    """Return a link to a video; its words are its address."""
    key = found.values[0] if found.values else found.named.get("id", ("", 0))[0]
    if found.name not in _VIDEOS or found.kind is VARIABLE or not re.fullmatch(r"[\w-]+", key):
        return None
    link = Element("a", {"href": f"{_VIDEOS[found.name]}{key}"})
    link.text = AtomicString(f"{_VIDEOS[found.name]}{key}")
    return link


def start_highlight(reader: OpenBlocks, container: Block) -> bool:  # noqa: ARG001
    """Open code between `{% highlight js %}` and `{% endhighlight %}`, or Hugo's signs of the same meaning."""
    line = reader.ahead()
    if not _HIGHLIGHT.match(line):
        return False
    closing = "endhighlight" if line.startswith("{%") else "/highlight"
    if not reader.job.ends_after(closing, reader.number):
        return False
    mark = r"\{%-?[ \t]*endhighlight\b" if line.startswith("{%") else r"\{\{[<%][ \t]*/highlight\b"
    reader.open(FencedCode(reader.number, reader.next + 1, closing, reader.indent, mark))
    reader.finish_line()
    return True
