"""docs/typography.md: the same rules as the program's, each with its source; its examples come true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from make_book.text.rules import RULES, Rule
from make_book.text.typography import refine

PAGE = Path(__file__).parents[2] / "docs" / "typography.md"
_ROW = re.compile(r"^\| ([a-z]{2}(?:-[A-Z]{2})?) \| `(.+?)` \| `(.+?)` \|$", re.MULTILINE)


def visible(text: str) -> str:
    """No-break spaces as the page shows them."""
    return text.replace("\u00a0", "⍽").replace("\u202f", "⎵")


def section(name: str) -> str:
    found = re.search(rf"^### {re.escape(name)}\n(.*?)(?=^##|\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert found, f"docs/typography.md has no section {name!r}"
    return found[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_page_says_what_the_rule_says(rule: Rule) -> None:
    said = section(rule.name)
    languages = "every language" if rule.languages == "all" else f"`{rule.languages}`"
    for line in (rule.meaning, f"Languages: {languages}.", f"Source: {rule.source}."):
        assert line in said
    assert _ROW.findall(said)[: len(rule.examples)] == [
        (language, before, visible(after)) for language, before, after in rule.examples
    ]


def test_the_page_has_no_rule_of_its_own() -> None:
    named = re.findall(r"^### (.+)$", PAGE.read_text(encoding="utf-8"), re.M)
    assert named == [rule.name for rule in RULES]


def test_every_example_on_the_page_comes_true() -> None:
    rows = _ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) > len(RULES)
    wrong = [row for row in rows if visible(refine(row[1], row[0])) != row[2]]
    assert not wrong
