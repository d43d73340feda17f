"""Source maps: which line of the manuscript an element or a word of a finished text comes from, and back.

A finished text carries no stamps. Its source map lists its elements in document order; a word's line is that of
the element before it and of the line ends between them, for the text keeps the line ends of the manuscript. Who
changes a finished text stamps its tree anew, and takes the map again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from make_book import xhtml
from make_book.findings import Span
from make_book.model import Section, SourceMap, Text
from make_book.text.places import COLUMN, FILE, LINE, Places

NOWHERE = ("", 0, 0)
Place = tuple[str, int, int]
"""File, line and column (both from 1); a line of 0 is no place in the manuscript."""


class PlacedLine(msgspec.Struct, frozen=True):
    """Text without a line end, its offset in the text content of its section, and the line it comes from (or 0).

    What stands before `column` in that line is not part of the text.
    """

    text: str
    offset: int
    file: str
    line: int
    column: int


def take_stamps(root: xhtml.Element, file: str) -> SourceMap:
    """Return the source map of what stands in `root`, a handle, and remove the stamps that it is made from.

    A stamp that names no file is of `file`. An element without a stamp, in no element that has one, has the place of
    the first in it that has one.
    """
    places: list[Place] = []
    placed: set[xhtml.Element | None] = set()
    for element in list(xhtml.elements(root))[1:]:
        inside = element.getparent() in placed
        stamped = element if inside else next((one for one in xhtml.elements(element) if one.get(LINE)), element)
        line = int(stamped.get(LINE) or 0)
        places.append((stamped.get(FILE) or file, line, int(stamped.get(COLUMN) or 1)) if line else NOWHERE)
        if line or inside:
            placed.add(element)
    xhtml.strip_attributes(root, *Places.NAMES)
    return map_of(places)


def put_stamps(root: xhtml.Element, source_map: SourceMap) -> None:
    """Stamp what stands in `root`, a handle, as `source_map` says."""
    _stamp(list(xhtml.elements(root))[1:], source_map)


def stamp_section(root: xhtml.Element, source_map: SourceMap) -> None:
    """Stamp the section `root` and what stands in it as `source_map` says."""
    _stamp(xhtml.elements(root), source_map)


def stamped_trees(text: Text) -> Iterator[xhtml.Element]:
    """Yield the trees, stamped, of `text` and of its notes, each under a handle."""
    for markup, source_map in ((text.xhtml, text.source_map), *((note.xhtml, note.source_map) for note in text.notes)):
        root = xhtml.parse(markup)
        put_stamps(root, source_map)
        yield root


def joined_maps(maps: Sequence[SourceMap], between: int = 0) -> SourceMap:
    """Return the map of texts that follow one another, with so many elements `between` that come from no place."""
    places: list[Place] = []
    for number, one in enumerate(maps):
        places += [NOWHERE] * (between if number else 0)
        places += one.places
    return map_of(places)


def placed_lines(root: xhtml.Element, source_map: SourceMap) -> Iterator[PlacedLine]:
    """Yield the text of the section `root` line by line, with the places it comes from."""
    own = {element: place for element, place in _mapped(xhtml.elements(root), source_map) if place[1]}
    yield from _Walk(own).lines(root, placed=False)


def place_at(root: xhtml.Element, source_map: SourceMap, offset: int) -> tuple[str, int] | None:
    """Return the file and the line that the character at `offset` of the text content of `root` comes from."""
    found = None
    for piece in placed_lines(root, source_map):
        if piece.offset > offset:
            break
        found = (piece.file, piece.line) if piece.line else None
    return found


def offset_of(root: xhtml.Element, source_map: SourceMap, file: str, line: int) -> int | None:
    """Return the offset in the text content of `root` of what comes from `line` of `file`, or from the next one shown.

    After the last line, the offset of the last; `None` if nothing comes from the file.
    """
    placed = [piece for piece in placed_lines(root, source_map) if piece.file == file and piece.text.strip()]
    after = [piece for piece in placed if piece.line >= line]
    if after:
        return min(after, key=lambda piece: (piece.line, piece.offset)).offset
    return max(placed, key=lambda piece: (piece.line, piece.offset)).offset if placed else None


def span_of_id(section: Section, identity: str) -> Span | None:
    """Return where the element with the id `identity` comes from, or the first in it that comes from a place.

    `None` in a section that nobody wrote; the file alone if the section has no such element.
    """
    if section.source is None:
        return None
    root = xhtml.parse_one(section.xhtml)
    stamp_section(root, section.source_map)
    element = next((one for one in xhtml.elements(root) if one.get("id") == identity), root)
    stamped = next((one for one in xhtml.elements(element) if one.get(LINE)), element)
    return Places(section.source).of(element if element.get(LINE) or element is root else stamped)


def map_of(places: Sequence[Place]) -> SourceMap:
    """Return the source map of elements that come from `places`."""
    files = dict.fromkeys(file for file, line, _ in places if line)
    if not files:
        return SourceMap()
    numbers = {file: number for number, file in enumerate(files)}
    return SourceMap(
        files=tuple(files),
        lines=tuple(line for _, line, _ in places),
        columns=tuple(column for _, _, column in places),
        owners=tuple(numbers.get(file, 0) for file, _, _ in places) if len(files) > 1 else (),
    )


def _mapped(elements: Iterable[xhtml.Element], source_map: SourceMap) -> Iterator[tuple[xhtml.Element, Place]]:
    places = iter(source_map.places)
    return ((element, next(places, NOWHERE)) for element in elements)


def _stamp(elements: Iterable[xhtml.Element], source_map: SourceMap) -> None:
    for element, (file, line, column) in _mapped(elements, source_map):
        if line:
            element.set(FILE, file)
            element.set(LINE, str(line))
            element.set(COLUMN, str(column))


class _Walk:
    """A walk over the text of a section, and where it is."""

    def __init__(self, own: dict[xhtml.Element, Place]) -> None:
        """Begin before the section; `own` are the places of those elements that have one."""
        self._own = own
        self._offset = 0
        self._file, self._line, self._column = NOWHERE

    def lines(self, element: xhtml.Element, *, placed: bool) -> Iterator[PlacedLine]:
        """Yield the text of `element`; `placed` says that an element around it has a place."""
        if place := self._own.get(element):
            self._file, self._line, self._column = place
            placed = True
        yield from self._split(element.text, placed=placed)
        for child in element:
            if isinstance(child.tag, str):
                yield from self.lines(child, placed=placed)
            yield from self._split(child.tail, placed=placed)

    def _split(self, text: str | None, *, placed: bool) -> Iterator[PlacedLine]:
        for number, piece in enumerate((text or "").split("\n")):
            if number:
                self._offset += 1
                self._line, self._column = self._line + 1, 1
            if piece:
                place = (self._file, self._line, self._column) if placed else NOWHERE
                yield PlacedLine(piece, self._offset, *place)
                self._offset += len(piece)
