"""The pictures an EPUB carries: those its sections show, under names of the EPUB's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from make_book import pictures
from make_book.epub import names
from make_book.epub.publication import Resource
from make_book.findings import Finding
from make_book.model import Image
from make_book.xhtml import Element, elements

Pictures = Mapping[str, Image]
"""Prepared pictures by their path in the manuscript; `Image.path` is the one in the EPUB."""

COVER_MEGAPIXELS = 5.6
"""What Apple takes; a cover of 1600 × 2560 pixels, the size shops ask for, is just above 4."""


def shown(trees: Iterable[Element]) -> frozenset[str]:
    """Return the paths of all pictures that `trees` show."""
    return frozenset(str(image.get("src")) for tree in trees for image in elements(tree, "img") if image.get("src"))


def prepare(
    images: Iterable[Image], wanted: frozenset[str], max_megapixels: float
) -> tuple[Pictures, tuple[Finding, ...]]:
    """Return those of `images` whose path is `wanted`, at most so large, and what was amiss with others."""
    ready: dict[str, Image] = {}
    findings = []
    for image in images:
        if image.path in wanted and image.path not in ready:
            try:
                ready[image.path] = _carried(image, max_megapixels)
            except pictures.BadPicture as error:
                findings.append(Finding("EPB-003", f"the picture {image.path} cannot be used: {error}"))
    return MappingProxyType(ready), tuple(findings)


def _carried(image: Image, max_megapixels: float) -> Image:
    ready = pictures.prepare(image, max_megapixels)
    return msgspec.structs.replace(ready, path=names.picture_name(ready.path, ready.media_type))


def cover(image: Image, max_megapixels: float) -> Image:
    """Return the cover's picture for the EPUB. Raise `BadPicture`."""
    ready = pictures.prepare(image, max(COVER_MEGAPIXELS, max_megapixels))
    return msgspec.structs.replace(ready, path=names.cover_picture(ready.media_type))


def resources(ready: Pictures) -> tuple[Resource, ...]:
    """Return the files of `ready`."""
    return tuple(Resource(image.path, image.media_type, image.data) for image in ready.values())
