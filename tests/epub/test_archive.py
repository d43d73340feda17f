"""The zip: written by hand, the same as Python's own would be."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from make_book.epub.archive import FOLDER, pack, zipped_large
from make_book.epub.publication import Publication, Resource, deflate, fold

MOMENT = datetime(2021, 3, 1, 12, 34, 57, tzinfo=UTC)


def publication(files: dict[str, bytes], *, folded: bool) -> Publication:
    resources = [Resource(name, "text/css", data) for name, data in files.items()]
    return Publication("urn:x:1", "en", "ltr", (), tuple(map(fold, resources)) if folded else tuple(resources), ())


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.css", fullmatch=True), st.binary(max_size=300), max_size=5))
def test_the_zip_is_what_zipfile_writes(files: dict[str, bytes]) -> None:
    data = pack(publication(files, folded=False), MOMENT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        inside = {name: archive.read(name) for name in archive.namelist()[1:]}
    assert {name: inside[f"{FOLDER}/{name}"] for name in files} == files
    assert data == zipped_large({name: deflate(inside[name]) for name in sorted(inside)}, MOMENT)


@given(st.binary(max_size=300))
def test_files_may_come_deflated(data: bytes) -> None:
    files = {"a.css": data, "b.css": b""}
    assert pack(publication(files, folded=True), MOMENT) == pack(publication(files, folded=False), MOMENT)
