"""The way through the inline patterns, made short for text in which none of them can match.

Most of a serial is words: Python-Markdown would still try twenty patterns on every paragraph.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

SIGN = re.compile(r"[`\\\[<&*_{]|  \n")
"""One of these stands in whatever an inline pattern matches; a test holds it against the patterns."""


class Inlines(InlineProcessor):
    """Python-Markdown's own processor, which lets plain text pass unread (checked against 3.11)."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if SIGN.search(data) is None:
            return data
        handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
        return handled


def shorten(md: Markdown) -> None:
    """Put our processor in the place of Python-Markdown's, when all patterns are registered.

    Raise `TypeError` when Python-Markdown's has changed, so that ours would do nothing.
    """
    if not hasattr(InlineProcessor, "_InlineProcessor__handleInline"):
        raise TypeError("Python-Markdown's inline processor is not what it was")
    processor = Inlines(md)
    processor.inlinePatterns = list(md.inlinePatterns)  # type: ignore[assignment]
    md.treeprocessors.register(processor, "inline", 20)
