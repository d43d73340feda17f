"""Galleys counted while they are set, if there is somebody to see it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from make_book.cli.screen import Screen

_PRESS = "make_book.progress"
"""The press's logger of its progress: "galley 3 of 20"."""
_OFTEN = 10


class _Counter(logging.Handler):
    def __init__(self, screen: Screen, name: str) -> None:
        super().__init__(logging.INFO)
        self.screen, self.name_of_edition = screen, name

    def emit(self, record: logging.LogRecord) -> None:
        """Show how much is set, every tenth time and at the end."""
        made, _, whole = record.getMessage().partition(" of ")
        if int(made.split()[-1]) % _OFTEN == 0 or made.split()[-1] == whole:
            self.screen.show(f"{self.name_of_edition} … {record.getMessage()}")


@contextmanager
def pages_shown(screen: Screen, name: str) -> Iterator[None]:
    """Show how far the edition `name` is while it is made."""
    if not screen.live:
        yield
        return
    logger, counter = logging.getLogger(_PRESS), _Counter(screen, name)
    level = logger.level
    logger.addHandler(counter)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(counter)
        logger.setLevel(level)
