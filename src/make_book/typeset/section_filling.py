"""Templates filled with the book's data: one function for each kind of section."""

from __future__ import annotations

from typing import Any

from make_book import xhtml
from make_book.findings import BookError, Finding, Span
from make_book.model import Book, Division, Episode, Matter, Note, Part, Section, Survey
from make_book.text.naming import episode_label
from make_book.typeset import acknowledgements, generated
from make_book.typeset.contents import (
    dated_only,
    full_name,
    heading_of,
    narrator_of,
    titled_with_number,
)
from make_book.typeset.localizer import Localizer
from make_book.typeset.running_titles import running_title
from make_book.typeset.section_safety import make_safe
from make_book.typeset.section_semantics import UNLISTED, UNTITLED, semantics
from make_book.typeset.section_survey import survey
from make_book.typeset.templates import Filler, markup


def part(book: Book, content: Part, fill: Filler) -> Section:
    """Return the page with the title of a part."""
    say = Localizer(book.imprint.language)
    text, surveyed = _well_formed(fill("templates/part.xhtml", part=content, book=book.imprint, say=say), "part")
    return Section(
        id=content.id,
        kind="part",
        title=content.title or "",
        place=Division.BODY,
        language=say.tag,
        xhtml=text,
        survey=surveyed,
    )


def episode(book: Book, part_id: str | None, content: Episode, fill: Filler, *, several_narrators: bool) -> Section:
    """Return the section of an episode, which stands in the titled part `part_id`, if in any.

    Where the book has several narrators, one who is not named in the front matter is named by the author.
    """
    say = Localizer(content.language)
    heading = heading_of(content, say)
    filled = fill(
        "templates/episode.xhtml",
        episode=content,
        book=book.imprint,
        say=say,
        heading=heading,
        number=None if titled_with_number(content, book.imprint) else episode_number(book, content),
        narrator=content.narrator or (narrator_of(content, say) if several_narrators else None),
        show_date=content.date is not None and not dated_only(content),
        text=markup(content.text.xhtml),
        credits=acknowledgements.end_matter(content, say),
        notes=_notes(content.text.notes, say),
    )
    text, surveyed = _well_formed(filled, "episode")
    return Section(
        id=content.id,
        kind="episode",
        title=full_name(content, book.imprint, say),
        place=Division.BODY,
        language=content.language,
        xhtml=text,
        survey=surveyed,
        level=1 if part_id is None else 2,
        running=running_title(heading),
        source=content.source,
        part=part_id,
    )


def episode_number(book: Book, content: Episode) -> str | None:
    """Return "Episode 22" as this book and this episode's language say it; `None` without a number."""
    if content.number is None:
        return None
    return episode_label(content.number, content.language, book.imprint)


def matter(book: Book, content: Matter, place: Division, fill: Filler) -> Section:
    """Return the section of a piece of front or back matter; under a written index stands the index itself."""
    say = Localizer(content.language)
    written = {
        "matter": content,
        "book": book.imprint,
        "say": say,
        "text": markup(content.text.xhtml),
        "notes": _notes(content.text.notes, say),
    }
    index = generated.values(book, "index") if content.kind == "index" else None
    if index is not None:
        filled = fill("templates/index.xhtml", title=content.title, **{**index, **written})
    else:
        headed = {"titled": content.kind not in UNTITLED, "semantics": semantics(content.kind)}
        filled = fill("templates/matter.xhtml", id=content.kind, **headed, **written)
    text, surveyed = _well_formed(filled, "matter" if index is None else "index")
    return Section(
        id=content.kind,
        kind=content.kind,
        title=content.title,
        place=place,
        language=content.language,
        xhtml=text,
        survey=surveyed,
        level=0 if content.kind in UNLISTED else 1,
        running=running_title(content.title),
        source=content.source,
    )


def generated_section(book: Book, kind: str, place: Division, fill: Filler) -> Section | None:
    """Return the generated section called `kind`; `None` if it would be empty."""
    values: dict[str, Any] | None = generated.values(book, kind)
    if values is None:
        return None
    say = Localizer(book.imprint.language)
    title = say.label(kind)
    filled = fill(f"templates/{kind}.xhtml", book=book.imprint, say=say, title=title, **values)
    text, surveyed = _well_formed(filled, kind)
    return Section(
        id=kind,
        kind=kind,
        title=title,
        place=place,
        language=say.tag,
        xhtml=text,
        survey=surveyed,
        level=0 if kind in UNLISTED else 1,
    )


def _notes(notes: tuple[Note, ...], say: Localizer) -> tuple[Note, ...]:
    """Give each note its number, which leads back to the reference (DPUB-ARIA `doc-backlink`)."""
    return tuple(Note(note.id, note.label, markup(_with_backlink(note, say))) for note in notes)


def _with_backlink(note: Note, say: Localizer) -> str:
    handle = xhtml.parse(note.xhtml)
    first = handle[0] if len(handle) and handle[0].tag == "p" else None
    if first is None:
        first = xhtml.make("p")
        handle.insert(0, first)
    link = xhtml.make("a", note.label, href=f"#{note.id}-ref", role="doc-backlink", title=say.label("back-to-text"))
    link.set("class", "backlink")
    link.tail = " " + (first.text or "")
    first.text = None
    first.insert(0, link)
    return xhtml.inner(handle)


def _well_formed(filled: str, template: str) -> tuple[str, Survey]:
    """Return what a template gave, as make-book serialises XHTML, and the survey of it.

    Raise `BookError` if it is not one element (`TYP-002`), or holds what no book may hold (`TYP-004`).
    """
    place = Span(f"styles/templates/{template}.xhtml")
    try:
        root = xhtml.parse_one(filled)
    except xhtml.MalformedXHTML as error:
        raise BookError([Finding("TYP-002", f"what the template gives is not well-formed: {error}", place)]) from error
    if wrong := tuple(make_safe(root)):
        hint = f"see the original with: make-book export-template templates/{template}.xhtml"
        raise BookError([Finding("TYP-004", f"what the template gives: {one}", place, (hint,)) for one in wrong])
    return xhtml.serialise(root), survey(root)
