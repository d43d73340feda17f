"""The files of a book that import reads and writes: nothing outside the book, all or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from make_book.findings import BookError, Finding, Span
from make_book.importing.import_record import EPISODES, IMAGES, PLACE, RAW, SECTIONS
from make_book.importing.planning import ImportPlan
from make_book.publishing.dist import leftovers, publish

_HOUR = 3600


def existing_files(book_folder: Path) -> dict[str, bytes]:
    """Read the episodes, raw files, pictures and record of the book in `book_folder`, by path relative to it.

    Raise `BookError` (MAN-046) if a folder or file of these is a link that leads out of the book.
    """
    real = book_folder.resolve()
    found = {}
    for place in (EPISODES, RAW, IMAGES):
        folder = book_folder / place
        _judge_links([book_folder / "manuscript", folder], book_folder, real)
        for path in sorted(_files(folder)):
            _judge_links([path], book_folder, real)
            found[_name(path, book_folder)] = path.read_bytes()
    for name in sorted(SECTIONS):
        if (book_folder / name).is_file():
            _judge_links([book_folder / name], book_folder, real)
            found[name] = (book_folder / name).read_bytes()
    return found


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.is_symlink() or path.is_file():
            yield path


def _judge_links(paths: list[Path], book_folder: Path, real: Path) -> None:
    """Raise `BookError` (MAN-046) for the first of `paths` that is a link, and no file or folder of the book."""
    for path in paths:
        if path.is_symlink() and not _is_inside(path, real):
            hint = "import writes into the book only: put a folder or a copy in the link's place"
            span = Span(_name(path, book_folder))
            raise BookError([Finding("MAN-046", "this link leads out of the book's folder", span, (hint,))])


def _is_inside(path: Path, real: Path) -> bool:
    place = Path(os.path.realpath(path))
    return place.is_relative_to(real) and place.exists()


def _name(path: Path, book_folder: Path) -> str:
    name = path.relative_to(book_folder).as_posix()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def carry_out(made: ImportPlan, book_folder: Path) -> tuple[Path, ...]:
    """Write all files of the plan, the record last, or none. Return what was written.

    Raise `BookError`: MAN-046 for a link that leads out of the book, OUT-001 for what cannot be written.
    Whatever stops the writing, the files are put back as they were.
    """
    order = sorted(made.files, key=lambda name: (name == PLACE, name))
    files = {book_folder / name: made.files[name] for name in order}
    real = book_folder.resolve()
    folders = dict.fromkeys(parent for path in files for parent in path.parents if book_folder in parent.parents)
    _judge_links([*sorted(folders), *files], book_folder, real)
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    fresh = [folder for folder in folders if not folder.exists()]
    try:
        publish(files)
    except BaseException:
        _put_back(before, files, fresh)
        raise
    _sweep(book_folder, files)
    return tuple(files)


def _put_back(before: Mapping[Path, bytes | None], files: Mapping[Path, bytes], fresh: list[Path]) -> None:
    """Undo a half-done writing: old files get their old bytes, new files and folders go."""
    with suppress(BookError):
        publish({path: data for path, data in before.items() if data is not None})
    for path, data in before.items():
        if data is None and path.is_file() and path.read_bytes() == files[path]:
            path.unlink()
    for folder in sorted(fresh, reverse=True):
        with suppress(OSError):
            folder.rmdir()


def _sweep(book_folder: Path, written: Mapping[Path, bytes]) -> None:
    """Remove what an import that was killed an hour ago or earlier left half written."""
    now = max((path.stat().st_mtime for path in written), default=0.0)
    for part in half_written(book_folder / "manuscript"):
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < now - _HOUR:
                part.unlink()


def half_written(folder: Path) -> Iterator[Path]:
    """Yield the files in `folder` and its folders that a killed import left half written; follow no link."""
    for here, folders, _ in os.walk(folder):
        folders.sort()
        yield from leftovers(Path(here))
