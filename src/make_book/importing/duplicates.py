"""The same episode saved twice under other names: the longer is kept, the other reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from make_book.importing.paragraphs import words
from make_book.importing.values import Draft

_SHINGLE = 4
_SAME = 0.8
"""The share of the shorter text's runs of four words that must stand in the longer one."""


class Copy(msgspec.Struct, frozen=True):
    """A source that was left out, and the source of the same episode that was kept."""

    left_out: str
    kept: str
    shorter_by: int
    """Words."""


def copies(drafts: Sequence[Draft]) -> tuple[Copy, ...]:
    """Find the drafts that are copies of others among `drafts`: same number or date, and nearly the same text."""
    texts = {draft.source: words(block.text for block in draft.blocks) for draft in drafts}
    ranked = sorted(drafts, key=lambda draft: (-len(texts[draft.source]), draft.source))
    kept: dict[tuple[str, str | None], list[Draft]] = {}
    found = []
    for draft in ranked:
        match = next((k for k in _rivals(draft, kept) if _same(texts[draft.source], texts[k.source])), None)
        if match:
            shorter = len(texts[match.source]) - len(texts[draft.source])
            found.append(Copy(draft.source, match.source, shorter))
        else:
            for key in _keys(draft):
                kept.setdefault(key, []).append(draft)
    return tuple(sorted(found, key=lambda copy: copy.left_out))


def _keys(draft: Draft) -> Iterator[tuple[str, str | None]]:
    number, date = draft.field("number"), draft.field("date")
    if number:
        yield ("number", number)
    if date:
        yield ("date", date)
    if not number and not date:
        yield ("title", draft.field("title"))


def _rivals(draft: Draft, kept: dict[tuple[str, str | None], list[Draft]]) -> Iterator[Draft]:
    for key in _keys(draft):
        yield from kept.get(key, ())


def _same(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    ours, theirs = _shingles(shorter), _shingles(longer)
    if not ours:
        return shorter == longer[: len(shorter)]
    return len(ours & theirs) / len(ours) >= _SAME


def _shingles(text: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(text[index : index + _SHINGLE] for index in range(len(text) - _SHINGLE + 1))
