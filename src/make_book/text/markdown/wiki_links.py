"""Links of wikis, as Obsidian writes them: `[[page]]`, `[[page|words]]`, `![[picture.png]]`."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from make_book.text.markdown.foreign_syntax import EMBED
from make_book.text.markdown.inline_patterns import InlinePattern
from make_book.text.markdown.inline_text import InlineText, stamp
from make_book.text.markdown.link_grammar import normal_label
from make_book.text.references import PAGE

_PICTURE = re.compile(r".+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|heic)", re.IGNORECASE)
_SIZE = re.compile(r"(\d+)(?:x\d+)?")


class WikiLinks(InlinePattern):
    """`[[page#heading|words]]`, unless the inner brackets are a reference that the text defines."""

    signs = ("[",)
    expression = r"\[\[([^\[\]\n|#^]{0,200})(?:[#^]([^\[\]\n|]{1,200}))?(?:\|([^\[\]\n]{1,500}))?\]\](?![(\[])"

    def made(self, m: re.Match[str], text: InlineText) -> Element | None:
        """Return the link."""
        page, place, words = m[1].strip(), (m[2] or "").strip(), (m[3] or "").strip()
        if not (page or place) or normal_label(m[1]) in self.job.links or page.upper().strip("_") == "TOC":
            return None
        href = f"{PAGE}{page}" if page else "#" + re.sub(r"\s+", "-", place.lower())
        link = stamp(Element("a", {"href": href}), *text.place(m.start()))
        link.text = AtomicString(words or page or place)
        return link


class WikiPictures(InlinePattern):
    """`![[picture.png|What it shows]]`; another embedded page is printed as it stands."""

    signs = ("!",)
    expression = r"!\[\[([^\[\]\n|]{1,200})(?:\|([^\[\]\n]{1,500}))?\]\]"

    def made(self, m: re.Match[str], text: InlineText) -> Element | str:
        """Return the image."""
        name, said = m[1].strip(), (m[2] or "").strip()
        if not _PICTURE.fullmatch(name):
            self.job.tell(EMBED, m[0], text.place(m.start()))
            return m[0]
        source = name if name.startswith("images/") else f"images/{name}"
        image = stamp(Element("img", {"src": source, "alt": said}), *text.place(m.start()))
        if size := _SIZE.fullmatch(said):
            image.set("alt", "")
            image.set("width", size[1])
        return image
