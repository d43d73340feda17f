"""Notes: which are referred to, in what order, and the links between reference and note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from make_book import xhtml
from make_book.text.places import Places


class Numbered(msgspec.Struct, frozen=True):
    """The notes in order of first reference, by their place in the order of definition."""

    order: tuple[int, ...]
    unused: tuple[int, ...]


def order_notes(body: xhtml.Element, notes: Sequence[xhtml.Element]) -> Numbered:
    """Walk the text, then the notes it refers to, and the notes those refer to."""
    order: list[int] = []
    roots = [body]
    for root in roots:
        for reference in _references(root, len(notes)):
            if reference not in order:
                order.append(reference)
                roots.append(notes[reference])
    return Numbered(tuple(order), tuple(number for number in range(len(notes)) if number not in order))


def link_notes(roots: Sequence[xhtml.Element], order: Sequence[int], prefix: str) -> None:
    """Turn every `<a data-note="n">` under `roots` into a reference with its number, id and link."""
    numbers: Mapping[int, int] = {note: number for number, note in enumerate(order, 1)}
    seen: dict[int, int] = {}
    for root in roots:
        for mark in [mark for mark in root.iter("a") if mark.get("data-note") is not None]:
            number = numbers.get(_index(mark.get("data-note")), 0)
            if not number:
                xhtml.unwrap(mark)
                continue
            seen[number] = seen.get(number, 0) + 1
            again = f"-{seen[number]}" if seen[number] > 1 else ""
            tail, place = mark.tail, [(name, value) for name in Places.NAMES if (value := mark.get(name))]
            mark.clear()
            mark.tail, mark.text = tail, str(number)
            for name, value in place:
                mark.set(name, value)
            mark.set("class", "noteref")
            mark.set(xhtml.EPUB_TYPE, "noteref")
            mark.set("role", "doc-noteref")
            mark.set("id", f"{note_id(prefix, number)}-ref{again}")
            mark.set("href", f"#{note_id(prefix, number)}")


def note_id(prefix: str, number: int) -> str:
    """Return the id of note `number` in the text called `prefix`."""
    return f"{prefix}-note-{number}"


def _references(root: xhtml.Element, count: int) -> list[int]:
    found = (_index(mark.get("data-note")) for mark in root.iter("a") if mark.get("data-note") is not None)
    return [index for index in found if 0 <= index < count]


def _index(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else -1
