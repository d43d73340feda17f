"""The order of the episodes: by number, by date, or as the sources have them; and what that is based on."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from make_book.findings import Finding
from make_book.importing.import_values import EpisodeDraft, Field

_MOST = 0.8
"""The share of episodes that must have a date for dates to order them."""


class Ordered(msgspec.Struct, frozen=True):
    """The drafts, those with a `weight` that the build needs to keep their order, and a finding that says so."""

    drafts: tuple[EpisodeDraft, ...]
    findings: tuple[Finding, ...] = ()


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts `ch2` before `ch10`, folders first by their own names."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def arranged(drafts: Sequence[EpisodeDraft], order: Sequence[str], *, listed: bool = False) -> Ordered:
    """Give `drafts` weights where neither numbers nor dates order them.

    `order` are the sources as their files and what is in these follow each other; `listed`: a list says so.
    """
    matter = tuple(draft for draft in drafts if draft.field("section"))
    if matter:
        rest = arranged([draft for draft in drafts if not draft.field("section")], order, listed=listed)
        return Ordered((*rest.drafts, *matter), rest.findings)
    if len(drafts) < 2 or any(draft.field("weight") for draft in drafts):
        return Ordered(tuple(drafts))
    numbers = [draft.number for draft in drafts]
    distinct = len({number for number in numbers if number is not None})
    if not listed and distinct == len(drafts):
        return Ordered(tuple(drafts))
    dates = [draft.field("date") for draft in drafts]
    if not listed and (sum(date is not None for date in dates) >= _MOST * len(drafts) or distinct * 2 > len(drafts)):
        return Ordered(tuple(drafts))
    places = {source: place for place, source in enumerate(order)}
    ordered = sorted(drafts, key=lambda draft: (places.get(draft.source, len(places)), natural_key(draft.source)))
    weights = {draft.source: str(place) for place, draft in enumerate(ordered, 1)}
    what = "the list among the sources" if listed else "the files and of what stands in them"
    finding = Finding("IMP-035", f"neither numbers nor dates order all episodes: the order is that of {what}")
    return Ordered(tuple(_weighted(draft, weights[draft.source]) for draft in drafts), (finding,))


def _weighted(draft: EpisodeDraft, weight: str) -> EpisodeDraft:
    field = Field("weight", weight, 1.0, 1, "", "the order of the sources")
    return msgspec.structs.replace(draft, fields=(*draft.fields, field))
