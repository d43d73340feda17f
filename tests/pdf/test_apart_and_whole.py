"""A book laid out section by section is the same as one document, whatever is in the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pytest

from make_book.cache import Cache
from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.pdf import chunks
from make_book.pdf.pdf_edition import Printed, make_pdf
from make_book.pdf.print_options import PrintOptions
from make_book.resources import DEFAULT_RESOURCES, BuildResources
from pdf.alike import differences, maps_differ
from pdf.edge import EDITIONS, edge_book, printed
from pdf.tagged import tree

editions = pytest.mark.parametrize("edition", EDITIONS.values(), ids=list(EDITIONS))


class CountingCache:
    """A cache in memory that counts what is not in it."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.missed = 0

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        found = {key: self.kept[key] for key in keys if key in self.kept}
        self.missed += len(keys) - len(found)
        return found

    def put(self, entries: Mapping[str, bytes]) -> None:
        self.kept.update(entries)


@lru_cache(maxsize=4)
def plain(edition: PdfEdition) -> Printed:
    return by(edition, plain=True)


def by(edition: PdfEdition, resources: BuildResources = DEFAULT_RESOURCES, *, plain: bool = False) -> Printed:
    book = edge_book()
    moment = book_time(book.book.imprint.date, {})
    options = PrintOptions(plain)
    return make_pdf(book.book, book.sections, edition, book.styles, moment, resources=resources, options=options)


@editions
def test_the_edge_book_is_the_same_laid_out_apart_and_whole(edition: PdfEdition) -> None:
    assert differences(printed(edition).data, plain(edition).data) == []
    assert maps_differ(printed(edition).page_map, plain(edition).page_map) == []
    assert printed(edition).findings == plain(edition).findings


@editions
def test_the_edge_book_is_the_same_in_chunks(edition: PdfEdition, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = printed(edition)
    monkeypatch.setattr(chunks, "CHUNK_LENGTH", 2000)
    in_chunks = by(edition, BuildResources(jobs=1))
    assert in_chunks.data != whole.data
    assert differences(in_chunks.data, whole.data) == []
    assert maps_differ(in_chunks.page_map, whole.page_map) == []
    assert in_chunks.findings == whole.findings
    assert tree(in_chunks.data).shape == tree(whole.data).shape


@editions
def test_processes_and_the_cache_make_no_difference(edition: PdfEdition) -> None:
    counting = CountingCache()
    cache: Cache = counting
    assert by(edition, BuildResources(cache=cache, jobs=1)).data == printed(edition).data
    counting.missed = 0
    assert by(edition, BuildResources(cache=cache, jobs=2)).data == printed(edition).data
    assert counting.missed == 0
