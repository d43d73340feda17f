"""The same episode saved twice under other names: the longer is kept, the other reported."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import msgspec

from make_book.importing.import_values import EpisodeDraft
from make_book.importing.text_paragraphs import words

_SHINGLE = 4
_SAME = 0.8
"""The share of the shorter text's runs of four words that must stand in the longer one."""


class DuplicateClipping(msgspec.Struct, frozen=True):
    """A source that was left out, and the source of the same episode that was kept."""

    left_out: str
    kept: str
    shorter_by: int
    """Words."""


def copies(drafts: Sequence[EpisodeDraft]) -> tuple[DuplicateClipping, ...]:
    """Find the drafts that are copies of others among `drafts`: same number or date, and nearly the same text."""
    texts = {draft.source: words([draft.text]) for draft in drafts}

    @functools.cache
    def runs(source: str) -> frozenset[tuple[str, ...]]:
        return _shingles(texts[source])

    by_source = {draft.source: draft for draft in drafts}
    kept: dict[tuple[str, str | None], list[str]] = {}
    found = []
    for draft in sorted(drafts, key=lambda draft: (-len(texts[draft.source]), draft.source)):
        ours = draft.source
        rivals = (rival for key in _keys(draft) for rival in kept.get(key, ()) if not _differ(draft, by_source[rival]))
        if match := next((rival for rival in rivals if _same(runs(ours), runs(rival))), None):
            found.append(DuplicateClipping(ours, match, len(texts[match]) - len(texts[ours])))
        else:
            for key in _keys(draft):
                kept.setdefault(key, []).append(ours)
    return tuple(sorted(found, key=lambda copy: copy.left_out))


def _differ(one: EpisodeDraft, other: EpisodeDraft) -> bool:
    """Tell whether two drafts are different texts because their sources state different titles."""
    return one.body is not None and other.body is not None and one.field("title") != other.field("title")


def _keys(draft: EpisodeDraft) -> Iterator[tuple[str, str | None]]:
    number, date = draft.field("number"), draft.field("date")
    if number:
        yield ("number", number)
    if date:
        yield ("date", date)
    if not number and not date:
        yield ("title", draft.field("title"))


def _same(shorter: frozenset[tuple[str, ...]], longer: frozenset[tuple[str, ...]]) -> bool:
    return len(shorter & longer) >= _SAME * len(shorter)


def _shingles(text: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(text[index : index + _SHINGLE] for index in range(max(1, len(text) - _SHINGLE + 1)))
