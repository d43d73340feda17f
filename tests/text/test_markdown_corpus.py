"""The diary of 1660 beside the checkout: 358 texts, 803 notes, every word."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from make_book import xhtml
from make_book.findings import Severity
from make_book.text.markdown import Rendered, render

_LETTERS = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Return the words of Markdown or of a finished text, markup and notes' labels aside."""
    return _LETTERS.findall(html.unescape(re.sub(r"<[^<>]*>|\[\^\d+\]:?|\\|\u2060|\u00ad", "", text)))


@pytest.fixture(scope="module")
def diary(shared: Path) -> list[tuple[str, Rendered]]:
    texts = []
    for path in sorted((shared / "corpus" / "pepys-1660").glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        line = head.count("\n") + 3
        texts.append((body, render(body, file=path.name, first_line=line, language="en-GB", prefix=path.stem)))
    return texts


def test_the_diary_has_no_errors_and_all_its_notes(diary: list[tuple[str, Rendered]]) -> None:
    assert [f for _, rendered in diary for f in rendered.findings if f.severity is Severity.ERROR] == []
    assert sum(len(rendered.text.notes) for _, rendered in diary) == 803


def test_every_word_of_the_diary_stands_in_order(diary: list[tuple[str, Rendered]]) -> None:
    for source, rendered in diary:
        notes = [xhtml.words(xhtml.parse(note.xhtml)) for note in rendered.text.notes]
        assert words(" ".join([xhtml.words(xhtml.parse(rendered.text.xhtml)), *notes])) == words(source)


def test_ids_are_unique_in_the_whole_diary(diary: list[tuple[str, Rendered]]) -> None:
    ids = [
        name
        for _, rendered in diary
        for fragment in (rendered.text.xhtml, *(f'<p id="{note.id}">{note.xhtml}</p>' for note in rendered.text.notes))
        for name in re.findall(r' id="([^"]*)"', fragment)
    ]
    assert len(ids) == len(set(ids)) > 1606 - 1
