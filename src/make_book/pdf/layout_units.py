"""Divides the sections of a book into layout units, each of which is laid out apart from the others.

A section is a unit of its own, but episodes that run on are one unit together. A unit holds everything that its
layout depends on, and nothing else, so that it is laid out again only when it has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Literal

import msgspec

from make_book.editions import PdfEdition
from make_book.model import Book, Division, Section, SourceMap
from make_book.pdf.geometry import PageGeometry, centred
from make_book.pdf.layout_inputs import LayoutStyle, LayoutUnit, SectionContext
from make_book.pdf.own_rules import moves_margins
from make_book.pdf.page_map import PageMap
from make_book.pdf.stylesheet import font_files, stylesheets
from make_book.pictures import grey
from make_book.style_files import Styles
from make_book.typeset.fonts import FontFace
from make_book.typeset.localizer import Localizer

LISTS = ("contents", "index")
"""Kinds of sections that are lists with page numbers."""
Way = Literal["sections", "margin boxes", "whole"]
"""What is laid out: sections, margin boxes, or the whole book as one document."""


class PrintJob(msgspec.Struct, frozen=True):
    """What is printed, and how."""

    book: Book
    sections: tuple[Section, ...]
    edition: PdfEdition
    styles: Styles
    faces: tuple[FontFace, ...]
    moment: datetime
    own_faces: tuple[FontFace, ...] = ()
    """All fonts of the book, used or not."""

    @property
    def opener(self) -> str | None:
        """The id of the first section of the body; arabic page numbers begin with it."""
        return next((section.id for section in self.sections if section.place is Division.BODY), None)


def group_sections(job: PrintJob) -> tuple[tuple[Section, ...], ...]:
    """Return the sections in groups, each of which is laid out together."""
    opener, parted = job.opener, after_parts(job.sections)
    groups: list[list[Section]] = []
    for section in job.sections:
        follows = groups and groups[-1][-1].kind == section.kind == "episode"
        if job.edition.openings == "run-on" and follows and section.id != opener and section.id not in parted:
            groups[-1].append(section)
        else:
            groups.append([section])
    return tuple(map(tuple, groups))


def after_parts(sections: Sequence[Section]) -> frozenset[str]:
    """Return the ids of the episodes that come right after the title page of a part."""
    return frozenset(
        after.id for before, after in pairwise(sections) if before.kind == "part" and after.kind == "episode"
    )


def book_context(job: PrintJob, page: PageGeometry) -> SectionContext:
    """Return the context of all sections of the book."""
    for_press = job.edition.profile == "press"
    return SectionContext(
        page=page,
        notes=job.edition.notes,
        openings=job.edition.openings,
        links=not for_press,
        title=job.book.imprint.title,
        images={image.path: grey(image) if for_press else image for image in job.book.images},
        opener=job.opener,
        after_part=tuple(sorted(after_parts(job.sections))),
        running=_dates(job.book) if job.edition.running_head == "date" else {},
    )


def make_units(
    job: PrintJob, groups: Sequence[tuple[Section, ...]], page: PageGeometry, known: PageMap | None
) -> Iterator[LayoutUnit]:
    """Yield the unit of every group. Pages that it refers to have labels if they are `known`."""
    whole = book_context(job, layout_page(job, page))
    labels = tuple(page_entry.label for page_entry in known.page_entries) if known else ()
    for index, sections in enumerate(groups):
        bare = tuple(msgspec.structs.replace(section, source_map=SourceMap()) for section in sections)
        yield LayoutUnit(bare, _context_of(whole, sections, known, labels), first=index == 0)


def _context_of(
    whole: SectionContext, sections: Sequence[Section], known: PageMap | None, labels: tuple[str, ...]
) -> SectionContext:
    """Return the part of the context `whole` that concerns `sections`."""
    ids = {section.id for section in sections}
    cited = sorted({target for section in sections for target in citations(section)})
    lists_pages = any(section.kind == "index" for section in sections)
    anchors = known.anchors if known else {}
    return msgspec.structs.replace(
        whole,
        images={path: whole.images[path] for path in sorted(_shown(sections)) if path in whole.images},
        opener=whole.opener if whole.opener in ids else None,
        after_part=tuple(id_ for id_ in whole.after_part if id_ in ids),
        running={id_: whole.running[id_] for id_ in sorted(ids) if id_ in whole.running},
        labels={anchor: labels[anchors[anchor]] for anchor in cited if anchor in anchors} if not lists_pages else {},
        pages={anchor: anchors[anchor] for anchor in cited if anchor in anchors} if lists_pages else {},
        page_labels=labels if lists_pages else (),
    )


def narrow_context(context: SectionContext, sections: Sequence[Section]) -> SectionContext:
    """Return the part of a unit's `context` that concerns `sections`, a part of the unit."""
    ids = {section.id for section in sections}
    cited = {target for section in sections for target in citations(section)}
    shown = _shown(sections)
    return msgspec.structs.replace(
        context,
        images={path: image for path, image in context.images.items() if path in shown},
        opener=context.opener if context.opener in ids else None,
        after_part=tuple(id_ for id_ in context.after_part if id_ in ids),
        running={id_: text for id_, text in context.running.items() if id_ in ids},
        labels={anchor: label for anchor, label in context.labels.items() if anchor in cited},
        pages={anchor: page for anchor, page in context.pages.items() if anchor in cited},
    )


def _shown(sections: Sequence[Section]) -> frozenset[str]:
    """Return the paths of the pictures in `sections`."""
    return frozenset(path for section in sections for path in section.survey.images)


def citations(section: Section) -> tuple[str, ...]:
    """Return the anchors whose page numbers `section` shows."""
    if section.kind not in LISTS:
        return section.survey.cross_references
    inside = (link[1:] for link in section.survey.links if link.startswith("#"))
    return tuple(dict.fromkeys((*inside, *section.survey.passage_ends)))


def _dates(book: Book) -> dict[str, str]:
    """Return the dates of the episodes as running heads show them, each in the language of its episode."""
    return {episode.id: Localizer(episode.language).date(episode.date) for episode in book.episodes if episode.date}


def make_layout_style(
    job: PrintJob, page: PageGeometry, way: Literal["sections", "margin boxes", "whole"]
) -> LayoutStyle:
    """Return the fonts and style sheets of a layout of sections, of margin boxes, or of the whole book."""
    sheets = stylesheets(
        job.edition,
        layout_page(job, page) if way == "sections" else page,
        job.styles,
        job.faces,
        own=job.own_faces,
        counted=way == "whole",
    )
    css = "\n".join(context.css for context in sheets)
    return LayoutStyle(
        sheets=sheets,
        fonts=font_files((*job.faces, *job.own_faces)),
        language=job.book.imprint.language,
        title=job.book.imprint.title,
        links=job.edition.profile != "press",
        images={path: image for path, image in book_context(job, page).images.items() if path in css},
    )


def layout_page(job: PrintJob, page: PageGeometry) -> PageGeometry:
    """Return the page of section layouts: its text block is centred, unless a style sheet of the book sets margins."""
    moved = any(moves_margins(css) for _, css in job.styles.sheets("print.css"))
    return page if moved else centred(page)
