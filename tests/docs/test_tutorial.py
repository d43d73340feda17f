"""docs/tutorial.md, followed to the letter: its commands are typed, its changes are made, its output is compared."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from make_book.cli.arguments import make_parser
from make_book.cli.main import main

DOCS = Path(__file__).parents[2] / "docs"
TUTORIAL = (DOCS / "tutorial.md").read_text("utf-8")
NOT_RUN = {"serve"}
"""Verbs that wait until somebody stops them; only their options are tried."""


class Block(NamedTuple):
    """A fenced block: what the line before it names in backticks (a file), its kind, its lines."""

    file: str
    kind: str
    text: str


BLOCKS = [
    Block(*found)
    for found in re.findall(r"(?:`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", TUTORIAL, re.MULTILINE | re.DOTALL)
]
STEPS = [
    (block, following.text if following.kind == "text" else None)
    for block, following in zip(BLOCKS, [*BLOCKS[1:], Block("", "", "")], strict=True)
    if block.kind != "text"
]


def change(file: Path, diff: str) -> None:
    """Replace the lines of `file` that `diff` takes away by those that it adds."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line.startswith("-"))
    after = "".join(line[1:] for line in lines if line.startswith("+"))
    text = file.read_text("utf-8")
    assert text.count(before) == 1, f"{file.name} has not the lines that the tutorial changes"
    file.write_text(text.replace(before, after), "utf-8")


def comparable(output: str) -> str:
    """Return `output` without what differs from one run to the next: seconds, sizes, spaces at the end."""
    output = re.sub(r"[\dN.]+ s$", "N.N s", output, flags=re.MULTILINE)
    output = re.sub(r" +[\dN]+ kB$", " NN kB", output, flags=re.MULTILINE)
    return "\n".join(line.rstrip() for line in output.strip().splitlines())


def test_the_text_that_it_shows_is_the_second_letter() -> None:
    shown = next(block.text for block in BLOCKS if block.kind == "text")
    assert (DOCS / "tutorial-texts" / "letter-2.txt").read_text("utf-8").startswith(shown)


def test_it_has_all_steps() -> None:
    typed = [line.split()[1] for block, _ in STEPS if block.kind == "sh" for line in block.text.splitlines()]
    assert typed == ["init", "ferry-letters", "import", "serve", "all", "check"]


def test_whoever_follows_it_gets_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shutil.copytree(DOCS / "tutorial-texts", tmp_path / "texts")
    monkeypatch.chdir(tmp_path)
    for block, expected in STEPS:
        if block.kind == "diff":
            change(Path(block.file), block.text)
            continue
        for line in block.text.splitlines():
            program, *arguments = shlex.split(line)
            if program == "cd":
                monkeypatch.chdir(arguments[0])
                continue
            assert program == "make-book"
            make_parser()[0].parse_args(arguments)
            if arguments[0] not in NOT_RUN:
                assert main(arguments) == 0, line
        told = capsys.readouterr()
        checkers_here = shutil.which("java") and shutil.which("qpdf")
        if expected and (arguments[0] != "check" or checkers_here):
            assert comparable(told.out + told.err) == comparable(expected), block.text
    assert {file.suffix for file in Path("dist").iterdir()} == {".epub", ".pdf"}
