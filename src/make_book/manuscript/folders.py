"""A book's folder: which of its files may be opened, and what they hold. Faults become findings."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from make_book.findings import Finding, Span
from make_book.manuscript.root import BOOK_FILE, is_file


class BookFolder:
    """The folder of a book while it is read. Nothing outside it is opened, whatever links say."""

    def __init__(self, folder: Path) -> None:
        """Begin with no findings. `folder`: the book's root, or its manuscript folder."""
        here = Path(os.path.abspath(folder))  # noqa: PTH100 - `resolve` would follow a linked manuscript folder
        inside = is_file(here / BOOK_FILE) and not is_file(here / "manuscript" / BOOK_FILE)
        self.manuscript = here if inside or not _is_folder(here / "manuscript") else here / "manuscript"
        self.root = here.parent if here == self.manuscript and here.name == "manuscript" else here
        self.real_root = self.root.resolve()
        self.findings: list[Finding] = []

    def name(self, path: Path) -> str:
        """Return the path as findings show it: POSIX, from the book's root, NFC."""
        return unicodedata.normalize("NFC", path.relative_to(self.root).as_posix())

    def bytes(self, path: Path) -> bytes | None:
        """Return what the file holds, `None` with a finding when it cannot be read."""
        try:
            return path.read_bytes()
        except OSError as error:
            self.findings.append(self._unreadable(path, error))
            return None

    def files(self, folder: Path, *, deep: bool = True) -> Iterator[Path]:
        """Yield the files in `folder` in the order of their names, hidden ones and links to outside left out."""
        if not _is_folder(folder):
            return
        if not self._is_inside(folder):
            self.findings.append(self._outside(folder))
            return
        for entry in self._listed(folder):
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_symlink() and not self._is_inside(path):
                self.findings.append(self._outside(path))
            elif entry.is_file(follow_symlinks=False) or is_file(path):
                yield path
            elif entry.is_symlink():
                self.findings.append(Finding("MAN-048", "this link leads to no file", Span(self.name(path))))
            elif deep and entry.is_dir(follow_symlinks=False):
                yield from self.files(path)

    def owns(self, path: Path) -> bool:
        """Tell whether `path` is in the book's folder, by its name and by where it leads."""
        return self._is_inside(path) and self.root in path.parents

    def _unreadable(self, path: Path, error: OSError) -> Finding:
        hint = "see to it that you may read it, or take it out of the book's folder"
        return Finding("MAN-048", error.strerror or str(error), Span(self.name(path)), (hint,))

    def _listed(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.findings.append(self._unreadable(folder, error))
            return []

    def _is_inside(self, path: Path) -> bool:
        return Path(os.path.realpath(path)).is_relative_to(self.real_root)  # `resolve` raises for a link in a circle

    def _outside(self, path: Path) -> Finding:
        return Finding("MAN-046", "this link leads out of the book's folder", Span(self.name(path)), ("copy the file",))


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - as `is_file`
