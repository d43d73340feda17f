"""typeset: the composed book set into sections, one per opening, shared by both editions."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from make_book import xhtml
from make_book.findings import BookError, Finding, Span
from make_book.house import Styles
from make_book.manuscript.section_names import BACK, FRONT, GENERATED
from make_book.model import Book, Division, Episode, Matter, Note, Part, Section, Survey, Text
from make_book.resources import DEFAULT_RESOURCES, BuildResources, key_of
from make_book.text.naming import episode_label
from make_book.typeset import acknowledgements, generated
from make_book.typeset.contents import (
    dated_only,
    full_name,
    has_several_narrators,
    heading_of,
    narrator_of,
    numbered_only,
)
from make_book.typeset.localizer import Localizer
from make_book.typeset.running_titles import running_title
from make_book.typeset.section_safety import make_safe
from make_book.typeset.section_semantics import UNLISTED, UNTITLED, semantics
from make_book.typeset.section_survey import survey
from make_book.typeset.templates import Filler, markup, template_renderer

_WORDLESS = Text("")


_WORTH_A_POOL = 400
"""Sections that take about as long as a pool of workers takes to begin and end."""


class _Setting(msgspec.Struct, frozen=True):
    """A section to be set: its name, the key of all that it depends on, and how; `None` for one with nothing to say.

    Without a key it is set each time.
    """

    name: str
    key: str | None
    set: Callable[[], Section | None]


class _Set(msgspec.Struct, frozen=True, array_like=True):
    """A section that is set, or was found to have nothing to say."""

    section: Section | None


def typeset(book: Book, styles: Styles, resources: BuildResources = DEFAULT_RESOURCES) -> tuple[Section, ...]:
    """Set `book` with the templates in `styles`.

    Return its sections in reading order. Raise `BookError` (`TYP-…`) when a template fails or gives XHTML that
    is not well-formed.
    """
    settings = tuple(_settings(book, template_renderer(styles), _common_key(book, styles)))

    done = resources.remember(
        "sections",
        settings,
        lambda setting: setting.key,
        lambda setting: _Set(setting.set()),
        _Set,
        work=lambda _: 1 / _WORTH_A_POOL,
    )
    return tuple(one.section for one in done if one.section is not None)


def _common_key(book: Book, styles: Styles) -> str:
    """Return the key of what every template may show."""
    return key_of(
        sorted(styles.files.items()), book.imprint, has_several_narrators(book)
    )  # a template may include any file


def _settings(book: Book, fill: Filler, common: str) -> Iterator[_Setting]:
    voices = has_several_narrators(book)
    keys = common, _outline_key(book)
    for kind in book.front_order or _house_order(book, FRONT):
        yield _around_setting(book, fill, keys, kind, Division.FRONT)
    for part in book.parts:
        if part.title is not None:  # whose template may show whatever stands in it
            yield _Setting(part.id, None, functools.partial(_part, book, part, fill))
        titled = None if part.title is None else part.id
        for episode in part.episodes:
            key = key_of(common, "episode", titled, episode)
            yield _Setting(episode.id, key, functools.partial(_episode, book, titled, episode, fill, voices=voices))
    for kind in book.back_order or _house_order(book, BACK):
        yield _around_setting(book, fill, keys, kind, Division.BACK)


def _around_setting(book: Book, fill: Filler, keys: tuple[str, str], kind: str, place: Division) -> _Setting:
    matter = next((one for one in (*book.front, *book.back) if one.kind == kind), None)
    key = key_of(keys if kind in GENERATED else keys[0], kind, place, matter)
    return _Setting(kind, key, functools.partial(_around, book, kind, matter, place, fill))


def _outline_key(book: Book) -> str:
    """Return the key of all that the house's own sections tell of: the whole book but for the words of its texts."""

    def outlined(text: Text) -> tuple[object, ...]:
        return (text.images, text.marks, text.terms)

    return key_of(
        [(replace(matter, text=_WORDLESS), outlined(matter.text)) for matter in (*book.front, *book.back)],
        [(part.id, part.title, len(part.episodes)) for part in book.parts],
        [(replace(episode, text=_WORDLESS), outlined(episode.text)) for episode in book.episodes],
        (book.generated, book.front_order, book.back_order),
    )


