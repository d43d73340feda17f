"""The index on paper: the pages on which its terms stand, instead of the names of episodes.

In the shared XHTML an entry's places are `<span class="index-locators">, <a class="index-locator"
href="#anchor">3</a>, …</span>`; a passage has its end in `data-until`. Each run becomes one
`book-page`: numbers the program makes, so that tags and the gate of faithfulness know them as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from make_book import xhtml

LOCATORS, LOCATOR, LEGEND = "index-locators", "index-locator", "index-legend"
"""The classes of a run of places, of a place in it, and of the line that says what the EPUB's numbers mean."""
_UNKNOWN = "000"
"""As wide as most page numbers, for a layout that does not know them yet."""
_RANGE = "\N{EN DASH}"
Run = tuple[int, int, str]
"""The first page, the last, and the anchor that the number leads to."""


def set_pages(root: xhtml.Element, pages: Mapping[str, int] | None, labels: Sequence[str]) -> None:
    """Put page numbers in the place of the locators in `root`, the index's section.

    `pages` tells on which page (an index from 0) an anchor lies, `labels` what is printed on each page. A
    page is named once, pages in a row become a range ("12–14"), roman figures and arabic ones apart; each
    number is a link to the first of its anchors. An anchor without a page is left out. `pages` is `None`
    while nothing is laid out: every place then gets a number of the usual width.
    """
    for legend in [node for node in xhtml.elements(root, "p") if node.get("class") == LEGEND]:
        xhtml.replace(legend)
    for span in [node for node in xhtml.elements(root, "span") if node.get("class") == LOCATORS]:
        places = [(_anchor(link, "href"), _anchor(link, "data-until")) for link in xhtml.elements(span, "a")]
        if pages is None:
            numbers = [(_UNKNOWN, anchor) for anchor, _ in places]
        else:
            numbers = [
                (labels[first] if first == last else f"{labels[first]}{_RANGE}{labels[last]}", anchor)
                for first, last, anchor in page_ranges(places, pages, labels)
            ]
        xhtml.replace(span, *_citation(numbers))


def page_ranges(places: Iterable[tuple[str, str]], pages: Mapping[str, int], labels: Sequence[str]) -> tuple[Run, ...]:
    """Return the pages of `places` in order, joined where they follow each other.

    A place is an anchor and that of its end; the latter is empty for a mere point.
    """
    leads: dict[int, str] = {}
    for anchor, until in places:
        if anchor in pages:
            for page in range(pages[anchor], max(pages[anchor], pages.get(until, 0)) + 1):
                leads.setdefault(page, anchor)
    return tuple(_joined(sorted(leads), leads, labels))


def _joined(ordered: Sequence[int], leads: Mapping[int, str], labels: Sequence[str]) -> Iterator[Run]:
    for at, page in enumerate(ordered):
        if at == 0 or not _follows(ordered[at - 1], page, labels):
            first = page
        if at + 1 == len(ordered) or not _follows(page, ordered[at + 1], labels):
            yield first, page, leads[first]


def _follows(page: int, other: int, labels: Sequence[str]) -> bool:
    return other == page + 1 and labels[page].isdecimal() == labels[other].isdecimal()


def _citation(numbers: Sequence[tuple[str, str]]) -> tuple[xhtml.Element, ...]:
    if not numbers:
        return ()
    citation = xhtml.make("book-page", ", ", class_=LOCATORS)
    for number, anchor in numbers:
        if len(citation):
            citation[-1].tail = ", "
        citation.append(xhtml.make("a", number, class_=LOCATOR, href=f"#{anchor}"))
    return (citation,)


def _anchor(link: xhtml.Element, name: str) -> str:
    return (link.get(name) or "").removeprefix("#")
