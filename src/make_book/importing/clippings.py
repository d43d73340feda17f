"""Files, folders and zips → clippings. Bounded; nothing is unpacked to disk; no link is followed out."""

from __future__ import annotations

import io
import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.import_values import Clipping
from make_book.importing.source_kinds import kind_of
from make_book.importing.source_names import leads_out, plain_name

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes of a file of text; exports, books and pictures may be as large as all files together."""
LARGEST_TOTAL = 512 * 1024 * 1024
MOST_FILES = 10_000
LARGEST_RATIO = 200
_SMALL = 1024 * 1024
"""A file of so few bytes may be packed as tightly as it likes."""
DAMAGED = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, OverflowError,
    struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What reading a damaged, a locked or a strange archive raises."""


class Gathered(msgspec.Struct, frozen=True):
    """What the paths held: the clippings, sorted by name, and what could not be taken."""

    clippings: tuple[Clipping, ...]
    findings: tuple[Finding, ...]


def gather(paths: Sequence[Path]) -> Gathered:
    """Read every file under `paths`; a zip counts as a folder.

    Hidden files are passed over. Links that lead out of a folder, pipes, devices, and files that are
    damaged or too large are findings; the rest is read.
    """
    clippings: dict[tuple[str, bytes], Clipping] = {}
    findings: list[Finding] = []
    total = 0
    for found in _walk(paths):
        if isinstance(found, Finding):
            findings.append(found)
            continue
        total += len(found.data)
        if total > LARGEST_TOTAL or len(clippings) >= MOST_FILES:
            findings.append(Finding("IMP-004", "too many files at once; import them in portions", Span(found.name)))
            break
        clippings[found.name, found.data] = found
    return Gathered(tuple(clippings[key] for key in sorted(clippings)), tuple(findings))


def _walk(paths: Sequence[Path]) -> Iterator[Clipping | Finding]:
    for path in paths:
        if path.is_dir():
            yield from _folder(path, path, path.resolve())
        else:
            yield from _file(path, plain_name(path.name))


def _folder(folder: Path, root: Path, real: Path) -> Iterator[Clipping | Finding]:
    """Yield what lies in `folder`; `real` is where `root`, the folder that was given, really is."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Finding("IMP-001", f"cannot be read: {error.strerror or error}", Span(_shown(folder)))
        return
    for entry in entries:
        path = folder / entry.name
        name = plain_name(path.relative_to(root).as_posix())
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(real):
            yield Finding("IMP-004", "a link that leads out of the folder is not followed", Span(name))
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(path, root, real)
        elif not entry.is_symlink() or path.is_file():
            yield from _file(path, name)


def _file(path: Path, name: str) -> Iterator[Clipping | Finding]:
    try:
        data = _bytes(path)
    except OSError as error:
        yield Finding("IMP-001", f"cannot be read: {error.strerror or error}", Span(_shown(path)))
        return
    if data is None:
        yield Finding("IMP-004", "a pipe or a device is no file", Span(name))
    elif data.startswith(_ZIP) and kind_of(Clipping(name, data)) == "archive":
        yield from _zip(data, name)
    elif len(data) > _most(data):
        yield _too_large(name, _most(data))
    else:
        yield Clipping(name, data)


def _bytes(path: Path) -> bytes | None:
    """Return what the file holds, at most one byte more than is allowed; None if it is no regular file."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        start = file.read(512)
        return start + file.read(_most(start) + 1)


def _most(start: bytes) -> int:
    """Return how many bytes a file may have that begins with `start`: plain text may have fewest."""
    head = start[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    return LARGEST_TOTAL if head[:1] in (b"<", b"{", b"[") or head.startswith(_CONTAINERS) else LARGEST_FILE


def _shown(path: Path) -> str:
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip begins: with its first member, or at once with its end if it has none."""
_CONTAINERS = (*_ZIP, b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"From ")


def _zip(data: bytes, name: str) -> Iterator[Clipping | Finding]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda member: member.filename)
            if not members:
                yield Finding("IMP-004", "the archive is empty", Span(name))
            if len(members) > MOST_FILES:
                yield Finding("IMP-004", f"the archive holds more than {MOST_FILES} files", Span(name))
                return
            for member in members:
                if not _passed_over(member):
                    yield _member(archive, member, name)
    except DAMAGED as error:
        yield Finding("IMP-004", f"the archive is broken: {_why(error)}", Span(name))


def _passed_over(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.replace("\\", "/").split("/")
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or "__MACOSX" in parts


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Clipping | Finding:
    inside = f"{name}/{member.filename}".encode("utf-8", "replace").decode("utf-8")
    if leads_out(member.filename):
        return Finding("IMP-004", "a path in the archive leads out of it", Span(inside))
    if stat.S_ISLNK(member.external_attr >> 16):
        return Finding("IMP-004", "a link in the archive is not followed", Span(inside))
    if member.file_size > LARGEST_TOTAL:
        return _too_large(inside, LARGEST_TOTAL)
    if member.file_size > max(_SMALL, member.compress_size * LARGEST_RATIO):
        return Finding("IMP-004", f"packed more than {LARGEST_RATIO} times its size", Span(inside))
    if member.flag_bits & 0x1:
        return Finding("IMP-004", "locked with a password", Span(inside))
    try:
        with archive.open(member) as stream:
            start = stream.read(512)
            data = start + stream.read(_most(start) + 1)
    except DAMAGED as error:
        return Finding("IMP-004", f"damaged in the archive: {_why(error)}", Span(inside))
    if len(data) > _most(data):
        return _too_large(inside, _most(data))
    if data.startswith(_ZIP) and kind_of(Clipping(inside, data)) == "archive":
        return Finding("IMP-004", "an archive in the archive is not opened", Span(inside), ("unpack it",))
    return Clipping(plain_name(member.filename), data)


def _why(error: BaseException) -> str:
    text = str(error).encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "?" for c in text)[:200] or type(error).__name__


def _too_large(name: str, most: int) -> Finding:
    return Finding("IMP-004", f"larger than {most // 1024 // 1024} MB", Span(name))
