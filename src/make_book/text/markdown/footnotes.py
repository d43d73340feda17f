"""Notes: their definitions are taken out of the text, their references become `<a data-note>`.

Numbers and ids come later (`make_book.text.notes`): only the finished tree knows which reference is
the first.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import cast
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from make_book.text.markdown.job import ETX, STX, Job

BOUNDARY = re.compile(rf"<p>{STX}note:(\d+){ETX}</p>")
"""What stands before each note's blocks in the converted text."""


class Definitions(FootnoteBlockProcessor):
    """`[^1]: the note`, with its indented paragraphs, anywhere in the text."""

    def __init__(self, md: Markdown) -> None:
        """Stand in `md` without the extension, which would make its own list of notes."""
        super().__init__(cast(FootnoteExtension, SimpleNamespace(parser=md.parser, setFootnote=self._define)))
        self.job: Job | None = None

    def _define(self, label: str, text: str) -> None:
        if self.job is not None:
            self.job.define(label, text)


class References(InlineProcessor):
    """`[^1]` in the text."""

    def __init__(self, md: Markdown) -> None:
        """Match any label; whether it is defined shows when it is met."""
        super().__init__(r"\[\^([^\]]+)\]", md)
        self.job: Job | None = None

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | str, int, int]:
        """Return the mark of a reference, or the text as it stands if there is no such note."""
        if self.job is None or m[1] not in self.job.notes:
            if self.job is not None:
                self.job.undefined(self.unescape(m[1]))
            return m[0], m.start(), m.end()
        mark = Element("a", {"data-note": str(self.job.labels.index(m[1]))})
        mark.text = AtomicString("")
        return mark, m.start(), m.end()


class Bodies(Treeprocessor):
    """Puts the notes' blocks after the text, each behind a boundary."""

    def __init__(self, md: Markdown) -> None:
        """Run before the inline patterns, so that they work on the notes too."""
        super().__init__(md)
        self.job: Job | None = None

    def run(self, root: Element) -> None:
        """Append every note to `root`; a note defined within a note comes after it."""
        number = 0
        while self.job is not None and number < len(self.job.labels):
            SubElement(root, "p").text = AtomicString(f"{STX}note:{number}{ETX}")
            body = Element("div")
            self.md.parser.parseChunk(body, self.job.notes[self.job.labels[number]])
            root.extend(body)
            number += 1
