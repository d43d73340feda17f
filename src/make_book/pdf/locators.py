"""The index in print: the pages of its terms instead of the names of episodes.

In the shared XHTML the places of an entry are `<span class="index-locators">, <a class="index-locator"
href="#anchor">3</a>, …</span>`; a passage has its end in `data-until`. Each list of places becomes one `book-page`
element, by which tags and the comparison of the words know that the numbers are not the author's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from make_book import xhtml

LOCATORS, LOCATOR, LEGEND = "index-locators", "index-locator", "index-legend"
"""The classes of a list of places, of a place in it, and of the line that explains the numbers of the EPUB."""
_UNKNOWN = "000"
"""As wide as most page numbers, while these are not known."""
_RANGE = "\N{EN DASH}"
PageRange = tuple[int, int, str]
"""The first page, the last page, and the anchor that the number leads to."""


def set_pages(root: xhtml.Element, pages: Mapping[str, int] | None, labels: Sequence[str]) -> None:
    """Replace the locators in `root`, the section of the index, by page numbers.

    `pages` gives the page (an index from 0) of each anchor, `labels` the label of each page. A page is named once.
    Consecutive pages become a range ("12–14"), roman and arabic numbers apart. Each number is a link to the first of
    its anchors. An anchor without a page is left out. If `pages` is `None`, nothing is laid out yet, and every place
    gets a number of the usual width.
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


def page_ranges(
    places: Iterable[tuple[str, str]], pages: Mapping[str, int], labels: Sequence[str]
) -> tuple[PageRange, ...]:
    """Return the pages of `places` in order, with consecutive pages as one range.

    A place is an anchor and the anchor of its end, which is empty if the place is no passage.
    """
    anchor_of: dict[int, str] = {}
    for anchor, until in places:
        if anchor in pages:
            for page in range(pages[anchor], max(pages[anchor], pages.get(until, 0)) + 1):
                anchor_of.setdefault(page, anchor)
    return tuple(_joined(sorted(anchor_of), anchor_of, labels))


def _joined(ordered: Sequence[int], anchor_of: Mapping[int, str], labels: Sequence[str]) -> Iterator[PageRange]:
    for at, page in enumerate(ordered):
        if at == 0 or not _follows(ordered[at - 1], page, labels):
            first = page
        if at + 1 == len(ordered) or not _follows(page, ordered[at + 1], labels):
            yield first, page, anchor_of[first]


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
