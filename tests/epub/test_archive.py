"""The zip: written by hand, the same as Python's own would be."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.epub.archive import FOLDER, pack, zipped_large
from make_book.epub.publication import Publication, Resource, deflate, deflate_resource

MOMENT = datetime(2021, 3, 1, 12, 34, 57, tzinfo=UTC)


def publication(files: dict[str, bytes], *, deflated: bool) -> Publication:
    resources = [Resource(name, "text/css", data) for name, data in files.items()]
    return Publication(
        "urn:x:1", "en", "ltr", (), tuple(map(deflate_resource, resources)) if deflated else tuple(resources), ()
    )


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.css", fullmatch=True), st.binary(max_size=300), max_size=5))
def test_the_zip_is_what_zipfile_writes(files: dict[str, bytes]) -> None:
    data = pack(publication(files, deflated=False), MOMENT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        inside = {name: archive.read(name) for name in archive.namelist()[1:]}
    assert {name: inside[f"{FOLDER}/{name}"] for name in files} == files
    assert data == zipped_large({name: deflate(inside[name]) for name in sorted(inside)}, MOMENT)


@given(st.binary(max_size=300))
def test_files_may_come_deflated(data: bytes) -> None:
    files = {"a.css": data, "b.css": b""}
    assert pack(publication(files, deflated=True), MOMENT) == pack(publication(files, deflated=False), MOMENT)


@pytest.mark.parametrize("year", [1, 1979, 2107, 2108, 2400, 9999])
def test_a_date_that_no_zip_can_say_is_the_nearest_it_can(year: int) -> None:
    moment = datetime(year, 2, 28, tzinfo=UTC)
    data = pack(publication({"a.css": b"x"}, deflated=False), moment)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].date_time[0] == min(max(year, 1980), 2107)
