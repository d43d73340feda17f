"""Python-Markdown with our block phase and our inline phase in it: text in, trees of the body and of each note out."""

from __future__ import annotations

import functools
import threading

import msgspec
from markdown import Markdown
from markdown.util import Registry

from make_book import xhtml
from make_book.findings import Finding
from make_book.text.markdown.abbreviations import Abbreviations
from make_book.text.markdown.block_starts import STARTS, VERSE_STARTS
from make_book.text.markdown.block_structure import BlockStructure
from make_book.text.markdown.foreign_syntax import FOREIGN_PATTERNS
from make_book.text.markdown.inline_patterns import PATTERNS, InlinePattern
from make_book.text.markdown.inline_structure import InlineStructure
from make_book.text.markdown.job import Job
from make_book.text.markdown.template_tags import TemplateTags
from make_book.text.markdown.tree_building import TreeBuilder
from make_book.text.markdown.wiki_links import WikiLinks, WikiPictures

OTHERS: tuple[tuple[str, type[InlinePattern]], ...] = (
    ("wiki_link", WikiLinks),
    ("wiki_picture", WikiPictures),
    ("shortcode", TemplateTags),
    *FOREIGN_PATTERNS,
)
"""The patterns of other programs' syntax, in the order in which they are asked after our own."""
_LOCK = threading.Lock()


class DraftNote(msgspec.Struct, frozen=True):
    """A note as it is written: its label, its blocks under a handle, and where its definition stands."""

    label: str
    root: xhtml.Element
    line: int
    column: int


class Draft(msgspec.Struct, frozen=True):
    """What the Markdown says: not cleaned, not numbered. Every element knows its place (`make_book.text.places`).

    `notes` stand in order of definition; a reference to the nth is `<a data-note="n">`.
    """

    body: xhtml.Element
    notes: tuple[DraftNote, ...]
    findings: tuple[Finding, ...]


class _Processor:
    """Python-Markdown with our parts in it; reused, since its registries take time to fill."""

    def __init__(self) -> None:
        md = self.markdown = Markdown()
        md.inlinePatterns = Registry()
        md.treeprocessors = Registry()
        self.blocks = BlockStructure(md, STARTS, VERSE_STARTS)
        md.parser = self.blocks
        for at, (name, pattern) in enumerate((*PATTERNS, *OTHERS)):
            md.inlinePatterns.register(pattern(md), name, 200 - at)
        self.inline = InlineStructure(md)
        self.abbreviations = Abbreviations(md)
        md.treeprocessors.register(self.inline, "inline", 20)
        md.treeprocessors.register(self.abbreviations, "abbr", 7)

    def run(self, job: Job) -> list[xhtml.Element]:
        """Return the tree of the text, and those of the notes."""
        for part in (self.blocks, self.inline, self.abbreviations):
            part.job = job
        lines = job.source.split("\n")
        root = self.blocks.parseDocument(lines).getroot()
        if root is None:
            raise AssertionError("a document has a root")
        for processor in self.markdown.treeprocessors:
            processor.run(root)
        return [TreeBuilder(job).build(handle) for handle in root]


@functools.cache
def _processor() -> _Processor:
    return _Processor()


def convert(source: str, file: str, first_line: int) -> Draft:
    """Return the trees of the Markdown `source`, which begins on line `first_line` of `file`. One runs at a time."""
    job = Job(file, first_line, source)
    with _LOCK:
        body, *roots = _processor().run(job)
    written = [(note.label, note.line, note.column) for note in job.notes.values()]
    written += [("", 0, 0)] * (len(roots) - len(written))
    job.say_foreign()
    notes = (DraftNote(label, root, line, column) for (label, line, column), root in zip(written, roots, strict=True))
    return Draft(body, tuple(notes), tuple(job.findings))
