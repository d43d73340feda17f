"""Templates filled with the book's data: one function for each kind of section."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from make_book import xhtml
from make_book.findings import BookError, Finding, Span
from make_book.model import Book, Division, Episode, Matter, Note, Part, Section, SourceMap, Survey, Text
from make_book.text.naming import episode_label
from make_book.text.source_maps import put_stamps, take_stamps
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
from make_book.typeset.source_marks import mark, take_marks
from make_book.typeset.templates import Filler, markup


class _Texts:
    """The texts that go into a template, each between marks that its source map is found by."""

    def __init__(self) -> None:
        self.maps: list[SourceMap] = []

    def markup(self, piece: Text | Note) -> str:
        """Return the XHTML of `piece` for a template."""
        self.maps.append(piece.source_map)
        return markup(mark(piece.xhtml, len(self.maps) - 1))

    def notes(self, notes: Iterable[Note], localizer: Localizer) -> tuple[Note, ...]:
        """Return `notes` for a template, each with its number, which leads back to the reference."""
        return tuple(replace(note, xhtml=self.markup(_with_backlink(note, localizer))) for note in notes)


def part(book: Book, content: Part, fill: Filler) -> Section:
    """Return the page with the title of a part."""
    localizer = Localizer(book.imprint.language)
    filled = fill("templates/part.xhtml", part=content, book=book.imprint, localizer=localizer)
    bare = _bare(content.id, "part", content.title or "", Division.BODY, localizer.tag)
    return _complete(bare, filled, "part")


def episode(book: Book, part_id: str | None, content: Episode, fill: Filler, *, several_narrators: bool) -> Section:
    """Return the section of an episode, which stands in the titled part `part_id`, if in any.

    Where the book has several narrators, one who is not named in the front matter is named by the author.
    """
    localizer, texts = Localizer(content.language), _Texts()
    heading = heading_of(content, localizer)
    filled = fill(
        "templates/episode.xhtml",
        episode=content,
        book=book.imprint,
        localizer=localizer,
        heading=heading,
        number=None if titled_with_number(content, book.imprint) else episode_number(book, content),
        narrator=content.narrator or (narrator_of(content, localizer) if several_narrators else None),
        show_date=content.date is not None and not dated_only(content),
        text=texts.markup(content.text),
        credits=acknowledgements.end_matter(content, localizer),
        notes=texts.notes(content.text.notes, localizer),
    )
    bare = replace(
        _bare(content.id, "episode", full_name(content, book.imprint, localizer), Division.BODY, content.language),
        level=1 if part_id is None else 2,
        running=running_title(heading),
        source=content.source,
        part=part_id,
    )
    return _complete(bare, filled, "episode", texts)


def episode_number(book: Book, content: Episode) -> str | None:
    """Return "Episode 22" as this book and this episode's language have it; `None` without a number."""
    if content.number is None:
        return None
    return episode_label(content.number, content.language, book.imprint)


def matter(book: Book, content: Matter, place: Division, fill: Filler) -> Section:
    """Return the section of a piece of front or back matter; under a written index stands the index itself."""
    localizer, texts = Localizer(content.language), _Texts()
    written = {
        "matter": content,
        "book": book.imprint,
        "localizer": localizer,
        "text": texts.markup(content.text),
        "notes": texts.notes(content.text.notes, localizer),
    }
    index = generated.values(book, "index") if content.kind == "index" else None
    if index is not None:
        template, values = "index", {**index, "title": content.title}
    else:
        titled = content.kind not in UNTITLED
        template, values = "matter", {"id": content.kind, "titled": titled, "semantics": semantics(content.kind)}
    filled = fill(f"templates/{template}.xhtml", **{**values, **written})
    bare = replace(
        _bare(content.kind, content.kind, content.title, place, content.language),
        level=0 if content.kind in UNLISTED else 1,
        running=running_title(content.title),
        source=content.source,
    )
    return _complete(bare, filled, template, texts)


def generated_section(book: Book, kind: str, place: Division, fill: Filler) -> Section | None:
    """Return the generated section called `kind`; `None` if it would be empty."""
    values = generated.values(book, kind)
    if values is None:
        return None
    localizer = Localizer(book.imprint.language)
    title = localizer.label(kind)
    filled = fill(f"templates/{kind}.xhtml", book=book.imprint, localizer=localizer, title=title, **values)
    bare = replace(_bare(kind, kind, title, place, localizer.tag), level=0 if kind in UNLISTED else 1)
    return _complete(bare, filled, kind)


def _bare(id_: str, kind: str, title: str, place: Division, language: str) -> Section:
    """Return a section that has no XHTML yet."""
    return Section(id=id_, kind=kind, title=title, place=place, language=language, xhtml="", survey=Survey())


def _complete(bare: Section, filled: str, template: str, texts: _Texts | None = None) -> Section:
    """Return `bare` with what a template gave as make-book serialises XHTML, the survey and the source map of it.

    Raise `BookError` if it is not one element (`TYP-002`), or holds what no book may hold (`TYP-004`).
    """
    place = Span(f"styles/templates/{template}.xhtml")
    try:
        root = xhtml.parse_one(filled)
    except xhtml.MalformedXHTML as error:
        raise BookError([Finding("TYP-002", f"what the template gives is not well-formed: {error}", place)]) from error
    source_map = take_marks(root, texts.maps) if texts else SourceMap()
    if wrong := tuple(make_safe(root)):
        hint = f"see the original with: make-book export-template templates/{template}.xhtml"
        raise BookError([Finding("TYP-004", f"what the template gives: {one}", place, (hint,)) for one in wrong])
    return replace(bare, xhtml=xhtml.serialise(root), survey=survey(root), source_map=source_map)


def _with_backlink(note: Note, localizer: Localizer) -> Note:
    """Return `note` with its number in front, which leads back to the reference (DPUB-ARIA `doc-backlink`)."""
    handle = xhtml.parse(note.xhtml)
    put_stamps(handle, note.source_map)
    first = handle[0] if len(handle) and handle[0].tag == "p" else None
    if first is None:
        first = xhtml.make("p")
        handle.insert(0, first)
    link = xhtml.make(
        "a", note.label, href=f"#{note.id}-ref", role="doc-backlink", title=localizer.label("back-to-text")
    )
    link.set("class", "backlink")
    link.tail = " " + (first.text or "")
    first.text = None
    first.insert(0, link)
    source_map = take_stamps(handle, "")
    return replace(note, xhtml=xhtml.inner(handle), source_map=source_map)
