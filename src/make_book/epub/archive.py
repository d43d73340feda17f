"""The finished file: every file of the publication in one zip (OCF 3.3 §4), in memory.

What goes into it, in which order and with which date, is ours: same publication, same moment, same bytes.
Files may come deflated already, as they were kept from the last build.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime

from make_book.epub.publication import Deflated, DeflatedResource, Publication, deflate
from make_book.resources import DEFAULT_RESOURCES, BuildResources, key_of

MIMETYPE = b"application/epub+zip"
FOLDER = "EPUB"
_FIRST, _LAST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
_REGULAR_FILE = 0o100644 << 16
_UNIX, _VERSION = 3, 20
_MOST, _LARGEST = 0xFFFF, 0xFFFF_FFFF
"""What a zip without the extensions of ZIP64 can hold (APPNOTE 6.3.3 §4.3)."""


def pack(
    publication: Publication,
    moment: datetime,
    resources: BuildResources = DEFAULT_RESOURCES,
    modified: datetime | None = None,
) -> bytes:
    """Return the EPUB of `publication`: its files dated `moment` (aware), `dcterms:modified` being `modified`.

    Raise `ValueError` if two files would have one name.
    """
    moment = moment.astimezone(UTC)
    files = [(name, deflate(data)) for name, data in _package(publication, modified or moment, resources).items()]
    for resource in publication.resources:
        deflated = resource.deflated if isinstance(resource, DeflatedResource) else deflate(resource.data)
        files.append((f"{FOLDER}/{resource.path}", deflated))
    _refuse_twins(["mimetype", *(name for name, _ in files)])
    entries = dict(sorted(files))
    size = sum(len(one.data) + 2 * len(name) + 128 for name, one in files)
    return _zipped(entries, moment) if len(files) < _MOST and size < _LARGEST else zipped_large(entries, moment)


def _package(publication: Publication, moment: datetime, resources: BuildResources) -> dict[str, bytes]:
    """Return what says what the publication consists of; it depends on nothing that stands in the files."""

    def write(publication: Publication) -> dict[str, bytes]:
        from make_book.epub.package import write_package  # not needed when the list of files is the same

        return write_package(publication, moment)

    manifest = [(one.path, one.media_type, one.properties) for one in publication.resources]
    rest = [getattr(publication, name) for name in publication.__struct_fields__ if name != "resources"]
    key = key_of(manifest, rest, moment)
    return resources.remember("package documents", [publication], lambda _: key, write, dict[str, bytes])[0]


def _refuse_twins(names: list[str]) -> None:
    """Raise `ValueError` for a name that differs from another's at most in case."""
    known: set[str] = set()
    for name in names:
        if name.lower() in known:
            raise ValueError(f"two files of the EPUB are called {name}")
        known.add(name.lower())


def _zipped(files: Mapping[str, Deflated], moment: datetime) -> bytes:
    """Return the zip: `mimetype` first and stored, `files` in their order (OCF 3.3 §4.3)."""
    moment = _dated(moment)
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    date = moment.year - 1980 << 9 | moment.month << 5 | moment.day
    mimetype = Deflated(MIMETYPE, zlib.crc32(MIMETYPE), len(MIMETYPE))
    heads: list[bytes] = []
    pieces: list[bytes] = []
    offset = 0
    for name, file in {"mimetype": mimetype, **files}.items():
        written = name.encode("ascii")
        method = zipfile.ZIP_STORED if file is mimetype else zipfile.ZIP_DEFLATED
        shared = struct.pack(
            "<5H3L2H", _VERSION, 0, method, time, date, file.crc, len(file.data), file.size, len(name), 0
        )
        heads.append(
            struct.pack("<4s2B", b"PK\x01\x02", _VERSION, _UNIX)
            + shared
            + struct.pack("<3H2L", 0, 0, 0, _REGULAR_FILE, offset)
            + written
        )
        pieces += (b"PK\x03\x04", shared, written, file.data)
        offset += 4 + len(shared) + len(written) + len(file.data)
    directory = b"".join(heads)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(heads), len(heads), len(directory), offset, 0)
    return b"".join((*pieces, directory, end))


def _dated(moment: datetime) -> datetime:
    """Return `moment` as a zip can say it: from 1980 to 2107 (APPNOTE 4.4.6); the package says the true date."""
    return min(max(moment, _FIRST), _LAST)


def zipped_large(files: Mapping[str, Deflated], moment: datetime) -> bytes:
    """Return the same zip by way of `zipfile`, which knows ZIP64 and deflates everything again."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(_entry("mimetype", moment, zipfile.ZIP_STORED), MIMETYPE)
        for name, file in files.items():
            data = zlib.decompress(file.data, -zlib.MAX_WBITS)
            archive.writestr(_entry(name, moment, zipfile.ZIP_DEFLATED), data, compresslevel=9)
    return buffer.getvalue()


def _entry(name: str, moment: datetime, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _dated(moment).timetuple()[:6])
    entry.compress_type = method
    entry.create_system = _UNIX
    entry.external_attr = _REGULAR_FILE
    return entry
