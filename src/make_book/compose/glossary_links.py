"""Terms of the glossary linked both ways: from the marked words to the entry, from the entry to their first place.

A term is marked in the text (`{.term}`); an entry is a `dt` in the section `glossary`. They meet by the headword,
whatever its case.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book import xhtml
from make_book.model import Episode, Matter, Text
from make_book.text.source_maps import put_stamps, take_stamps

_GLOSSARY = "glossary"


def link_terms(matter: Sequence[Matter], episodes: Sequence[Episode]) -> tuple[list[Matter], list[Episode]]:
    """Return the sections and episodes with their terms linked; as they are in a book without a written glossary."""
    glossary = next((piece for piece in matter if piece.kind == _GLOSSARY), None)
    marked = any(piece.text.terms for piece in matter) or any(episode.text.terms for episode in episodes)
    if glossary is None or not marked:
        return list(matter), list(episodes)
    handle = _parsed(glossary.text)
    entries = _entries(handle)
    places: dict[str, str] = {}
    texts = [*(episode.text for episode in episodes), *(piece.text for piece in matter if piece is not glossary)]
    for text in texts:
        for term in text.terms:
            if term.headword.casefold() in entries:
                places.setdefault(term.headword.casefold(), term.anchor)
    _lead_back(entries, places)
    ids = {headword: str(entry.get("id")) for headword, entry in entries.items()}
    written = _with_tree(glossary.text, handle)
    sections = [
        msgspec.structs.replace(piece, text=written if piece is glossary else _linked(piece.text, ids))
        for piece in matter
    ]
    return sections, [msgspec.structs.replace(one, text=_linked(one.text, ids)) for one in episodes]


def _entries(handle: xhtml.Element) -> dict[str, xhtml.Element]:
    """Return the `dt` of every headword, each with an id of its own."""
    entries: dict[str, xhtml.Element] = {}
    taken = {element.get("id") for element in xhtml.elements(handle)}
    for number, entry in enumerate(xhtml.elements(handle, "dt"), start=1):
        if entry.get("id") is None:
            entry.set("id", next(name for name in _names(number) if name not in taken))
        entries.setdefault(xhtml.words(entry).casefold(), entry)
    return entries


def _names(number: int) -> list[str]:
    return [f"{_GLOSSARY}--entry-{number}", *(f"{_GLOSSARY}--entry-{number}-{more}" for more in range(2, 1000))]


def _lead_back(entries: dict[str, xhtml.Element], places: dict[str, str]) -> None:
    """Make the words of an entry the way to the first place of its term."""
    for headword, anchor in places.items():
        entry = entries[headword]
        if next(xhtml.elements(entry, "a"), None) is None:
            _wrap(entry, xhtml.make("a", href=f"#{anchor}"), "glossary-place")


def _linked(text: Text, ids: dict[str, str]) -> Text:
    """Return `text` with the words of its terms made links to their entries."""
    wanted = {term.anchor: ids[key] for term in text.terms if (key := term.headword.casefold()) in ids}
    if not wanted:
        return text
    handle = _parsed(text)
    for element in xhtml.elements(handle, "dfn"):
        entry = wanted.get(element.get("id", ""))
        if entry is not None and next(xhtml.elements(element, "a"), None) is None:
            link = xhtml.make("a", href=f"#{entry}", role="doc-glossref")
            link.set(xhtml.EPUB_TYPE, "glossref")
            _wrap(element, link, "glossary-link")
    return _with_tree(text, handle)


def _parsed(text: Text) -> xhtml.Element:
    handle = xhtml.parse(text.xhtml)
    put_stamps(handle, text.source_map)
    return handle


def _with_tree(text: Text, handle: xhtml.Element) -> Text:
    source_map = take_stamps(handle, "")
    return msgspec.structs.replace(text, xhtml=xhtml.inner(handle), source_map=source_map)


def _wrap(element: xhtml.Element, link: xhtml.Element, kind: str) -> None:
    """Put all that `element` holds into `link`, and that into `element`."""
    link.set("class", kind)
    link.text, element.text = element.text, None
    for child in list(element):
        link.append(child)
    element.append(link)
