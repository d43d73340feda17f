"""docs/commands.md and argparse tell the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from make_book.cli.arguments import make_parser

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
PARSER, VERBS = make_parser()
GLOBAL = {option for action in PARSER._actions for option in action.option_strings}
SECTIONS = {
    name.strip(): text
    for title, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    for name in title.split(",")
}


def section(verb: str) -> str:
    return str(SECTIONS["init" if verb == "new" else verb])


def options(verb: str) -> set[str]:
    return {option for action in VERBS[verb]._actions for option in action.option_strings} - GLOBAL


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_an_example(verb: str) -> None:
    assert f"make-book {verb}" in section(verb)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_option_is_documented(verb: str) -> None:
    told = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", section(verb)))
    assert options(verb) - told == set()


def test_every_option_of_every_verb_is_documented() -> None:
    assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", SECTIONS["Options of every verb"])) >= GLOBAL


def test_no_option_is_made_up() -> None:
    known = GLOBAL.union(*(options(verb) for verb in VERBS))
    rows = re.findall(r"^\| (`-.*?) \|", PAGE, re.MULTILINE)
    assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", " ".join(rows))) <= known


@pytest.mark.parametrize("line", re.findall(r"^(make-book .*)$", PAGE, re.MULTILINE))
def test_every_example_can_be_typed(line: str) -> None:
    words = re.split(r" \| ", line)[0].split()[1:]
    verb = next((word for word in words if word in VERBS), None)
    assert {word for word in words if word.startswith("-")} <= (options(verb) if verb else set()) | GLOBAL
