import io
import os
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from epub.reading import DC, OPF, XML_LANG, files, package
from epub.samples import MOMENT
from make_book.epub.archive import pack
from make_book.epub.publication import Publication, Resource, Statement

# What ebooklib's own writer changes: white space between inline elements, bare text, attributes of
# html and body, the case of SVG's names, entities, comments.
FRAGILE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops" lang="en" class="x"><head><title>T</title><meta name="a" content="b"/>'
    '</head><body epub:type="bodymatter" class="y">bare <b>W</b><i>ord</i>\u00a0&#160;<!-- c -->'
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><linearGradient id="g"/></svg>'
    '<span epub:type="pagebreak" id="p1"></span></body></html>'
).encode()


def publication(*resources: Resource) -> Publication:
    document = Resource("a.xhtml", "application/xhtml+xml", FRAGILE, ("svg",))
    title = Statement("dc:title", "T\u0001 & U", (("id", "title"),))
    return Publication("urn:x:1", "de", "rtl", (title,), (document, *resources), ("a.xhtml",))


def test_documents_come_out_byte_for_byte_as_they_went_in() -> None:
    assert files(pack(publication(), MOMENT))["EPUB/a.xhtml"] == FRAGILE


def test_mimetype_is_first_stored_and_bare() -> None:
    data = pack(publication(), MOMENT)
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_entries_are_sorted_deflated_and_alike() -> None:
    data = pack(publication(Resource("z.css", "text/css", b""), Resource("b.css", "text/css", b"p{}")), MOMENT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()[1:]
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}
    assert {entry.date_time for entry in entries} == {(2021, 3, 1, 12, 0, 0)}
    assert {stat.filemode(entry.external_attr >> 16) for entry in entries} == {"-rw-r--r--"}
    assert not any(entry.extra for entry in entries)


def test_the_moment_is_written_in_utc() -> None:
    moment = datetime(2021, 3, 1, 2, 0, tzinfo=timezone(timedelta(hours=5)))
    assert pack(publication(), moment) == pack(publication(), datetime(2021, 2, 28, 21, 0, tzinfo=UTC))
    assert b"2021-02-28T21:00:00Z" in files(pack(publication(), moment))["EPUB/content.opf"]


def test_two_files_of_one_name_are_refused_even_in_another_case() -> None:
    with pytest.raises(ValueError, match=r"A\.XHTML"):
        pack(publication(Resource("A.XHTML", "text/css", b"")), MOMENT)


def test_the_package_document_says_what_it_was_given_and_nothing_random() -> None:
    opf = package(pack(publication(), MOMENT))
    assert [node.text for node in opf.iter(f"{DC}identifier")] == ["urn:x:1"]
    assert [node.text for node in opf.iter(f"{DC}title")] == ["T & U"]
    assert opf.get(XML_LANG) == "de"
    assert next(opf.iter(f"{OPF}spine")).attrib == {"toc": "toc.ncx", "page-progression-direction": "rtl"}
    assert not [meta for meta in opf.iter(f"{OPF}meta") if meta.get("name") == "generator"]


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
    ],
)
def test_the_same_bytes_anywhere(surroundings: dict[str, str], tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    script = (
        "import hashlib; from epub.samples import made; from make_book.editions import EpubEdition;"
        "print(hashlib.sha256(made(edition=EpubEdition(fonts='display')).data).hexdigest())"
    )
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root / 'tests'}"}

    def digest(folder: Path, **extra: str) -> str:
        command = [sys.executable, "-c", script]
        done = subprocess.run(
            command, cwd=folder, env={**environment, **extra}, check=True, capture_output=True, text=True
        )
        return done.stdout

    assert digest(tmp_path, **surroundings) == digest(root, PYTHONHASHSEED="0")
