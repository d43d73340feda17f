"""A long list set run by run, so that it takes the memory of a run: contents of thousands of lines are no rarity.

Of every run but the last the pages after its last whole one are thrown away, and the next run begins with the
entry that stands at the head of the first of these. So the pages are those of the list set at one go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from make_book.model import Section
from make_book.pdf.cutting import copy_of, is_long
from make_book.pdf.galley import Galley, GalleyPage, pack, unite
from make_book.pdf.takes import narrowed
from make_book.pdf.work import Run, Take

RUN = 200
"""Entries that are set at one go, unless they fill no page."""


def is_set_in_runs(take: Take) -> bool:
    """Tell whether `take` is a list that is longer than a run."""
    return len(take.sections) == 1 and is_long(take.sections[0], RUN)


def set_in_runs(take: Take, set_one: Callable[[Take], Galley]) -> Galley:
    """Return the galley of `take`; `set_one` sets a run."""
    copy = copy_of(take.sections[0], notes=take.sheet.notes)
    galleys: list[Galley] = []
    start, pages, size, forced = 0, 0, RUN, True
    while True:
        stop = min(start + size, len(copy.entries))
        run = Run(before=pages, forced=forced, more=stop < len(copy.entries))
        galley = set_one(_part(take, copy.part(start, stop), run))
        if run.more and galley.following is None:
            size *= 2
            continue
        galleys.append(_moved(galley, take.sections[0].id, copy.letters[start]) if start else galley)
        if galley.following is None:
            return _joined(galleys)
        start, forced = start + galley.following.entry, galley.following.forced
        pages, size = pages + len(galley.pages), RUN


def _part(take: Take, section: Section, run: Run) -> Take:
    """Return the take of a run that sets `section`, a part of the list of `take`."""
    return Take(
        sections=(section,),
        sheet=narrowed(take.sheet, section),
        first=take.first and not run.before,
        verso=take.verso != bool(run.before % 2),
        run=run,
    )


def _moved(galley: Galley, section: str, letters: int) -> Galley:
    """Return `galley` as a later part of `section`: it is not the section's beginning, so many letters stand before."""
    return msgspec.structs.replace(galley, pages=tuple(_after(page, section, letters) for page in galley.pages))


def _after(page: GalleyPage, section: str, letters: int) -> GalleyPage:
    anchors = {name: point for name, point in page.anchors.items() if name != section}
    top = None if page.top is None else (section, page.top[1] + letters)
    return msgspec.structs.replace(page, anchors=anchors, top=top)


def _joined(galleys: Sequence[Galley]) -> Galley:
    """Return the galleys of the runs of one list as one."""
    return Galley(
        plates=tuple(plate for galley in galleys for plate in galley.plates),
        pages=tuple(page for galley in galleys for page in galley.pages),
        fonts=pack(unite(galley.fonts for galley in galleys)),
        opening=galleys[0].opening,
        closing=galleys[-1].closing,
        sided=any(galley.sided for galley in galleys),
        findings=tuple(dict.fromkeys(finding for galley in galleys for finding in galley.findings)),
    )
