"""Progress: on a terminal only, gone when the last words come."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from make_book.cli import screen as screen_
from make_book.cli.screen import Screen

ERASE = "\r\x1b[K"


def test_stages_and_pages_are_shown_and_taken_away(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(live=True)
    screen.progress("pdf", 0, 0)
    for made in range(1, 25):
        screen.progress("sections", made, 24)
    screen.progress("fonts", 1, 1)
    screen.say("done")
    shown = "".join(f"{ERASE}pdf … sections {made} of 24" for made in (10, 20, 24))
    assert capsys.readouterr().err == f"{ERASE}pdf …{shown}{ERASE}done\n"


def test_a_build_reports_the_sections_that_are_laid_out(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_, "_is_terminal", lambda stream: stream is sys.stderr)
    monkeypatch.setenv("NO_COLOR", "1")
    ran = run("pdf")
    assert re.search(r"pdf … section layouts (\d+) of \1\r", ran.err)
    assert "\x1b[2m" not in ran.err


def test_nothing_is_shown_where_nobody_looks(run: Run, book: Path) -> None:
    assert "\r" not in run("pdf").err