def _house_order(book: Book, names: tuple[str, ...]) -> tuple[str, ...]:
    present = {matter.kind for matter in (*book.front, *book.back)} | set(book.generated)
    return tuple(name for name in names if name in present)


def _around(book: Book, kind: str, matter: Matter | None, place: Division, fill: Filler) -> Section | None:
    """Return the section called `kind`: what the author wrote, else what the house makes of the data."""
    if matter is not None and kind == "index" and (values := generated.values(book, kind)) is not None:
        return _written_index(book, matter, place, fill, values)
    if matter is not None:
        return _matter(book, matter, place, fill)
    if kind not in GENERATED or (values := generated.values(book, kind)) is None:
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


def _part(book: Book, part: Part, fill: Filler) -> Section:
    say = Localizer(book.imprint.language)
    text, surveyed = _well_formed(fill("templates/part.xhtml", part=part, book=book.imprint, say=say), "part")
    return Section(
        id=part.id,
        kind="part",
        title=part.title or "",
        place=Division.BODY,
        language=say.tag,
        xhtml=text,
        survey=surveyed,
    )


def _episode(book: Book, part: str | None, episode: Episode, fill: Filler, *, voices: bool) -> Section:
    say = Localizer(episode.language)
    heading = heading_of(episode, say)
    number = None if numbered_only(episode, book.imprint) else episode_number(book, episode)
    filled = fill(
        "templates/episode.xhtml",
        episode=episode,
        book=book.imprint,
        say=say,
        heading=heading,
        number=number,
        teller=episode.narrator or (narrator_of(episode, say) if voices else None),
        show_date=episode.date is not None and not dated_only(episode),
        text=markup(episode.text.xhtml),
        credits=acknowledgements.end_matter(episode, say),
        notes=_notes(episode.text.notes, say),
    )
    text, surveyed = _well_formed(filled, "episode")
    return Section(
        id=episode.id,
        kind="episode",
        title=full_name(episode, book.imprint, say),
        place=Division.BODY,
        language=episode.language,
        xhtml=text,
        survey=surveyed,
        level=1 if part is None else 2,
        running=running_title(heading),
        source=episode.source,
        part=part,
    )


def episode_number(book: Book, episode: Episode) -> str | None:
    """Return "Episode 22" as this book and this episode's language say it; `None` without a number."""
    if episode.number is None:
        return None
    return episode_label(episode.number, episode.language, book.imprint)


def _matter(book: Book, matter: Matter, place: Division, fill: Filler) -> Section:
    say = Localizer(matter.language)
    filled = fill(
        "templates/matter.xhtml",
        matter=matter,
        id=matter.kind,
        book=book.imprint,
        say=say,
        titled=matter.kind not in UNTITLED,
        semantics=semantics(matter.kind),
        text=markup(matter.text.xhtml),
        notes=_notes(matter.text.notes, say),
    )
    text, surveyed = _well_formed(filled, "matter")
    return Section(
        id=matter.kind,
        kind=matter.kind,
        title=matter.title,
        place=place,
        language=matter.language,
        xhtml=text,
        survey=surveyed,
        level=0 if matter.kind in UNLISTED else 1,
        running=running_title(matter.title),
        source=matter.source,
    )


def _written_index(book: Book, matter: Matter, place: Division, fill: Filler, values: Mapping[str, Any]) -> Section:
    """Return what somebody wrote before the index, and the index."""
    say = Localizer(matter.language)
    said = {"matter": matter, "text": markup(matter.text.xhtml), "notes": _notes(matter.text.notes, say)}
    filled = fill("templates/index.xhtml", book=book.imprint, say=say, title=matter.title, **{**values, **said})
    text, surveyed = _well_formed(filled, "index")
    return Section(
        id=matter.kind,
        kind=matter.kind,
        title=matter.title,
        place=place,
        language=matter.language,
        xhtml=text,
        survey=surveyed,
        running=running_title(matter.title),
        source=matter.source,
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
