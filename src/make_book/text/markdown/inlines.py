"""The way through the inline patterns, made short: a pattern whose sign is not in the text is not tried.

Most of a serial is words, and Python-Markdown would try twenty patterns on every paragraph.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

SIGN = re.compile(r"[`\\\[<&*_{]|  \n")
"""One of these stands in whatever an inline pattern matches; a test holds it against the patterns."""
_SIGNS = (
    *(("`", "`"), (r"\{:?[ ]*", "{"), (r"\!\[", "["), (r"\\(.)", "\\"), (r"\[\^", "["), (r"\[", "["), ("<(", "<")),
    *(("  \\n", "\n"), (r"(<(\/?+", "<"), ("(&(?:", "&")),
)
"""What a pattern has after what it looks back at, and the sign that stands in all it matches."""
_LOOKS_BACK = re.compile(r"\A\(\?<!(?:\\.|\[(?:\\.|[^\]])*\]|[^)\\])*\)")


class Inlines(InlineProcessor):
    """Python-Markdown's own processor, which tries only what can match (checked against 3.11)."""

    def __init__(self, md: Markdown) -> None:
        """Take the patterns of `md` as they are now."""
        super().__init__(md)
        self.inlinePatterns = list(md.inlinePatterns)  # type: ignore[assignment]
        self._signs = [sign_of(pattern.getCompiledRegExp().pattern) for pattern in md.inlinePatterns]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString) or SIGN.search(data) is None:
            return data
        for at in range(patternIndex, len(self._signs)):
            start, matched = 0, self._signs[at] in data
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    self.inlinePatterns[at], data, at, start
                )
        return data


def sign_of(pattern: str) -> str:
    """Return the sign that stands in all that an inline `pattern` matches; "" where none is known."""
    start = _LOOKS_BACK.sub("", pattern)
    return next((sign for begins, sign in _SIGNS if start.startswith(begins)), "")


def shorten(md: Markdown) -> None:
    """Put our processor in the place of Python-Markdown's, when all patterns are registered.

    Raise `TypeError` when Python-Markdown's has changed, so that ours would do nothing.
    """
    if not all(hasattr(InlineProcessor, f"_InlineProcessor__{name}") for name in ("handleInline", "applyPattern")):
        raise TypeError("Python-Markdown's inline processor is not what it was")
    md.treeprocessors.register(Inlines(md), "inline", 20)
