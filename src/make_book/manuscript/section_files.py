"""Files beside book.toml: which section each is, by its name."""

from __future__ import annotations

from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.section_names import NAMES, OTHER_NAMES
from make_book.manuscript.suggestions import did_you_mean

SECTION_SUFFIXES = frozenset({".md", ".markdown"})
_NO_SECTIONS = frozenset("readme license licence copying changelog changes contributing todo notes-to-self".split())
"""Files that people lay beside a book and that are no part of it."""


def section_of(stem: str) -> str | None:
    """Return the section that a file called `stem` is, by its own name or another that is usual for it."""
    name = stem.casefold().replace("_", "-").replace(" ", "-")
    return name if name in NAMES else OTHER_NAMES.get(name)


def is_no_section(stem: str) -> bool:
    """Tell whether the file is none that would be a section: a README, or one that begins with `_`."""
    return stem.casefold() in _NO_SECTIONS or stem.startswith("_")


def unknown_section(stem: str, collector: FindingCollector) -> None:
    """Write down that nobody knows where the text of this file belongs (MAN-045)."""
    hints = (*did_you_mean(stem, (*NAMES, *OTHER_NAMES)), f"the names are: {', '.join(NAMES)}")
    message = f"{stem!r} is no section name: nothing says where this text belongs"
    collector.add("MAN-045", message, (), *hints, "a name that begins with _ keeps a file out of the book")
