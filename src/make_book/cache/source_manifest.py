"""The source manifest: what is in a book's folder that a build may read, by name and content.

It follows how `manuscript.sources` and `style_files` find files, and includes rather too much than too
little; a test checks that no file is read that is not in it.
"""

# Plain strings instead of paths: thousands of files in some hundredths of a second.
# ruff: noqa: PTH112, PTH113, PTH114, PTH118, PTH208

from __future__ import annotations

import hashlib
import os
import posixpath
import stat
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from make_book.cache import digest

_BOOK_FILE = "book.toml"
_OUTSIDE = "outside"
_OF_THE_TOP = (".md", ".markdown", ".toml")
_PIECE = 1 << 20
_READ = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_CLOEXEC", "O_NONBLOCK", "O_BINARY"))
"""Wait for no pipe."""


class SourceManifest(msgspec.Struct, frozen=True):
    """Two books with the same `contents` become the same; while `states` is the same too, nobody wrote to a file."""

    contents: str
    states: str


def take_manifest(root: Path) -> SourceManifest | None:
    """Return the inventory of the book at `root`; `None` if it cannot be told what belongs to the book."""
    taking = _Taking(root)
    try:
        taking.all()
    except (OSError, ValueError):
        return None
    return SourceManifest(digest(*taking.contents), digest(*taking.states))


class _Taking:
    """The inventory while it is taken."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.real_root = os.path.realpath(root)
        manuscript = os.path.join(self.root, "manuscript")
        self.manuscript = manuscript if os.path.isfile(os.path.join(manuscript, _BOOK_FILE)) else self.root
        self.contents: list[str] = []
        self.states: list[str] = []

    def all(self) -> None:
        """Go through the folders of the book. Raise `OSError` or `ValueError` where that cannot be done."""
        self.contents.append(self.place(self.manuscript))
        for name in sorted(os.listdir(self.manuscript)):
            if name.lower().endswith(_OF_THE_TOP) and not name.startswith("."):
                path = os.path.join(self.manuscript, name)
                self.entry(name, path, linked=os.path.islink(path))
        for name in dict.fromkeys(("episodes", "images", *self.image_folders())):
            folder = os.path.join(self.manuscript, name)
            self.contents += (name, place := self.place(folder))
            if place != _OUTSIDE:
                self.folder(name, folder, hidden=False)
        styles = os.path.join(self.root, "styles")
        self.contents += ("styles", self.place(styles))
        self.folder("styles", styles, hidden=True)
        for path in self.cover():
            self.entry("cover", path, linked=True)

    def place(self, path: str) -> str:
        """Return where `path` really is, from the book's folder."""
        real = os.path.realpath(path)
        inside = f"{real}{os.sep}".startswith(f"{self.real_root.rstrip(os.sep)}{os.sep}")
        return os.path.relpath(real, self.real_root) if inside else _OUTSIDE

    def folder(self, name: str, path: str, *, hidden: bool) -> None:
        """Note all that is in a folder and in the folders in it, links to folders left alone."""
        if not os.path.isdir(path):
            return
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            if entry.name.startswith(".") and not hidden:
                continue
            within = f"{name}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                self.contents += (within, "folder")
                self.folder(within, entry.path, hidden=hidden)
            else:
                self.entry(within, entry.path, linked=entry.is_symlink())

    def entry(self, name: str, path: str, *, linked: bool) -> None:
        """Note one file, or what is in a file's place."""
        self.contents.append(name)
        if linked:
            self.contents.append(self.place(path))
        try:
            descriptor = os.open(path, _READ)
        except OSError as error:
            self.contents.append(f"unreadable: {error.errno}")
            return
        try:
            self.contents.append(self.content(descriptor))
        finally:
            os.close(descriptor)

    def content(self, descriptor: int) -> str:
        """Return the hash of a file's content and note the file's state; of what is no file return the kind."""
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            return f"kind {stat.S_IFMT(state.st_mode)}"
        self.states.append(f"{state.st_ino} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}")
        content = hashlib.sha256()
        while piece := os.read(descriptor, _PIECE):
            content.update(piece)
        return content.hexdigest()

    def tables(self) -> dict[str, Any]:
        """Return the tables of book.toml."""
        return tomllib.loads(Path(self.manuscript, _BOOK_FILE).read_text("utf-8-sig"))

    def image_folders(self) -> Iterator[str]:
        """Yield the folders below the manuscript that book.toml says hold pictures."""
        images = self.tables().get("images") or {}
        for key in ("remote", "root") if isinstance(images, dict) else ():
            if isinstance(path := images.get(key), str) and path.strip():
                yield posixpath.normpath(unicodedata.normalize("NFC", path.replace("\\", "/")))

    def cover(self) -> Iterator[str]:
        """Yield the place of the picture that book.toml names: it may lie anywhere in the book's folder."""
        book = self.tables().get("book")
        if isinstance(book, dict) and isinstance(path := book.get("cover"), str):
            yield os.path.join(self.manuscript, PurePosixPath(unicodedata.normalize("NFC", path)).as_posix())
