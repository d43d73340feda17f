"""Where a book is: the folder that everything in it is relative to. Imports little: builds begin here."""

from __future__ import annotations

import os
from pathlib import Path

from make_book.findings import BookError, Finding

BOOK_FILE = "book.toml"
NO_BOOK = "no book.toml was found"
INIT = "`make-book init` begins a book"


def find_root(start: Path) -> Path:
    """Return the root of the nearest book at or above `start` (a folder or a file in it).

    The root holds `manuscript/book.toml`, or `book.toml` itself. Raise `BookError` (MAN-001).
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if is_file(folder / "manuscript" / BOOK_FILE):
            return folder
        if is_file(folder / BOOK_FILE):
            return folder.parent if folder.name == "manuscript" else folder
    raise BookError([Finding("MAN-001", f"{NO_BOOK} in {start} or above", None, (INIT,))])


def is_file(path: Path) -> bool:
    """Tell whether there is a file. `Path.is_file` raises in a shut folder and for a name too long."""
    return os.path.isfile(path)  # noqa: PTH113
