"""typeset: the composed book set into sections, one per opening, shared by both editions."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from make_book.manuscript.section_names import GENERATED
from make_book.model import Book, Division, Episode, GeneratedSection, Matter, Part, PlannedSection, Section, Text
from make_book.resources import DEFAULT_RESOURCES, BuildResources, key_of
from make_book.style_files import Styles
from make_book.typeset import section_filling
from make_book.typeset.contents import has_several_narrators
from make_book.typeset.templates import Filler, template_renderer

_NO_TEXT = Text("")
_WORTH_A_POOL = 400
"""Sections that take about as long as a pool of workers takes to begin and end."""


class _SectionJob(msgspec.Struct, frozen=True):
    """A section to be made, and the key of all that it depends on; without a key it is made each time."""

    planned: PlannedSection
    key: str | None


class _Made(msgspec.Struct, frozen=True, array_like=True):
    """A section, or none where a generated one would be empty."""

    section: Section | None


def typeset(book: Book, styles: Styles, resources: BuildResources = DEFAULT_RESOURCES) -> tuple[Section, ...]:
    """Set `book` with the templates in `styles`.

    Return its sections in reading order. Raise `BookError` (`TYP-…`) when a template fails or gives XHTML that
    is not well-formed.
    """
    fill, several_narrators = template_renderer(styles), has_several_narrators(book)

    def make(job: _SectionJob) -> _Made:
        content, part = job.planned.content, job.planned.part
        if isinstance(content, Episode):
            return _Made(section_filling.episode(book, part, content, fill, several_narrators=several_narrators))
        return _Made(_make(book, content, job.planned.division, fill))

    made = resources.remember(
        "sections",
        list(_jobs(book, styles)),
        lambda job: job.key,
        make,
        _Made,
        work=lambda _: 1 / _WORTH_A_POOL,
    )
    return tuple(one.section for one in made if one.section is not None)


def _jobs(book: Book, styles: Styles) -> Iterator[_SectionJob]:
    """Yield the sections of the book with their keys.

    A generated section may show anything but the words of texts. A part's template may show whatever stands in the
    part, so that it has no key.
    """
    common = key_of(sorted(styles.files.items()), book.imprint, has_several_narrators(book))
    outline = _outline_key(book)
    for planned in book.plan:
        content = planned.content
        if isinstance(content, Part):
            yield _SectionJob(planned, None)
        elif isinstance(content, Episode):
            yield _SectionJob(planned, key_of(common, "episode", planned.part, content))
        else:
            shown = (common, outline) if content.kind in GENERATED else common
            yield _SectionJob(planned, key_of(shown, planned.division, type(content).__name__, content))


def _outline_key(book: Book) -> str:
    """Return the key of all that a generated section may show: the whole book but for the words of its texts."""

    def outlined(piece: Episode | Matter) -> tuple[object, ...]:
        return replace(piece, text=_NO_TEXT), piece.text.images, piece.text.marks, piece.text.terms

    def listed(planned: PlannedSection) -> tuple[object, ...]:
        content = planned.content
        if isinstance(content, Part):
            return ("part", content.id, content.title, len(content.episodes))
        kind = type(content).__name__
        return (kind, outlined(content) if isinstance(content, Episode | Matter) else content, planned.division)

    return key_of([listed(planned) for planned in book.plan], [(part.id, len(part.episodes)) for part in book.parts])


def _make(book: Book, content: Part | Matter | GeneratedSection, division: Division, fill: Filler) -> Section | None:
    """Return the section of what is no episode."""
    if isinstance(content, Part):
        return section_filling.part(book, content, fill)
    if isinstance(content, Matter):
        return section_filling.matter(book, content, division, fill)
    return section_filling.generated_section(book, content.kind, division, fill)
