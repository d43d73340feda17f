"""Markdown to XHTML: an episode's words as the book keeps them. Only this package knows Python-Markdown.

The dialect is docs/writing.md. Markdown becomes a tree (`converter`), which is cleaned
(`make_book.text.cleaning`), shaped (`blocks`, `figures`, `notes`, `references`, `marks`) and set as
the language wants (`typography`). Until it is serialised, every element of the tree knows the line and
column of the manuscript that it comes from (`make_book.text.places`).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book import xhtml
from make_book.findings import Finding, Span
from make_book.model import Note, Text
from make_book.text.blocks import level_headings, shape
from make_book.text.cleaning import DIALECT, Cleaner
from make_book.text.figures import images_used, set_figures
from make_book.text.fragments import tidy
from make_book.text.markdown.converter import DraftNote, convert
from make_book.text.marks import Marked, mark
from make_book.text.notes import link_notes, note_id, order_notes
from make_book.text.places import Places
from make_book.text.references import mark_languages, resolve
from make_book.text.source_maps import take_stamps
from make_book.text.structure import repair
from make_book.text.typography import refine, refine_tree


class Rendered(msgspec.Struct, frozen=True):
    """A text ready to be set, and all that is to be said about its Markdown."""

    text: Text
    findings: tuple[Finding, ...]


def render(source: str, *, file: str, first_line: int = 1, language: str, prefix: str) -> Rendered:
    """Return the Markdown `source` as XHTML.

    `file` and `first_line` (the line of the file on which `source` begins) give the findings their
    places; `prefix` is the section's id, with which every id in the text begins. Never raises on
    any text: what is wrong becomes a finding.
    """
    clean, found = tidy(source, file, first_line)
    places = Places(file)
    draft = convert(clean, file, first_line)
    cleaner = Cleaner(places)
    body, bodies = draft.body, [note.root for note in draft.notes]
    for root in (body, *bodies):
        cleaner.clean(root)
        repair(root)
    numbered = order_notes(body, bodies)
    roots = [body, *(bodies[index] for index in numbered.order)]
    unused = tuple(_unused(draft.notes[index], file) for index in numbered.unused)
    shaping = _shape(roots, prefix, places)
    link_notes(roots, numbered.order, prefix)
    marked = mark(roots, prefix, places)
    _refine(roots, language)
    findings = (*found, *draft.findings, *cleaner.findings, *unused, *shaping, *marked.findings)
    return Rendered(_text(roots, marked, language, prefix, places), tuple(sorted(findings, key=_place)))


def _text(roots: Sequence[xhtml.Element], marked: Marked, language: str, prefix: str, places: Places) -> Text:
    images = tuple(use for root in roots for use in images_used(root, places))
    source_map, *note_maps = (take_stamps(root, places.file) for root in roots)
    body, *notes = (xhtml.inner(root).strip() for root in roots)
    mapped_notes = enumerate(zip(notes, note_maps, strict=True), 1)
    return Text(
        xhtml=body,
        notes=tuple(Note(note_id(prefix, number), str(number), *mapped) for number, mapped in mapped_notes),
        images=images,
        marks=marked.index_marks(language),
        terms=marked.terms(language),
        source_map=source_map,
    )


def _refine(roots: Sequence[xhtml.Element], language: str) -> None:
    """Drop what is left of the dialect's own attributes, and set the words as the language wants."""
    for root in roots:
        for element in xhtml.elements(root):
            for name in DIALECT.intersection(map(str, element.attrib)):
                xhtml.take(element, name)
        refine_tree(root, language)
        for picture in root.iter("img"):
            picture.set("alt", refine(picture.get("alt") or "", picture.get("lang") or language))


def _shape(roots: Sequence[xhtml.Element], prefix: str, places: Places) -> tuple[Finding, ...]:
    findings = list(resolve(roots, prefix, places))
    for root in roots:
        findings += set_figures(root, places)
        findings += level_headings(root, places)
        shape(root)
        mark_languages(root)
    return tuple(findings)


def _unused(note: DraftNote, file: str) -> Finding:
    hints = (f"refer to it with [^{note.label}], or remove it",)
    span = Span(file, note.line, note.column)
    return Finding("TXT-002", f"nothing refers to the note [^{note.label}]; it is left out", span, hints)


def _place(finding: Finding) -> tuple[int, int, str]:
    span = finding.span
    return ((span.line or 0) if span else 0, (span.column or 0) if span else 0, finding.code)
