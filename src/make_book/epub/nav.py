"""Ways into the book: the nav document, which is the page of contents too, and the NCX for old readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from make_book.epub import names
from make_book.epub.content_documents import MEDIA_TYPE, DocumentPage, document
from make_book.epub.publication import Landmark, Resource
from make_book.model import Division, Section
from make_book.xml_text import escape

LEVELS = 3
"""Kobo shows no deeper contents."""
_OF_KIND = {"title-page": "titlepage", "contents": "toc", "glossary": "glossary", "index": "index"}
_OF_PLACE = {Division.BODY: "bodymatter", Division.BACK: "backmatter"}


class Labels(msgspec.Struct, frozen=True):
    """Labels in the book's language, and the book's title for what has none."""

    cover: str
    contents: str
    landmarks: str
    start: str
    book: str


class NavEntry(msgspec.Struct, frozen=True):
    """A line of the contents, and the lines below it."""

    title: str
    href: str
    kind: str
    children: tuple[NavEntry, ...] = ()
    language: str = ""
    """The language of the title, where it is not the book's."""


def outline(sections: Iterable[Section], untitled: str, language: str) -> tuple[NavEntry, ...]:
    """Return the tree of the contents, at most `LEVELS` deep; a section of level 0 is left out.

    `untitled` names a section that has no title of its own, `language` is the book's. Never empty while there is
    a section.
    """
    sections = tuple(sections)
    listed = [section for section in sections if section.level > 0] or list(sections[:1])
    return _nest([(min(max(section.level, 1), LEVELS), _entry(section, untitled, language)) for section in listed])


def landmarks(sections: Iterable[Section], labels: Labels) -> tuple[Landmark, ...]:
    """Return the places to jump to, one of a type, in the order of the book."""
    found = [Landmark("cover", labels.cover, names.COVER)]
    for section in sections:
        for kind in _types(section):
            if kind not in {mark.type for mark in found}:
                given = {"toc": labels.contents, "bodymatter": labels.start}
                found.append(Landmark(kind, given.get(kind) or section.title.strip() or labels.book, _href(section)))
    return tuple(found)


def nav_document(
    entries: Iterable[NavEntry], marks: Iterable[Landmark], labels: Labels, *, language: str, direction: str
) -> Resource:
    """Return the nav document (EPUB 3.3 §7): the visible contents, the landmarks hidden."""
    jumps = "\n".join(
        f'<li><a epub:type="{mark.type}" href="{escape(mark.href)}">{escape(mark.label)}</a></li>' for mark in marks
    )
    main = (
        '<nav epub:type="toc" role="doc-toc" id="toc" class="contents" aria-labelledby="toc-title">\n'
        f'<h1 id="toc-title">{escape(labels.contents)}</h1>\n{_list(entries)}\n</nav>\n'
        '<nav epub:type="landmarks" id="landmarks" hidden="hidden" aria-labelledby="landmarks-title">\n'
        f'<h2 id="landmarks-title">{escape(labels.landmarks)}</h2>\n<ol>\n{jumps}\n</ol>\n</nav>'
    )
    page = DocumentPage(labels.contents, language, main, direction, "contents", "frontmatter")
    return Resource(names.NAV, MEDIA_TYPE, document(page), ("nav",))


def ncx(entries: Sequence[NavEntry], *, identifier: str, title: str, language: str) -> Resource:
    """Return the NCX (OPF 2.0.1 §2.4.1) that says the same as the nav document."""
    heads = (("dtb:uid", identifier), ("dtb:depth", str(_depth(entries))), ("dtb:totalPageCount", "0"))
    metas = "".join(
        f'<meta name="{name}" content="{escape(text)}"/>\n' for name, text in (*heads, ("dtb:maxPageNumber", "0"))
    )
    points = "".join(_points(entries, iter(range(1, 1_000_000))))
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{escape(language)}">\n'
        f"<head>\n{metas}</head>\n<docTitle><text>{escape(title)}</text></docTitle>\n<navMap>\n{points}</navMap>\n</ncx>\n"
    )
    return Resource(names.NCX, "application/x-dtbncx+xml", text.encode())


def _entry(section: Section, untitled: str, language: str) -> NavEntry:
    title = section.title.strip()
    other = section.language if title and section.language != language else ""
    return NavEntry(title or untitled, _href(section), section.kind, language=other)


def _href(section: Section) -> str:
    return f"{names.NAV}#toc" if section.kind == "contents" else names.document_name(section.id)


def _types(section: Section) -> Iterator[str]:
    if kind := _OF_KIND.get(section.kind):
        yield kind
    if section.place in _OF_PLACE:
        yield _OF_PLACE[section.place]


def _nest(rows: Sequence[tuple[int, NavEntry]]) -> tuple[NavEntry, ...]:
    """Hang every row under the last one before it that has a smaller level."""
    entries = []
    start = 0
    while start < len(rows):
        level, entry = rows[start]
        end = next((at for at in range(start + 1, len(rows)) if rows[at][0] <= level), len(rows))
        entries.append(msgspec.structs.replace(entry, children=_nest(rows[start + 1 : end])))
        start = end
    return tuple(entries)


def _list(entries: Iterable[NavEntry]) -> str:
    lines = "\n".join(
        f'<li class="{escape(entry.kind)}"><a href="{escape(entry.href)}"{_language(entry)}>{escape(entry.title)}</a>'
        + (f"\n{_list(entry.children)}\n</li>" if entry.children else "</li>")
        for entry in entries
    )
    return f"<ol>\n{lines}\n</ol>"


def _language(entry: NavEntry) -> str:
    if not entry.language:
        return ""
    return f' lang="{escape(entry.language)}" xml:lang="{escape(entry.language)}"'


def _points(entries: Iterable[NavEntry], numbers: Iterator[int]) -> Iterator[str]:
    for entry in entries:
        number = next(numbers)
        yield (
            f'<navPoint id="point-{number}" playOrder="{number}">'
            f"<navLabel><text>{escape(entry.title)}</text></navLabel>"
            f'<content src="{escape(entry.href)}"/>\n'
        )
        yield from _points(entry.children, numbers)
        yield "</navPoint>\n"


def _depth(entries: Iterable[NavEntry]) -> int:
    return max((1 + _depth(entry.children) for entry in entries), default=0)
