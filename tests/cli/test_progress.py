"""Progress: on a terminal only, gone when the last words come."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from make_book.cli import screen as screen_
from make_book.cli.progress import pages_shown
from make_book.cli.screen import Screen

ERASE = "\r\x1b[K"


def test_stages_and_pages_are_shown_and_taken_away(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(live=True)
    logger = logging.getLogger("weasyprint.progress")
    screen.stage("pdf")
    with pages_shown(screen, "pdf"):
        for page in range(1, 25):
            logger.info("Step 5 - Creating layout - Page %d", page)
    screen.say("done")
    assert capsys.readouterr().err == f"{ERASE}pdf …{ERASE}pdf … page 10{ERASE}pdf … page 20{ERASE}done\n"


def test_the_engine_tells_its_pages(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = book / "manuscript" / "episodes" / "001-a-first-episode.md"
    sample.write_text(sample.read_text("utf-8") + "\nOne more paragraph of many words.\n" * 500, encoding="utf-8")
    monkeypatch.setattr(screen_, "_is_terminal", lambda stream: stream is sys.stderr)
    monkeypatch.setenv("NO_COLOR", "1")
    ran = run("pdf")
    assert f"{ERASE}pdf … page 10{ERASE}" in ran.err
    assert "\x1b[2m" not in ran.err


def test_nothing_is_shown_where_nobody_looks(run: Run, book: Path) -> None:
    assert "\r" not in run("pdf").err
