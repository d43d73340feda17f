"""A long list cut into runs: each is a part of the list's section that can be set alone.

A run begins with an entry. What that entry stands in is opened again around it, as it is when a list goes on
on a new page: without its heading, its id and the space before it. Neighbours that were cut away leave an empty
stub that is not shown, so that selectors which look at neighbours match as they do in the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import msgspec

from make_book import xhtml
from make_book.model import Section
from make_book.pdf.offsets import letters_before

LONG = frozenset({"contents", "index", "sources", "image-credits"})
"""Kinds of sections that the house makes of one list."""
ENTRY, CONTINUES, CONTINUED = "data-entry", "data-continues", "data-continued"
"""Marks an entry with its number, from 0 in its run; marks what only goes on; marks what goes on after the run."""
_ENTRIES = ("li", "h2")
_OPENED = "margin-top:0;padding-top:0;border-top:0"
_HIDDEN = "display:none"

Path = tuple[int, ...]
"""Where an element stands: the index of each step down to it from the section."""


class Copy(msgspec.Struct, frozen=True):
    """A section to be cut: its tree, where its entries begin, how many letters stand before each."""

    section: Section
    root: xhtml.Element
    entries: tuple[Path, ...]
    letters: tuple[int, ...]

    def part(self, start: int, stop: int) -> Section:
        """Return the section with its entries from `start` up to `stop`, and with what is around the first and last."""
        begin = self.entries[start] if start else None
        end = self.entries[stop] if stop < len(self.entries) else None
        root = _between(self.root, begin, end)
        root.set("id", self.section.id)
        for number, entry in enumerate(_entries(root)):
            entry.set(ENTRY, str(number))
        return msgspec.structs.replace(self.section, xhtml=xhtml.serialise(root))


def copy_of(section: Section, *, notes: str) -> Copy:
    """Return `section` ready to be cut; its notes are set at the "foot" or at the "end"."""
    root = xhtml.parse_one(section.xhtml)
    if notes == "foot":
        _put_notes_first(root)
    entries = tuple(_entries(root))
    return Copy(
        section, root, tuple(_path(root, entry) for entry in entries), letters_before(root, entries, notes=notes)
    )


def is_long(section: Section, entries: int) -> bool:
    """Tell whether `section` is a list of more than so many entries."""
    return section.kind in LONG and section.xhtml.count("<li") > entries


def _put_notes_first(root: xhtml.Element) -> None:
    """Put the notes where the run that calls them has them: only what stands before the list calls any."""
    for notes in [inner for inner in xhtml.elements(root, "section") if inner.get("class") == "footnotes"]:
        notes.tail = None
        root.insert(0, notes)


def _entries(root: xhtml.Element) -> Iterator[xhtml.Element]:
    """Yield what a run may begin with: entries of the list and the headings in it, nothing that an author wrote."""
    written = {inner for text in xhtml.elements(root, "div") if text.get("class") == "text" for inner in text.iter()}
    for element in xhtml.elements(root, *_ENTRIES):
        if element not in written and element.get("style") != _HIDDEN and element.get(CONTINUES) is None:
            yield element


def _path(root: xhtml.Element, element: xhtml.Element) -> Path:
    steps: list[int] = []
    while element is not root and (parent := element.getparent()) is not None:
        steps.append(parent.index(element))
        element = parent
    return tuple(reversed(steps))


def _between(element: xhtml.Element, begin: Path | None, end: Path | None) -> xhtml.Element:
    """Return a copy of `element` from `begin` in it up to `end`; without these from its beginning, to its end."""
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
    """Tell whether nothing stands before `place` in `element`."""
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
