"""A text as the book has it, beside what the second reader reads of it."""

from __future__ import annotations

from make_book.checks.equality import check_text
from make_book.findings import Finding
from make_book.manuscript.values import SourceText
from make_book.model import Division, Section
from make_book.text.markdown import render
from sections import make_section

_NOTE = '<aside role="doc-footnote" id="{id}"><p><a role="doc-backlink" href="#{id}-ref">{label}</a></p>{text}</aside>'


def set_text(source: str, *, language: str = "en") -> Section:
    """Return the section that the Markdown `source` becomes, without a head."""
    text = render(source, file="a.md", language=language, prefix="e").text
    notes = "".join(_NOTE.format(id=note.id, label=note.label, text=note.xhtml) for note in text.notes)
    return make_section(
        id="e",
        kind="episode",
        title="T",
        place=Division.BODY,
        language=language,
        text=f'<section id="e"><div class="text">{text.xhtml}</div>{notes}</section>',
        source="a.md",
    )


def unlike(source: str, *, language: str = "en") -> tuple[Finding, ...]:
    """Return in what the two readings of the Markdown `source` differ."""
    return check_text([set_text(source, language=language)], [SourceText("a.md", source)])
