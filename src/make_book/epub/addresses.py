"""Where every anchor of the book stands in the EPUB, and what a link in a section becomes there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from make_book.web_address import web_address


class SectionFile(msgspec.Struct, frozen=True):
    """A section's file, and the ids that stand in it."""

    path: str
    anchors: frozenset[str]


class Addresses(msgspec.Struct, frozen=True):
    """The files of the sections by section id, and the section of every anchor."""

    places: Mapping[str, SectionFile]
    owners: Mapping[str, str]

    def resolve(self, href: str, section_id: str) -> str | None:
        """Return `href`, as a section of that id says it, for the EPUB; `None` when it leads nowhere.

        `#anchor` is looked for in the section itself, then in the whole book; `OTHER-ID#anchor`
        names the section. A link to a whole section needs no anchor.
        """
        if "#" not in href.partition(":")[0] and (outside := web_address(href)) is not None:
            return outside
        named, mark, anchor = href.partition("#")
        if not mark or not anchor:
            return self._in(named, named) if named else None
        if named:
            return self._in(named, anchor)
        if anchor in self.places[section_id].anchors and anchor not in self.places:
            return f"#{anchor}"
        return self._in(self.owners[anchor], anchor) if anchor in self.owners else None

    def _in(self, section_id: str, anchor: str) -> str | None:
        place = self.places.get(section_id)
        if place is None:
            return None
        if anchor == section_id:
            return place.path
        return f"{place.path}#{anchor}" if anchor in place.anchors else None


def address(sections: Iterable[tuple[str, str, Iterable[str]]]) -> Addresses:
    """Return the addresses of sections given as id, path and the ids that stand in them.

    Without ids, nothing but the section as a whole can be a target (the nav document stands for the
    section of contents).
    """
    places: dict[str, SectionFile] = {}
    owners: dict[str, str] = {}
    for section_id, path, ids in sections:
        places[section_id] = SectionFile(path, frozenset(ids))
        for anchor in places[section_id].anchors:
            owners.setdefault(anchor, section_id)
    owners.update({section_id: section_id for section_id in places})
    return Addresses(MappingProxyType(places), MappingProxyType(owners))
