"""A long galley set run by run, so that it takes the memory of a run: lists and texts of any length.

Of every run but the last the pages after its last whole one are thrown away, and the next run begins with the
entry that stands at the head of the first of these. So the pages are those of the copy set at one go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from make_book.model import Section
from make_book.pdf.cutting import LISTS, Start, copy_of
from make_book.pdf.galley import Galley, GalleyPage, pack, unite
from make_book.pdf.takes import narrowed
from make_book.pdf.work import Run, Take

RUN = 250_000
"""Letters that are set at one go, about 140 pages, unless no page among them ends with a block; of lists 200 lines."""


def is_set_in_runs(take: Take) -> bool:
    """Tell whether `take` is longer than a run."""
    return sum(map(_worth, take.sections)) > RUN


def _worth(section: Section) -> int:
    lines = section.xhtml.count("<li") if section.kind in LISTS else 0
    return len(section.xhtml) + 1000 * lines


def set_in_runs(take: Take, set_one: Callable[[Take], Galley]) -> Galley:
    """Return the galley of `take`; `set_one` sets a run."""
    copy = copy_of(take.sections, notes=take.sheet.notes)
    galleys: list[Galley] = []
    start, worth, run = 0, RUN, Run()
    while True:
        stop = copy.stop(start, worth)
        run = msgspec.structs.replace(run, more=stop < len(copy.starts))
        galley = set_one(_part(take, copy.part(start, stop), run, sum(len(one.pages) for one in galleys)))
        if run.more and galley.following is None:
            worth *= 2
            continue
        galleys.append(_moved(galley, take.sections, copy.starts[start]) if start else galley)
        if galley.following is None:
            return _joined(galleys)
        then = galley.following
        run = Run(run.number + 1, forced=then.forced, groups=then.groups, level=then.level)
        start, worth = start + then.entry, RUN


def _part(take: Take, sections: tuple[Section, ...], run: Run, before: int) -> Take:
    """Return the take of a run that sets `sections`, a part of those of `take`, after so many pages."""
    return Take(
        sections=sections,
        sheet=narrowed(take.sheet, sections),
        first=take.first and not run.number,
        verso=take.verso != bool(before % 2),
        run=run,
    )


def _moved(galley: Galley, sections: Sequence[Section], start: Start) -> Galley:
    """Return `galley` as what comes from `start` on: of that section so many letters stand before."""
    section = sections[start.path[0]].id
    if not start.letters:
        return galley
    return msgspec.structs.replace(galley, pages=tuple(_after(page, section, start.letters) for page in galley.pages))


def _after(page: GalleyPage, section: str, letters: int) -> GalleyPage:
    """Return a page after the beginning of `section`."""
    anchors = {name: point for name, point in page.anchors.items() if name != section}
    top = page.top and (page.top[0], page.top[1] + letters * (page.top[0] == section))
    return msgspec.structs.replace(page, anchors=anchors, top=top)


def _joined(galleys: Sequence[Galley]) -> Galley:
    """Return the galleys of the runs of one take as one."""
    return Galley(
        plates=tuple(plate for galley in galleys for plate in galley.plates),
        pages=tuple(page for galley in galleys for page in galley.pages),
        fonts=pack(unite(galley.fonts for galley in galleys)),
        opening=galleys[0].opening,
        closing=galleys[-1].closing,
        sided=any(galley.sided for galley in galleys),
        findings=tuple(dict.fromkeys(finding for galley in galleys for finding in galley.findings)),
    )
