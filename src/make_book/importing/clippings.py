"""Files, folders and zips → clippings. Bounded; nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.import_values import Clipping

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
MOST_FILES = 10_000
LARGEST_RATIO = 200


class Gathered(msgspec.Struct, frozen=True):
    """What the paths held: the clippings, sorted by name, and what could not be taken."""

    clippings: tuple[Clipping, ...]
    findings: tuple[Finding, ...]


def gather(paths: Sequence[Path]) -> Gathered:
    """Read every file under `paths`; a zip counts as a folder. Hidden files and links that lead out are passed over."""
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
            yield from _folder(path)
        else:
            yield from _file(path, path.name)


def _folder(folder: Path) -> Iterator[Clipping | Finding]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if any(part.startswith(".") for part in name.parts) or not path.is_file():
            continue
        if path.resolve().is_relative_to(root):
            yield from _file(path, name.as_posix())


def _file(path: Path, name: str) -> Iterator[Clipping | Finding]:
    try:
        if path.stat().st_size > LARGEST_TOTAL:
            yield _too_large(name)
            return
        data = path.read_bytes()
    except OSError as error:
        yield Finding("IMP-001", f"cannot be read: {error.strerror or error}", Span(path.as_posix()))
        return
    if data.startswith(_ZIP) and not name.endswith(_NOT_ARCHIVES):
        yield from _zip(data, name)
    elif len(data) > LARGEST_FILE:
        yield _too_large(name)
    else:
        yield Clipping(name, data)


_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip begins: with its first member, or at once with its end if it has none."""
_NOT_ARCHIVES = (".epub", ".docx", ".odt", ".xlsx", ".pptx", ".jar")


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
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        yield Finding("IMP-004", f"the archive is broken: {error}", Span(name))


def _passed_over(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Clipping | Finding:
    inside = f"{name}/{member.filename}"
    if not is_safe(member.filename):
        return Finding("IMP-004", "a path in the archive leads out of it", Span(inside))
    if member.file_size > LARGEST_FILE:
        return _too_large(inside)
    if member.file_size > max(1024 * 1024, member.compress_size * LARGEST_RATIO):
        return Finding("IMP-004", f"packed more than {LARGEST_RATIO} times its size", Span(inside))
    if member.flag_bits & 0x1:
        return Finding("IMP-004", "locked with a password", Span(inside))
    with archive.open(member) as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        return _too_large(inside)
    if data.startswith(_ZIP) and not inside.endswith(_NOT_ARCHIVES):
        return Finding("IMP-004", "an archive in the archive is not opened", Span(inside), ("unpack it",))
    return Clipping(member.filename, data)


def is_safe(name: str) -> bool:
    """Tell whether `name` is a plain relative POSIX path that stays where it is put."""
    path = PurePosixPath(name)
    plain = not any(character in name for character in "\\:\0\n\r") and name.isprintable()
    return plain and bool(path.parts) and not path.is_absolute() and ".." not in path.parts and len(name) <= 240


def _too_large(name: str) -> Finding:
    return Finding("IMP-004", f"larger than {LARGEST_FILE // 1024 // 1024} MB", Span(name))
