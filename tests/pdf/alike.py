"""Two PDFs of one book held against each other: what a reader sees, and where the file leads a reader."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from PIL import ImageChops

from make_book.pdf.page_map import PageMap

_FINE = 0.05
"""Points by which places may differ: each way rounds for itself."""
_SCALES = (1.03, 0.97)
"""Pixels in a point. A glyph that lies between two pixels may go to either: at another scale it does not."""
_SHADE = 24
"""Of 255: smaller differences of a pixel are the edges of glyphs, set down a thousandth of a point aside."""


def differences(one: bytes, other: bytes, *, pixels: bool = True) -> list[str]:
    """Say in what the PDFs `one` and `other` differ: pages, boxes, words, pixels, links, places, outline, labels."""
    found = list(_printed_pages(one, other, pixels))
    with pikepdf.open(io.BytesIO(one)) as first, pikepdf.open(io.BytesIO(other)) as second:
        for name, read in (("outline", _outline), ("labels", _labels), ("places", _places), ("links", _links)):
            found += _unlike(name, read(first), read(second))
    return found


def maps_differ(one: PageMap, other: PageMap) -> list[str]:
    """Return in what two page maps differ. The letters that pages begin with do not count: `--plain` has none."""
    page_entries = [
        [(page_entry.label, page_entry.section, page_entry.blank) for page_entry in page_map.page_entries]
        for page_map in (one, other)
    ]
    found = _unlike("page", *page_entries)
    found += _unlike("anchor", sorted(one.anchors.items()), sorted(other.anchors.items()))
    return found + ([] if one.body == other.body else [f"body: {one.body} and {other.body}"])


def _printed_pages(one: bytes, other: bytes, pixels: bool) -> Iterator[str]:
    first, second = pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other)
    if len(first) != len(second):
        yield f"{len(first)} pages and {len(second)}"
    for number in range(min(len(first), len(second))):
        pages = first[number], second[number]
        boxes = [[page.get_mediabox(), page.get_cropbox(), page.get_bleedbox(), page.get_trimbox()] for page in pages]
        if not _near(*boxes):
            yield f"page {number}: boxes {boxes[0]} and {boxes[1]}"
            continue
        words = [page.get_textpage().get_text_range().split() for page in pages]
        if words[0] != words[1]:
            changed = [word for word in difflib.ndiff(*words) if word[0] in "+-"]
            yield f"page {number}: words {changed[:12]}"
        elif pixels and (count := _unlike_pixels(*pages)):
            yield f"page {number}: {count} pixels"
    first.close()
    second.close()


def _unlike_pixels(one: Any, other: Any) -> int:
    counts = (_unlike_at(scale, one, other) for scale in _SCALES)
    return next(counts) and next(counts)


def _unlike_at(scale: float, one: Any, other: Any) -> int:
    first, second = (page.render(scale=scale).to_pil().convert("RGB") for page in (one, other))
    difference = ImageChops.difference(first, second)
    return 0 if difference.getbbox() is None else max(sum(band.histogram()[_SHADE:]) for band in difference.split())


def _outline(pdf: pikepdf.Pdf) -> list[Any]:
    numbers = _numbers(pdf)

    def under(items: Any, depth: int) -> Iterator[Any]:
        for item in items:
            page, _, x, y = list(item.destination)[:4]
            yield depth, item.title, numbers[page.objgen], float(x), float(y), item.is_closed
            yield from under(item.children, depth + 1)

    with pdf.open_outline() as outline:
        return list(under(outline.root, 0))


def _labels(pdf: pikepdf.Pdf) -> list[Any]:
    return [page.label for page in pdf.pages]


def _places(pdf: pikepdf.Pdf) -> list[Any]:
    numbers = _numbers(pdf)
    if "/Names" not in pdf.Root:
        return []
    return sorted(
        (str(name), numbers[place[0].objgen], float(place[2]), float(place[3]))
        for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()
    )


def _links(pdf: pikepdf.Pdf) -> list[Any]:
    return sorted(
        (number, str(link.get("/Dest", "")) or str(link.A.URI), str(link.Contents), *map(float, link.Rect))
        for number, page in enumerate(pdf.pages)
        for link in page.get("/Annots", ())
    )


def _numbers(pdf: pikepdf.Pdf) -> dict[Any, int]:
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages)}


def _unlike(name: str, one: list[Any], other: list[Any]) -> list[str]:
    pairs = zip(one, other, strict=False)
    found = [f"{name}: {first} and {second}" for first, second in pairs if not _near(first, second)]
    return found + ([f"{name}: {len(one)} and {len(other)}"] if len(one) != len(other) else [])


def _near(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < _FINE
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(_near, one, other))
    return bool(one == other)
