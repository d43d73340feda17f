"""The inline phase: CommonMark's delimiter stack (appendix "A parsing strategy") within Python-Markdown.

Python-Markdown tries each inline pattern on the whole text and puts what it finds aside behind a placeholder.
Here the text is read once, from left to right; a pattern is asked only where its sign stands, and what it
makes knows its place. Every step is linear in the text, whatever stands in it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from make_book.text.markdown.html_blocks import RAW
from make_book.text.markdown.inline_patterns import InlinePattern
from make_book.text.markdown.inline_reading import InlineReading
from make_book.text.markdown.inline_text import InlineText
from make_book.text.markdown.inline_tokens import fill
from make_book.text.markdown.job import Job
from make_book.text.markdown.paragraphs import DOUBTFUL


class InlineStructure(Treeprocessor):
    """Reads every `InlineText` of the tree."""

    def __init__(self, md: Markdown) -> None:
        """Take the patterns that are registered when the first text comes."""
        super().__init__(md)
        self.job = Job("", 1, "")
        self.patterns: dict[str, list[InlinePattern]] = {}

    def run(self, root: Element) -> None:
        """Replace the text that waits by elements; put the notes that stand in the text itself behind the others."""
        self.patterns = {}
        for pattern in self.md.inlinePatterns:
            if isinstance(pattern, InlinePattern):
                pattern.job = self.job
                for sign in pattern.signs:
                    self.patterns.setdefault(sign, []).append(pattern)
        for element in list(root.iter()):
            if element.tag != RAW and element.get(DOUBTFUL) is None:
                self._read(element)
        if self.job.has_doubtful_links:
            self._settle_doubts(root)
        for mark in self.job.inline_notes:
            body = SubElement(SubElement(root, "div"), "p")
            body.text, mark.text = mark.text, AtomicString("")
            body.extend(list(mark))
            mark[:] = []

    def _read(self, element: Element) -> None:
        if isinstance(element.text, InlineText):
            text, element.text = element.text, None
            children = list(element)
            element[:] = []
            self._put(element, text)
            element.extend(children)
        if any(isinstance(child.tail, InlineText) for child in element):
            children = list(element)
            element[:] = []
            for child in children:
                element.append(child)
                if isinstance(child.tail, InlineText):
                    waiting, child.tail = child.tail, None
                    self._put(element, waiting)

    def _put(self, element: Element, text: InlineText) -> None:
        tokens = InlineReading(text, self.job, self.patterns).tokens()
        fill(element, tokens)

    def _settle_doubts(self, root: Element) -> None:
        """Make sentences of the definitions that no link has used."""
        for parent in list(root.iter()):
            for child in [child for child in parent if child.get(DOUBTFUL) is not None]:
                label = child.attrib.pop(DOUBTFUL)
                if self.job.links.get(label) and self.job.links[label].used:
                    parent.remove(child)
                else:
                    self.job.links.pop(label, None)
                    self._read(child)
