"""File names inside the EPUB: portable, stable, each decided by its own id alone.

OCF 3.3 §4.2.3 forbids names that differ only in case, and old readers fail at anything but plain
ASCII; a name that had to be changed carries a short hash of what it was, so two never meet.
"""

from __future__ import annotations

import functools
from pathlib import PurePosixPath

from make_book.slugs import ascii_slug, short_digest

COVER = "cover.xhtml"
NAV = "nav.xhtml"
NCX = "toc.ncx"
STYLE = "styles/book.css"

_RESERVED = frozenset({"cover", "nav", "toc", "con", "aux", "nul", "prn"})
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/svg+xml": ".svg"}


@functools.lru_cache(maxsize=1 << 16)
def document_name(section_id: str) -> str:
    """Return the file name of the section's content document, `episode-022.xhtml`."""
    return _portable(section_id) + ".xhtml"


def picture_name(path: str, media_type: str) -> str:
    """Return where the picture `path` of the manuscript stands in the EPUB. Raise `KeyError` for a foreign type."""
    pure = PurePosixPath(path)
    ending = _ENDINGS[media_type]
    whole = pure.stem if pure.suffix == ending else pure.name
    folders = [_portable(part) for part in pure.parts[:-1] if part != "images"]
    return "/".join(["images", *folders, _portable(whole) + ending])


def cover_picture(media_type: str) -> str:
    """Return where the picture of the cover stands; no picture of the text has this name."""
    return "images/cover" + _ENDINGS[media_type]


def item_id(path: str) -> str:
    """Return a manifest id for a file at `path`: an XML NCName, different for different files of ours."""
    name = path.replace("/", ".")
    return name if name[0].isalpha() else f"x-{name}"


def _portable(name: str) -> str:
    plain = ascii_slug(name, also="_")[:80]
    if plain == name and plain not in _RESERVED:
        return plain
    return f"{plain or 'x'}-{short_digest(name)}"
