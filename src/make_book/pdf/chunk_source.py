"""Divides the sections of a long unit into chunks that can be laid out alone.

A chunk begins with an entry: an item of a list, or a block of a text. The elements around the entry are opened again
as they are when they continue on a new page: without heading, id and the space before them. Siblings that are left
out leave an empty element that is not shown, so that selectors which look at siblings match as in the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import chain

import msgspec

from make_book import xhtml
from make_book.model import Section
from make_book.pdf.text_positions import letters_before
from make_book.typeset.section_survey import survey

LISTS = frozenset({"contents", "index", "sources", "image-credits"})
"""Kinds of generated sections that consist of one list."""
ENTRY, CONTINUES, CONTINUED = "data-entry", "data-continues", "data-continued"
"""Attributes of an entry (its number, from 0 in its chunk), of an element that continues from the chunk before, and of
one that continues in the next."""
CHUNK_NUMBER, LAST_LEVEL = "data-chunk", "data-level"
"""Attributes of the root of a chunk that is not the first: its number, and the level of the last heading before it."""
_ITEM = 1000
"""Characters of text that take as much memory as the boxes of a list item."""
_OPENED = "margin-top:0;padding-top:0;border-top:0"
_HIDDEN = "display:none"

Path = tuple[int, ...]
"""The position of an element: the index of its section, of the child in that, and so on down to it."""


class Start(msgspec.Struct, frozen=True):
    """Where a chunk may begin."""

    path: Path
    letters: int
    """Letters of its section that stand before it."""
    length: int
    """Letters up to the next start, with `_ITEM` more for a list item."""


class _Notes(msgspec.Struct, frozen=True):
    """The notes of a section, each with the position of its first call, and the element that holds them."""

    holder: xhtml.Element
    calls: tuple[tuple[Path, xhtml.Element], ...]

    def add_to(self, copy: xhtml.Element, begin: Path | None, end: Path | None) -> None:
        """Add the notes whose first call is between `begin` and `end`."""
        called = [note for path, note in self.calls if (begin is None or path >= begin) and (end is None or path < end)]
        if called:
            holder = _shallow(self.holder)
            holder.extend(map(deepcopy, called))
            copy.append(holder)


class ChunkSource(msgspec.Struct, frozen=True):
    """The sections of a unit, their trees under one root, and where chunks may begin."""

    sections: tuple[Section, ...]
    root: xhtml.Element
    starts: tuple[Start, ...]
    notes: dict[str, _Notes]
    """Footnotes by section, if they are at the foot of the page. They go into the chunk of their call."""

    def stop(self, start: int, length: int) -> int:
        """Return where a chunk of about so many letters ends that begins at `start`. It has at least one entry."""
        at = start
        while at < len(self.starts) and length > 0:
            length -= self.starts[at].length
            at += 1
        return at

    def part(self, start: int, stop: int) -> tuple[Section, ...]:
        """Return the sections with their entries from `start` up to `stop`, and the elements around these."""
        begin = self.starts[start].path if start else None
        end = self.starts[stop].path if stop < len(self.starts) else None
        root = _between(self.root, begin, end)
        first = begin[0] if begin else 0
        copies = _sections(root)
        for number, entry in enumerate(chain.from_iterable(map(_entries, copies))):
            entry.set(ENTRY, str(number))
        there = self.sections[first : first + len(copies)]
        return tuple(self._section(*pair, begin, end) for pair in zip(there, copies, strict=True))

    def _section(self, section: Section, copy: xhtml.Element, begin: Path | None, end: Path | None) -> Section:
        copy.set("id", section.id)
        if section.id in self.notes:
            self.notes[section.id].add_to(copy, begin, end)
        return msgspec.structs.replace(section, xhtml=xhtml.serialise(copy), survey=survey(copy))


def chunk_source_of(sections: Sequence[Section], *, notes: str) -> ChunkSource:
    """Return `sections` as the source of chunks; their notes are at the "foot" of the page or at the "end"."""
    root = xhtml.make("body")
    root.extend(xhtml.parse_one(section.xhtml) for section in sections)
    elements = list(root)
    at_foot = {
        section.id: removed
        for section, element in zip(sections, elements, strict=True)
        if notes == "foot" and (removed := _remove_notes(root, element)) is not None
    }
    starts = chain.from_iterable(_starts(root, element, notes) for element in elements)
    return ChunkSource(tuple(sections), root, tuple(starts), at_foot)


def _remove_notes(root: xhtml.Element, section: xhtml.Element) -> _Notes | None:
    """Remove the notes that are called from `section`, and return them.

    A note that is called in another note goes where that goes.
    """
    holder = next((inner for inner in section if inner.get("class") == "footnotes"), None)
    if holder is None:
        return None
    notes = {note.get("id"): note for note in xhtml.elements(holder, "aside")}
    calls: dict[str, Path] = {}
    for call in xhtml.elements(section, "a"):
        target = (call.get("href") or "#")[1:]
        if call.get("role") == "doc-noteref" and target in notes and target not in calls:
            around = next((note.get("id") for note in call.iterancestors("aside") if note.get("id") in notes), None)
            path = _path(root, call) if around is None else calls.get(around)
            calls |= {} if path is None else {target: path}
    removed = _Notes(_shallow(holder), tuple((path, notes[name]) for name, path in calls.items()))
    for _, note in removed.calls:
        xhtml.replace(note)
        note.tail = None
    if not any(True for _ in xhtml.elements(holder, "aside")):
        section.remove(holder)
    return removed


def _starts(root: xhtml.Element, section: xhtml.Element, notes: str) -> Iterator[Start]:
    entries = tuple(_entries(section))
    *before, whole = letters_before(section, entries, notes=notes)
    item = _ITEM if _is_list(section) else 0
    for entry, letters, after in zip(entries, before, [*before[1:], whole], strict=True):
        yield Start(_path(root, entry), letters, after - letters + item)


def _is_list(section: xhtml.Element) -> bool:
    kinds = (section.get("class") or "").split()
    return not LISTS.isdisjoint(kinds) and "matter" not in kinds


def _sections(root: xhtml.Element) -> list[xhtml.Element]:
    """Return the sections under `root`, without those that are empty in place of others."""
    return [element for element in root if element.get("style") != _HIDDEN]


def _entries(section: xhtml.Element) -> Iterator[xhtml.Element]:
    """Yield what a chunk may begin with, in order: items and headings of a list, blocks of a text."""
    texts = [text for text in xhtml.elements(section, "div") if text.get("class") == "text"]
    if _is_list(section):
        written = {inner for text in texts for inner in text.iter()}
        found = [line for line in xhtml.elements(section, "li", "h2") if line not in written]
    else:
        found = [section, *(block for text in texts[:1] for block in text if isinstance(block.tag, str))]
    return (entry for entry in found if entry.get("style") != _HIDDEN and entry.get(CONTINUES) is None)


def _path(root: xhtml.Element, element: xhtml.Element) -> Path:
    steps: list[int] = []
    while element is not root and (parent := element.getparent()) is not None:
        steps.append(parent.index(element))
        element = parent
    return tuple(reversed(steps))


def _between(element: xhtml.Element, begin: Path | None, end: Path | None) -> xhtml.Element:
    """Return a copy of `element` from `begin` up to `end`; if they are `None`, from its beginning and to its end."""
    copy = _shallow(element)
    first = begin[0] if begin else 0
    if begin is None or _is_first(element, begin):
        copy.text = element.text
    else:
        _open_again(copy)
        copy.extend([_stub(element[first - 1])] if first else [])
    for at, child in list(enumerate(element))[first:]:
        inner_begin = begin[1:] if begin and at == first else ()
        inner_end = end[1:] if end and at == end[0] else ()
        if end and at == end[0] and _is_first(child, inner_end):
            copy.append(_stub(child))
            break
        part = _between(child, inner_begin or None, inner_end or None) if inner_begin or inner_end else deepcopy(child)
        part.tail = child.tail
        copy.append(part)
        if end and at == end[0]:
            break
    return copy


def _is_first(element: xhtml.Element, place: Path) -> bool:
    """Tell whether nothing comes before `place` in `element`."""
    for at in place:
        if at or (element.text or "").strip():
            return False
        element = element[at]
    return True


def _shallow(element: xhtml.Element) -> xhtml.Element:
    copy = xhtml.make(str(element.tag))
    for name, value in element.attrib.items():
        copy.set(name, value)
    return copy


def _open_again(copy: xhtml.Element) -> None:
    copy.attrib.pop("id", "")
    copy.set(CONTINUES, "")
    copy.set("style", ";".join(filter(None, (copy.get("style"), _OPENED))))


def _stub(element: xhtml.Element) -> xhtml.Element:
    stub = xhtml.make(str(element.tag), style=_HIDDEN)
    if kind := element.get("class"):
        stub.set("class", kind)
    return stub
