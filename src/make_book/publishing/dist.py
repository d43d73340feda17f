"""The only writer of finished files: beside their place first, then renamed into it, all or none."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from make_book.findings import BookError, Finding

_PREFIX, _SUFFIX = ".", ".part"
_HOUR = 3600
_MOST_BUILDS = 1000


def publish(files: Mapping[Path, bytes]) -> None:
    """Write `files` so that each path holds either its old content or the whole new one.

    A file that is there already, byte for byte, is left as it is.
    Nothing is renamed before everything is written and flushed. Raise `BookError` (`OUT-001`) with the
    old files in place when a file cannot be written; a rename that fails leaves every file whole, old or new.
    """
    files = {target: data for target, data in files.items() if not _holds(target, data)}
    written: dict[Path, Path] = {}
    kept = "the files that were there are untouched"
    try:
        for target, data in files.items():
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder of this name is there", str(target))
            if target.exists() and not target.is_file():
                raise FileExistsError(errno.EEXIST, "it is no file, but a device or a pipe", str(target))
            target.parent.mkdir(parents=True, exist_ok=True)
            part, file = _opened(target)
            written[target] = part
            _write(file, data)
        for target, part in written.items():
            part.replace(target)
            kept = "every file is whole, the old one or the new"
        for folder in sorted({target.parent for target in files}):
            _flush(folder)
        _sweep(files)
    except OSError as error:
        place = error.filename or ", ".join(str(target) for target in files)
        message = f"cannot write {place}: {error.strerror or error}"
        raise BookError([Finding("OUT-001", message, hints=(*_in_the_way(files), *_no_room(error), kept))]) from error
    finally:
        for part in written.values():
            part.unlink(missing_ok=True)


def _no_room(error: OSError) -> tuple[str, ...]:
    """Return how to make room for files on a full disk."""
    if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
        return ()
    return ("the cache may take the room: make-book clean removes it, and --no-cache builds without one",)


def _in_the_way(files: Iterable[Path]) -> tuple[str, ...]:
    """Return what to do about files where folders must be, and folders where files must be."""
    places = [parent for target in files for parent in target.parents if os.path.isfile(parent)]  # noqa: PTH113 - never raises
    folders = [target for target in files if os.path.isdir(target)]  # noqa: PTH112 - never raises
    return (
        *(f"{place} is a file where a folder is needed: move it away" for place in dict.fromkeys(places)),
        *(f"{place} is a folder where a file is needed: move it away" for place in folders),
    )


def leftovers(folder: Path) -> tuple[Path, ...]:
    """Return the half-written files that a killed build left in `folder`."""
    return tuple(sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}"))) if folder.is_dir() else ()


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


def _sweep(targets: Iterable[Path]) -> None:
    """Remove what builds killed an hour ago or earlier left half written in the places of `targets`.

    A folder is looked through once, however many files were written into it.
    """
    names: dict[Path, set[str]] = {}
    for target in targets:
        names.setdefault(target.parent, set()).add(target.name)
    for folder, written in names.items():
        for part in leftovers(folder):
            name = part.name.removeprefix(_PREFIX).removesuffix(_SUFFIX).rpartition(".")[0]
            with suppress(FileNotFoundError):
                if name in written and part.stat().st_mtime < (folder / name).stat().st_mtime - _HOUR:
                    part.unlink()


def _opened(target: Path) -> tuple[Path, BinaryIO]:
    """Return a new file beside `target`, open for writing, that no other process has.

    Two builds may have one process id, in two containers: the file is only taken if it was not there.
    """
    for number in range(_MOST_BUILDS):
        part = target.with_name(f"{_PREFIX}{target.name}.{os.getpid()}-{number}{_SUFFIX}")
        with suppress(FileExistsError):
            return part, part.open("xb")
    raise FileExistsError(errno.EEXIST, "too many builds write it at once, or were killed", str(target))


def _write(file: BinaryIO, data: bytes) -> None:
    with file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Make the renames last through a power cut, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
