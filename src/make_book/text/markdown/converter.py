"""The one Markdown processor of the house: text in, HTML of the body and of each note out."""

from __future__ import annotations

import functools
import re
import threading
from html import escape

import msgspec
from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor

from make_book.findings import Finding
from make_book.text.markdown.code import FencedCode
from make_book.text.markdown.corrections import correct
from make_book.text.markdown.fences import LINE_MARK, Fences, LineBlocks, NumberFences
from make_book.text.markdown.footnotes import BOUNDARY, Bodies, Definitions, References
from make_book.text.markdown.inlines import shorten
from make_book.text.markdown.job import Job
from make_book.text.markdown.lists import Lists
from make_book.text.markdown.spans import add_spans
from make_book.text.places import Places

_EXTENSIONS = ("tables", "def_list", "abbr", "attr_list", "md_in_html", "sane_lists")
_LOCK = threading.Lock()


class Draft(msgspec.Struct, frozen=True):
    """What the Markdown says, as raw HTML: not cleaned, not numbered, perhaps not well-formed.

    `notes` are (label, HTML) in order of definition; a reference to the nth is `<a data-note="n">`.
    """

    body: str
    notes: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


class _Processor:
    """Python-Markdown with our parts in it; reused, since building it takes longer than a page."""

    def __init__(self) -> None:
        self.markdown = Markdown(extensions=[f"markdown.extensions.{name}" for name in _EXTENSIONS])
        md = self.markdown
        abbreviations = md.treeprocessors["abbr"]
        if not isinstance(abbreviations, AbbrTreeprocessor):
            raise TypeError("Python-Markdown's abbreviations are not what they were")
        self.abbreviations = abbreviations.abbrs
        definitions = Definitions(md)
        self.parts = (definitions, Fences(md, definitions), References(md), Bodies(md), FencedCode(md))
        correct(md)
        md.preprocessors.register(NumberFences(md), "fence_lines", 29)
        md.preprocessors.register(self.parts[4], "fenced_code", 28)
        md.preprocessors.register(Lists(md), "lists", 15)
        md.parser.blockprocessors.register(self.parts[1], "fence", 110)
        md.parser.blockprocessors.register(definitions, "note_definition", 95)
        md.parser.blockprocessors.register(LineBlocks(md.parser), "line_block", 74)
        md.inlinePatterns.register(self.parts[2], "note_reference", 175)
        md.treeprocessors.register(self.parts[3], "note_bodies", 50)
        add_spans(md)
        shorten(md)

    def run(self, job: Job) -> str:
        for part in self.parts:
            part.job = job
        return self.markdown.reset().convert(job.places.source)

    def idle_abbreviations(self, html: str) -> tuple[str, ...]:
        return tuple(short for short in self.abbreviations if f">{escape(short, quote=False)}</abbr>" not in html)


@functools.cache
def _processor() -> _Processor:
    return _Processor()


def convert(places: Places) -> Draft:
    """Return the HTML of the Markdown in `places`. One conversion runs at a time."""
    job = Job(places)
    with _LOCK:
        html = _processor().run(job)
        idle = _processor().idle_abbreviations(html)
    for short in idle:
        span = places.search(rf"\*\[{re.escape(short)}\]")
        job.say("TXT-020", f"the abbreviation {short} is explained but not used", span)
    body, *rest = BOUNDARY.split(LINE_MARK.sub("", html))
    texts = dict(zip(map(int, rest[::2]), rest[1::2], strict=True))
    notes = tuple((label, texts.get(number, "").strip()) for number, label in enumerate(job.labels))
    return Draft(body.strip(), notes, tuple(job.findings))
