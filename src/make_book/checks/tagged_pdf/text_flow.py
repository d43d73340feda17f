"""Runs of type joined to a text: what stands on one line, where a line ends, where a paragraph does."""

from __future__ import annotations

from collections.abc import Sequence

from make_book.checks.tagged_pdf.content_text import Run
from make_book.checks.wording import BLOCK, CALL, END, GAP, HYPHEN, ITEM, LINE, VISUAL, Passage

_HYPHENS = ("-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}", "\N{ARMENIAN HYPHEN}")
_SOFT = "\N{SOFT HYPHEN}"
"""The hyphen of a divided word in a file that says so (ISO 32000-1 §14.8.2.2.3)."""
_WIDE = 0.12
"""A white between two runs that is wider than this part of the type's size may part words."""
_INITIAL = 1.8
"""A letter this much larger than those behind it begins their word, or is a word, and stands beside several lines."""
_LOWER = 0.6
"""Runs whose baselines are farther apart than this part of the smaller type stand on two lines."""


class TextFlow:
    """A text grown run by run, over pages."""

    def __init__(self, places: Sequence[str]) -> None:
        """Take the names of the pages."""
        self._places = places
        self._pages: list[tuple[int, list[str]]] = []
        self._last: Run | None = None
        self._block = self._page = -1
        self._hyphen = ""
        """The hyphen with which the last run ended, and spaces: only the next tells whether a line ends there."""
        self._divided = False
        """Whether that run ended in a soft hyphen."""

    def add(self, run: Run, page: int, block: int) -> None:
        """Add `run`, which belongs to the paragraph `block`, on the page with the index `page`."""
        joint = self._joint(run, page, block)
        self._write(joint, self._page if self._page >= 0 else page)
        text, self._hyphen, self._divided = run.text, "", False
        if run.visual:
            text = f"{LINE}{VISUAL}{text.strip()}{END}{LINE}"
        elif (bare := text.rstrip()).endswith((*_HYPHENS, _SOFT)):
            text, self._hyphen = bare[:-1], text[len(bare) - 1 :].replace(_SOFT, "")
            self._divided = bare[-1] == _SOFT
        self._write(text, page)
        self._last, self._page, self._block = run, page, block

    def call(self, label: str, page: int, block: int) -> None:
        """Add the number that calls a note, or that names a page."""
        self._end_block(block)
        self._write(f"{CALL}{label}{END}", page)
        self._block = block

    def item(self, label: str, page: int) -> None:
        """Add the number of a list's item."""
        self._end_block(-1)
        self._write(f"{ITEM}{label}{END} ", page)

    def passages(self) -> tuple[Passage, ...]:
        """Return the text, a passage a page."""
        self._write(self._hyphen, self._page)
        self._hyphen = ""
        return tuple(Passage("".join(parts), self._places[page]) for page, parts in self._pages)

    def _write(self, text: str, page: int) -> None:
        if not text:
            return
        if not self._pages or self._pages[-1][0] != page:
            self._pages.append((page, []))
        self._pages[-1][1].append(text)

    def _end_block(self, block: int) -> None:
        self._write(self._hyphen, self._page)
        self._hyphen = ""
        if block != self._block:
            self._write(BLOCK, self._page if self._page >= 0 else 0)

    def _joint(self, run: Run, page: int, block: int) -> str:
        """Return what stands between the last run and `run`."""
        if self._last is None:
            return "" if block == self._block else BLOCK
        hyphen = self._hyphen
        if block != self._block:
            return hyphen + BLOCK
        if self._last.size >= _INITIAL * run.size and len(self._last.text.strip()) <= 2:
            return hyphen + GAP
        if page == self._page and not self._is_lower(run):
            gap = min(abs(run.left - self._last.right), abs(self._last.left - run.right))
            return hyphen + (GAP if gap > _WIDE * max(run.size, self._last.size) else "")
        if self._divided:
            return ""
        return HYPHEN if hyphen else LINE

    def _is_lower(self, run: Run) -> bool:
        last = self._last
        return last is not None and abs(run.baseline - last.baseline) > _LOWER * min(run.size, last.size)
