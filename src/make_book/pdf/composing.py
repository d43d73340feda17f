"""The composing room: takes set as galleys, galleys imposed, until every page that is cited has its number.

Every build goes the same way from the same beginning, whatever was kept from the last one: what is kept
only saves the setting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from make_book.cache import digest
from make_book.cache.toolchain import toolchain
from make_book.findings import Finding
from make_book.model import Section
from make_book.pdf.castoff import estimate, extent_of
from make_book.pdf.galley import Galley, GalleyPage, pack
from make_book.pdf.geometry import Page, draw_page
from make_book.pdf.imposition import Place, impose, misplaced
from make_book.pdf.leaves import map_pages
from make_book.pdf.pagemap import PageMap
from make_book.pdf.press import Press
from make_book.pdf.runs import is_set_in_runs, set_in_runs
from make_book.pdf.takes import LISTS, Job, divide, galley_page, make_dress, make_takes
from make_book.pdf.work import Dress, Take
from make_book.workers import spread_out

_PROGRESS = logging.getLogger("make_book.progress")
ROUNDS = 8
"""Page numbers settle in two or three rounds; what turns in a circle is left after these."""
_ENCODE = msgspec.msgpack.Encoder().encode
Work = TypeVar("Work")
Made = TypeVar("Made")


class Composed(msgspec.Struct, frozen=True):
    """A book set and imposed."""

    groups: tuple[tuple[Section, ...], ...]
    galleys: tuple[Galley, ...]
    places: tuple[Place, ...]
    page_map: PageMap
    page: Page
    findings: tuple[Finding, ...] = ()


def compose_pages(job: Job, press: Press) -> Composed:
    """Set and impose the book."""
    room = _Room(job, press)
    page = draw_page(job.edition, estimate(job.sections, job.edition))
    known = None
    for _ in range(ROUNDS):
        last, composed = known, room.go(page, known)
        known, page = composed.page_map, draw_page(job.edition, len(composed.places))
        if last == known and galley_page(job, page) == galley_page(job, composed.page):
            return msgspec.structs.replace(composed, page=page)
    return msgspec.structs.replace(
        composed,
        findings=(
            Finding(
                "PDF-007", "some page numbers named in the text may be wrong by a page: set, they move what they name"
            ),
        ),
    )


class _Room:
    """Takes and galleys of one build: a take that is asked for again is not looked for again."""

    def __init__(self, job: Job, press: Press) -> None:
        self._job, self._press = job, press
        self._groups = divide(job)
        self._set: dict[int, tuple[Take, Dress, Galley]] = {}
        self._versos: frozenset[int] = frozenset()
        self._restart = next((at for at, group in enumerate(self._groups) if group[0].id == job.opener), None)

    def go(self, page: Page, known: PageMap | None) -> Composed:
        """Set the book on `page`, with the page numbers that are `known`; without any, its lists are not set."""
        dress = make_dress(self._job, page, "galleys")
        made = enumerate(make_takes(self._job, self._groups, page, known))
        takes = {at: self._turned(at, take) for at, take in made}
        pending = {at for at, take in takes.items() if known is None and take.sections[0].kind in LISTS}
        galleys = self._galleys({at: take for at, take in takes.items() if at not in pending}, dress)
        galleys |= {at: _cast_off(takes[at], self._job) for at in pending}
        for _ in range(ROUNDS):
            places = impose(_in_order(galleys), self._restart)
            wrong = misplaced(_in_order(galleys), places, self._versos)
            if not wrong:
                break
            self._versos ^= wrong
            galleys |= self._galleys({at: self._turned(at, takes[at]) for at in wrong}, dress)
        page_map = map_pages(self._groups, _in_order(galleys), places, self._restart)
        return Composed(self._groups, _in_order(galleys), places, page_map, page)

    def _turned(self, at: int, take: Take) -> Take:
        verso = at in self._versos
        return take if take.verso == verso else msgspec.structs.replace(take, verso=verso)

    def _galleys(self, takes: dict[int, Take], dress: Dress) -> dict[int, Galley]:
        wanted = {at: take for at, take in takes.items() if self._set.get(at, (None, None))[:2] != (take, dress)}
        made = set_takes(list(wanted.values()), dress, self._press)
        self._set |= {at: (take, dress, galley) for (at, take), galley in zip(wanted.items(), made, strict=True)}
        return {at: self._set[at][2] for at in takes}


def _in_order(galleys: dict[int, Galley]) -> tuple[Galley, ...]:
    return tuple(galleys[at] for at in sorted(galleys))


def _cast_off(take: Take, job: Job) -> Galley:
    """Return an empty galley of about the right number of pages."""
    section = take.sections[0]
    page = GalleyPage("", (), blank=False, size=(0, 0), block=(0, 0, 0, 0))
    first = msgspec.structs.replace(page, anchors={section.id: (0, 0)})
    pages = (first, *(page,) * (extent_of(section, job.edition) - 1))
    return Galley((), pages, pack(()), "any", "any", sided=False)


def set_takes(takes: Sequence[Take], dress: Dress, press: Press) -> list[Galley]:
    """Return the galleys of `takes`: kept ones, and the rest set by as many processes as the press has."""

    def make(take: Take) -> Galley:
        from make_book.pdf import layout

        return set_in_runs(take, set_run) if is_set_in_runs(take) else layout.set_galley(take, dress)

    def set_run(run: Take) -> Galley:
        from make_book.pdf import layout

        return remembered([run], dress, press, lambda take: layout.set_galley(take, dress), Galley)[0]

    return remembered(takes, dress, press, make, Galley)


def remembered(
    works: Sequence[Work], dress: Dress, press: Press, make: Callable[[Work], Made], result: type[Made]
) -> list[Made]:
    """Return what `make` makes of `works`; what is kept is not made again."""
    dressed = digest(str(result), toolchain(), _ENCODE(dress))
    keys = [digest(dressed, _ENCODE(work)) for work in works]
    kept = [press.cache.get(key) for key in keys]
    missing = [at for at, data in enumerate(kept) if data is None]

    def work(at: int) -> bytes:
        return _ENCODE(make(works[at]))

    if missing:
        from make_book.pdf import layout

        layout.lay_desk(dress)  # before the workers are forked: they find it ready
        for count, (at, data) in enumerate(zip(missing, spread_out(work, missing, press.jobs), strict=True), start=1):
            kept[at] = data
            press.cache.put(keys[at], data)
            _PROGRESS.info("%s %d of %d", result.__name__.lower(), count, len(missing))
    return [msgspec.msgpack.decode(data, type=result) for data in kept if data is not None]
