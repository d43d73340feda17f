"""What stands before and after the episodes: written sections, generated ones, and their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from make_book.findings import Finding
from make_book.manuscript.section_names import BACK, FRONT, GENERATED
from make_book.manuscript.values import Config
from make_book.model import Episode, Imprint, Matter, Text

_ALWAYS = frozenset({"half-title", "title-page", "copyright", "contents", "colophon"})

_WRITE = "write a file of the name, or leave it out"


class MatterPlan(msgspec.Struct, frozen=True):
    """The sections before and after the episodes, in order."""

    front: tuple[str, ...]
    back: tuple[str, ...]
    generated: frozenset[str]
    """Those of them that nobody has written: make-book writes them."""
    findings: tuple[Finding, ...]


def plan_matter(config: Config, imprint: Imprint, matter: Sequence[Matter], episodes: Sequence[Episode]) -> MatterPlan:
    """Return which sections the book has, in the order of book.toml, else in the usual order."""
    lists = config.sections
    written = {piece.kind: piece.source for piece in matter}
    back_names, front_names = lists.back or (), lists.front or ()
    front = lists.front if lists.front is not None else tuple(name for name in FRONT if name not in back_names)
    back = lists.back if lists.back is not None else tuple(name for name in BACK if name not in front_names)
    chosen = (*front, *(name for name in back if name not in front))
    texts = [*(piece.text for piece in matter), *(episode.text for episode in episodes)]
    filled = _with_content(imprint, episodes, texts, chosen=(*front_names, *back_names))
    kept = [name for name in chosen if name in written or name in filled]
    empty = [name for name in dict.fromkeys((*front_names, *back_names)) if name not in kept]
    none = (Finding("MAN-014", f"the section {name!r} would be empty", lists.span, (_WRITE,)) for name in empty)
    left = (Finding("MAN-015", f"[sections] leaves {kind!r} out", lists.span) for kind in written if kind not in chosen)
    return MatterPlan(
        front=tuple(name for name in front if name in kept),
        back=tuple(name for name in back if name in kept and name not in front),
        generated=frozenset(kept) - written.keys(),
        findings=(*none, *left),
    )


def _with_content(
    imprint: Imprint, episodes: Sequence[Episode], texts: Sequence[Text], *, chosen: Sequence[str]
) -> frozenset[str]:
    """Return the generated sections that would not be empty; one that book.toml names needs less."""
    return frozenset(_content_names(imprint, episodes, texts, chosen)) & GENERATED


def _content_names(
    imprint: Imprint, episodes: Sequence[Episode], texts: Sequence[Text], chosen: Sequence[str]
) -> Iterator[str]:
    yield from _ALWAYS
    people = {person.name for person in imprint.people_with(episodes)}
    noted = any(person.note for person in imprint.people)
    if len(people) > 1 or noted or (people and "contributors" in chosen):
        yield "contributors"
    if any(episode.has_source for episode in episodes):
        yield "sources"
    if any(not mark.see for text in texts for mark in text.marks):
        yield "index"
    if any(use.credit for text in texts for use in text.images):
        yield "image-credits"
    if "list-of-illustrations" in chosen and any(use.caption for text in texts for use in text.images):
        yield "list-of-illustrations"
