"""The skeleton: running heads and folios for the whole book, set in formes of some dozen pages.

In the printing house the skeleton is what stays in the forme when the type is taken out. A forme depends on
the numbers and kinds of its pages and on what stands in their strings, not on their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from make_book.findings import Finding, Span
from make_book.model import Image
from make_book.pdf.composing import Composed, remembered
from make_book.pdf.galley import GalleyPage, Skeleton
from make_book.pdf.imposition import Place
from make_book.pdf.ownrules import FILE
from make_book.pdf.press import Press
from make_book.pdf.takes import Job, base_sheet, make_dress
from make_book.pdf.work import Dress, Forme, Head

FORME = 64
"""Pages in a forme: few enough that a page added at the end renews little, enough to be worth a process."""
ALIKE = 0.02
"""Points by which the text blocks of a galley and of the skeleton may differ."""
_COUNTED = "a rule that counts pages (:nth) must not change their size or margins; or build with --plain"
_TOTAL = re.compile(r"\bcounters?\(\s*pages\b")
_PICTURE = re.compile(r'\b(?:src|href)="book:([^"]+)"')


def set_skeleton(composed: Composed, job: Job, press: Press) -> tuple[Skeleton, ...]:
    """Return the furniture of all pages of the book, forme by forme."""
    dress = make_dress(job, composed.page, "skeleton")
    formes = tuple(_formes(composed, job, dress))

    def make(forme: Forme) -> Skeleton:
        from make_book.pdf import layout

        return layout.set_skeleton(forme, dress)

    return tuple(remembered(formes, dress, press, make, Skeleton))


def _formes(composed: Composed, job: Job, dress: Dress) -> Iterator[Forme]:
    strings: dict[str, str] = {}
    running: dict[str, str] = {}
    total = len(composed.places) if any(_TOTAL.search(sheet.css) for sheet in dress.sheets) else 0
    images = base_sheet(job, composed.page).images
    for heads in _cut(composed):
        markup = [*running.values(), *(one.markup for head in heads for one in head.running)]
        yield Forme(heads, dict(strings), dict(running), _pictures(markup, images), total)
        for head in heads:
            strings.update(head.strings)
            running.update({one.name: one.markup for one in head.running})


def _pictures(markup: Sequence[str], images: dict[str, Image]) -> dict[str, Image]:
    from urllib.parse import unquote

    named = {unquote(path) for text in markup for path in _PICTURE.findall(text)}
    return {path: images[path] for path in sorted(named) if path in images}


def _cut(composed: Composed) -> Iterator[tuple[Head, ...]]:
    """Yield the pages of the book in formes; each begins with the first page of a galley, if it can."""
    heads: list[Head] = []
    for place in composed.places:
        full = len(heads) >= FORME and (place.page == 0 or len(heads) >= 2 * FORME)
        if heads and (full or (place.number == 1 and place.page == 0)):
            yield tuple(heads)
            heads = []
        heads.append(_head(place, composed))
    if heads:
        yield tuple(heads)


def _head(place: Place, composed: Composed) -> Head:
    """Return what the skeleton knows of the page at `place`."""
    if place.page is None:
        return Head(place.index, place.number, place.right, True, "", ())
    page: GalleyPage = composed.galleys[place.galley].pages[place.page]
    return Head(
        index=place.index,
        number=place.number,
        right=place.right,
        blank=page.blank,
        name=page.name,
        groups=page.groups,
        strings=page.strings,
        starting=page.starting,
        running=page.running,
    )


def judge_blocks(composed: Composed, skeletons: Sequence[Skeleton]) -> Iterator[Finding]:
    """Yield `PDF-012` where the text was set for another size than its page has, once for each name of pages."""
    furniture = (page for skeleton in skeletons for page in skeleton.pages)
    told = set()
    for place, there in zip(composed.places, furniture, strict=True):
        here = None if place.page is None else composed.galleys[place.galley].pages[place.page]
        if here is None or here.name in told or _alike((*here.size, *here.block[2:]), (*there.size, *there.block[2:])):
            continue
        told.add(here.name)
        label = composed.page_map.leaves[place.index].label
        sizes = [" × ".join(f"{length:.1f}" for length in page.block[2:]) for page in (there, here)]
        message = f"page {label} takes text of {sizes[0]} pt, not of {sizes[1]}"
        yield Finding("PDF-012", message, Span(FILE), (_COUNTED,))


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(first - second) < ALIKE for first, second in zip(one, other, strict=True))
