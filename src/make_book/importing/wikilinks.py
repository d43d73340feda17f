"""Obsidian's and wikis' links: `[[Page|words]]`, `![[picture.png|300]]` as Markdown's."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from make_book.importing.markdown_addresses import outside_code, written

_WIKI = re.compile(
    r"(?P<embed>!?)\[\[(?P<target>[^\[\]|#\n]*)(?:#(?P<anchor>[^\[\]|\n]*))?(?:\|(?P<words>[^\[\]\n]*))?\]\]"
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)\Z", re.IGNORECASE)
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)


def as_links(text: str) -> str:
    """Return `text` with wikilinks as links and embeds of pictures as pictures; an embedded note becomes a link."""
    pieces: list[str] = []
    at = 0
    for start, end in outside_code(text):
        pieces += (text[at:start], _WIKI.sub(_one, _COMMENT.sub("", text[start:end])))
        at = end
    return "".join((*pieces, text[at:]))


def _one(found: re.Match[str]) -> str:
    target, words = found["target"].strip(), (found["words"] or "").strip()
    if found["embed"] and _PICTURE.search(target):
        size = re.fullmatch(r"(\d+)(?:x\d+)?", words)
        width = f"{{width={size[1]}}}" if size else ""
        return f"![{'' if size else words}]({written(target)}){width}"
    shown = words or target or (found["anchor"] or "").strip()
    if not target:
        return f"[{shown}](#{_anchor(found['anchor'] or '')})"
    suffix = PurePosixPath(target).suffix
    return f"[{shown}]({written(target if suffix else target + '.md')})"


def _anchor(words: str) -> str:
    return re.sub(r"[^\w]+", "-", words.strip().lower()).strip("-")
