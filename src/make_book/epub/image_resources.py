"""The pictures an EPUB carries: those its sections show, under names of the EPUB's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType

import msgspec

from make_book import pictures
from make_book.epub import names
from make_book.epub.publication import Resource
from make_book.findings import Finding
from make_book.model import Image
from make_book.resources import DEFAULT_RESOURCES, BuildResources, key_of

Pictures = Mapping[str, Image]
"""Prepared pictures by their path in the manuscript; `Image.path` is the one in the EPUB."""

COVER_MEGAPIXELS = 5.6
"""What Apple takes; a cover of 1600 × 2560 pixels, the size shops ask for, is just above 4."""


class _Prepared(msgspec.Struct, frozen=True):
    """A picture that is ready, without its path; no data where nothing had to be changed."""

    width: int
    height: int
    data: bytes | None


def prepare(
    images: Iterable[Image],
    wanted: frozenset[str],
    max_megapixels: float,
    build_resources: BuildResources = DEFAULT_RESOURCES,
) -> tuple[Pictures, tuple[Finding, ...]]:
    """Return those of `images` whose path is `wanted`, at most so large, and what was amiss with others."""
    ready: dict[str, Image] = {}
    findings = []
    for image in images:
        if image.path in wanted and image.path not in ready:
            try:
                carried = _carried(image, max_megapixels, build_resources)
            except pictures.BadPicture as error:
                findings.append(Finding("EPB-003", f"the picture {image.path} cannot be used: {error}"))
            else:
                path = names.picture_name(carried.path, carried.media_type)
                ready[image.path] = msgspec.structs.replace(carried, path=path)
    return MappingProxyType(ready), tuple(findings)


def cover(image: Image, max_megapixels: float, build_resources: BuildResources = DEFAULT_RESOURCES) -> Image:
    """Return the cover's picture for the EPUB. Raise `BadPicture`."""
    ready = _carried(image, max(COVER_MEGAPIXELS, max_megapixels), build_resources)
    return msgspec.structs.replace(ready, path=names.cover_picture(ready.media_type))


def _carried(image: Image, max_megapixels: float, build_resources: BuildResources) -> Image:
    """Return `image` as the EPUB carries it, under its own path. Raise `BadPicture`."""

    def make(image: Image) -> _Prepared:
        ready = pictures.prepare(image, max_megapixels)
        return _Prepared(ready.width, ready.height, None if ready.data == image.data else ready.data)

    key = key_of(image.media_type, image.width, image.height, sha256(image.data).digest(), max_megapixels)
    done = build_resources.remember("pictures", [image], lambda _: key, make, _Prepared)[0]
    data = image.data if done.data is None else done.data
    return msgspec.structs.replace(image, data=data, width=done.width, height=done.height)


def resources(ready: Pictures) -> tuple[Resource, ...]:
    """Return the files of `ready`."""
    return tuple(Resource(image.path, image.media_type, image.data) for image in ready.values())
