"""Files that list the others in order: mdBook's and GitBook's `SUMMARY.md`, Leanpub's `Book.txt`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from urllib.parse import unquote

_LINK = re.compile(r"\]\(\s*<?([^)>#\s][^)>#]*?)>?(?:#[^)]*)?\)")


def listed_files(text: str, path: str, known: Collection[str]) -> tuple[str, ...] | None:
    """Return those of the `known` files that the list at `path` names, in its order.

    `None` if it is no list: when it names none of them, or holds more lines of other kinds than names.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if path.lower().endswith(".md"):
        named = [unquote(found[1]) for line in lines if (found := _LINK.search(line))]
        others = sum(not _LINK.search(line) and not line.startswith(("#", "-", "*", "---")) for line in lines)
    else:
        named = [line for line in lines if not line.startswith("#") and not line.endswith(":")]
        others = 0
    folder = posixpath.dirname(path)
    paths = [posixpath.normpath(posixpath.join(folder, name)) for name in named]
    fit = [name for name in dict.fromkeys(paths) if name in known]
    return tuple(fit) if fit and others <= len(named) and len(fit) * 2 >= len(set(paths)) else None
