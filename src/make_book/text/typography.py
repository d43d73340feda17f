"""Typography by language: marks, dashes and spaces as each language sets them."""

from __future__ import annotations

from make_book import xhtml


def refine(text: str, language: str) -> str:
    """Return `text`, one paragraph of it or less, set as `language` (BCP 47) wants."""
    return text if language else text


def refine_tree(root: xhtml.Element, language: str) -> None:
    """Refine every text node under `root` in place, each run by its own `xml:lang` or `lang`."""
