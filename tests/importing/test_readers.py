"""What is no clipping is told by its kind; text that only looks a little like one is read."""

from __future__ import annotations

import pytest

from make_book.findings import Finding
from make_book.importing.import_values import Clipping
from make_book.importing.readers import read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html>\n<html><body><p>The water rose.</p>", "HTML"),
        ("\n<!-- saved from a site -->\n<html lang='en'>", "HTML"),
        ('<?xml version="1.0"?><rss></rss>', "XML"),
        ('{\n  "sources": {}\n}', "JSON"),
        ('[{"title": "One"}]', "JSON"),
        (r"{\rtf1\ansi The water rose.}", "RTF"),
    ],
)
def test_text_for_programs_is_no_clipping(text: str, kind: str) -> None:
    found = read(Clipping("page.txt", text.encode()))
    assert isinstance(found, Finding)
    assert (found.code, found.message) == ("IMP-003", f"the file is {kind}, no plain text")


@pytest.mark.parametrize(
    "text",
    ["<b>The water</b> rose.", "[The first page is lost.]\nThe water rose.", "{sic} The water rose.", "Body: cold."],
)
def test_signs_at_the_head_of_a_text_do_not_make_it_a_program(text: str) -> None:
    found = read(Clipping("page.txt", text.encode()))
    assert not isinstance(found, Finding)
