"""The law of every cache: whatever was built before, the same book becomes the same bytes and the same findings."""

from __future__ import annotations

import tempfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from laws.edits import FIRST, Edit, edits
from laws.shop import MemoryCache, Result, SmallBook, build, png, write
from make_book.cache import Cache
from make_book.cache.disk_cache import DiskCache
from make_book.compose import composing
from make_book.epub import content
from make_book.typeset import sections

EDITIONS = {"epub": (25, 6), "pdf": (4, 4)}
"""How many sequences of edits are tried for an edition, and how many edits each has at most."""


@pytest.fixture(autouse=True)
def quick_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour a small picture by the drawing instead of drawing it: that takes longer than all the rest."""
    monkeypatch.setattr(
        "make_book.typeset.cover.rasterise", lambda svg, *_: png(16, 16, zlib.crc32(svg.encode()) % 256)
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_incremental_is_clean(edition: str) -> None:
    stories, most = EDITIONS[edition]

    @settings(max_examples=stories)
    @given(st.lists(edits(edition), min_size=2, max_size=most), st.sampled_from(("", "", "7", "c")))
    def law(story: list[Edit], forget: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            tell(Path(folder), story, edition, MemoryCache(forget))

    law()


@pytest.mark.parametrize("edition", EDITIONS)
def test_incremental_is_clean_on_disk(edition: str, tmp_path: Path) -> None:
    def word(book: SmallBook) -> SmallBook:
        return replace(book, pieces=(replace(book.pieces[0], words="It rained twice."), *book.pieces[1:]))

    def retitled(book: SmallBook) -> SmallBook:
        return replace(book, title="Another name")

    def back(_: SmallBook) -> SmallBook:
        return FIRST

    def lettered(book: SmallBook) -> SmallBook:
        return replace(book, fonts="display")

    story = (word, retitled, lettered, back) if edition == "epub" else (word, back)
    tell(tmp_path / "book", story, edition, DiskCache(tmp_path / "cache", 10**8))


@pytest.mark.parametrize("edition", EDITIONS)
def test_several_processes_make_what_one_makes(edition: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (composing, sections, content):
        monkeypatch.setattr(module, "_WORTH_A_POOL", 0.01)
    write(tmp_path, FIRST)
    alone = build(tmp_path, FIRST, edition, jobs=1)
    assert alone.data is not None
    assert build(tmp_path, FIRST, edition, jobs=2) == alone
    cache = MemoryCache()
    assert build(tmp_path, FIRST, edition, cache, jobs=2) == alone
    assert build(tmp_path, FIRST, edition, cache, jobs=1) == alone


def test_a_fault_in_a_template_is_found_by_one_process_and_by_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "_WORTH_A_POOL", 0.01)
    broken = replace(FIRST, template="{{ nothing.of.that.name }}")
    write(tmp_path, broken)
    alone = build(tmp_path, broken, "epub", jobs=1)
    assert alone.data is None
    assert "TYP-001" in [finding.code for finding in alone.findings]
    assert build(tmp_path, broken, "epub", jobs=2) == alone


def test_what_does_not_change_is_taken_from_the_cache(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    cache = MemoryCache()
    first = build(tmp_path, FIRST, "epub", cache)
    kept = dict(cache.entries)
    assert build(tmp_path, FIRST, "epub", cache) == first
    assert cache.entries == kept, "something was made anew"


def tell(root: Path, story: tuple[Edit, ...] | list[Edit], edition: str, cache: Cache) -> None:
    """Make the edits one after the other, and hold each build against a clean one."""
    book = FIRST
    root.mkdir(exist_ok=True)
    for edit in (lambda first: first, *story):
        book = edit(book)
        write(root, book)
        incremental, clean = build(root, book, edition, cache), build(root, book, edition)
        assert differences(incremental, clean) == "", edit.__name__


def differences(one: Result, other: Result) -> str:
    """Return what is different, for a reader; megabytes are not shown."""
    if one == other:
        return ""
    if one.findings != other.findings:
        return f"findings: {set(one.findings) ^ set(other.findings)}"
    return f"bytes: {len(one.data or b'')} and {len(other.data or b'')}"
