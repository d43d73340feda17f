"""The names of raw files: one that is safe on every system, for each name that a source has.

A name in a zip or in a folder may hold anything. The raw file gets a name whose parts are legal on
Linux, macOS and Windows; two names that some file system takes for one get different names.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

LONGEST_PART = 180
"""UTF-8 bytes a part of a name may have; file systems allow 255, and a file that is being written needs some more."""
LONGEST_NAME = 900
"""UTF-8 bytes a whole name may have."""
_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd\ufeff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")


def leads_out(name: str) -> bool:
    """Tell whether `name`, with slashes or backslashes, leads out of the folder it is relative to."""
    path = name.replace("\\", "/")
    return path.startswith("/") or _DRIVE.match(path) is not None or ".." in path.split("/")


def plain_name(name: str) -> str:
    """Return `name` with slashes only, in NFC, its parts legal on every system and of bounded length.

    `name` must not lead out. Bytes that are no UTF-8 (as surrogates) and control characters become `_`.
    """
    text = name.replace("\\", "/").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    parts = [_part(part) for part in unicodedata.normalize("NFC", text).split("/") if part not in ("", ".")]
    plain = "/".join(parts) or "unnamed"
    if len(plain.encode()) <= LONGEST_NAME:
        return plain
    return f"{_digest(plain)}/{_shortened(parts[-1])}"


def _part(part: str) -> str:
    safe = _UNSAFE.sub("_", part)
    safe = safe.rstrip(" .") + "_" * (len(safe) - len(safe.rstrip(" .")))
    safe = safe.lstrip(" ") if safe.strip() else "_"
    safe = f"_{safe}" if _RESERVED.match(safe) else safe
    return _shortened(safe)


def _shortened(part: str) -> str:
    if len(part.encode()) <= LONGEST_PART:
        return part
    suffix = PurePosixPath(part).suffix
    suffix = suffix if len(suffix.encode()) <= 16 else ""
    room = LONGEST_PART - len(suffix.encode()) - 9
    stem = part.encode()[:room].decode("utf-8", "ignore")
    return f"{stem}-{_digest(part)}{suffix}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


class NameTable:
    """Names that are taken, as a file system that folds case and Unicode forms sees them."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Take `name` (POSIX, relative) and the folders it lies in."""
        key = _folded(name)
        self._files.add(key)
        self._folders.update(_above(key))

    def clashes(self, name: str) -> bool:
        """Tell whether `name` cannot lie beside the names taken: the same file, or a file where a folder is."""
        key = _folded(name)
        return key in self._files or key in self._folders or any(part in self._files for part in _above(key))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _above(key: str) -> list[str]:
    return [parent.as_posix() for parent in PurePosixPath(key).parents][:-1]
