"""Pages counted while they are laid out, if there is somebody to see it and the engine tells."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from make_book.cli.screen import Screen

_ENGINE = "weasyprint.progress"
"""The layout engine's logger of its progress; it need not be there."""
_PAGE = re.compile(r"\bPage (\d+)$")


class _Counter(logging.Handler):
    def __init__(self, screen: Screen, name: str) -> None:
        super().__init__(logging.INFO)
        self.screen, self.name_of_edition = screen, name

    def emit(self, record: logging.LogRecord) -> None:
        """Show the number of the page that is being laid out, every tenth time."""
        page = _PAGE.search(record.getMessage())
        if page and int(page[1]) % 10 == 0:
            self.screen.show(f"{self.name_of_edition} … page {page[1]}")


@contextmanager
def pages_shown(screen: Screen, name: str) -> Iterator[None]:
    """Show the pages of the edition `name` while they are made."""
    if not screen.live:
        yield
        return
    logger, counter = logging.getLogger(_ENGINE), _Counter(screen, name)
    level = logger.level
    logger.addHandler(counter)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(counter)
        logger.setLevel(level)
