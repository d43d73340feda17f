"""Source maps carried through a template: comments mark where texts stand in what it gives.

A template is anybody's: it may put a text wherever it likes, or leave it out. So each text goes in between two
comments; where these stand in the section's tree, the text's elements stand between them, in their order.
"""

from __future__ import annotations

from collections.abc import Sequence

from make_book import xhtml
from make_book.model import SourceMap
from make_book.text.source_maps import NOWHERE, Place, map_of

_BEGIN, _END = "make-book: text ", "make-book: end"


def mark(text: str, number: int) -> str:
    """Return the XHTML `text` between comments that say that it is the text `number`."""
    return f"<!--{_BEGIN}{number}-->{text}<!--{_END}-->" if text else ""


def take_marks(root: xhtml.Element, maps: Sequence[SourceMap]) -> SourceMap:
    """Return the source map of the section `root` and remove the marks; `maps` are those of its texts by number.

    A text that a template changed so that it has more elements or fewer is not mapped.
    """
    places: list[Place] = []
    comments = []
    begin, number = 0, -1
    for node in xhtml.nodes(root):
        if not xhtml.is_comment(node):
            places.append(NOWHERE)
            continue
        comment_text = node.text or ""
        if comment_text.startswith(_BEGIN) and comment_text.removeprefix(_BEGIN).isdecimal():
            begin, number = len(places), int(comment_text.removeprefix(_BEGIN))
        elif comment_text == _END and 0 <= number < len(maps):
            inside = maps[number]
            if len(inside.lines) == len(places) - begin:
                places[begin:] = inside.places
            number = -1
        else:
            continue
        comments.append(node)
    for comment in comments:
        xhtml.replace(comment)
    return map_of(places)
