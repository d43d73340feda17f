"""Completion and the manual page know what the parser knows."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.conftest import Run
from make_book.cli.arguments import SHELLS, make_parser
from make_book.cli.completion import completion, man_page, read_parser
from make_book.cli.usage import parser_options

PARSER, VERBS = make_parser()


def test_the_tables_are_those_of_the_parser() -> None:
    command, verbs = read_parser()
    assert {name for verb in verbs for name in verb.names} == set(VERBS)
    assert [name for option in command.options for name in option.names] == list(parser_options(PARSER))
    for verb in verbs:
        assert verb.about
        for name in verb.names:
            assert {name for option in verb.options for name in option.names} == set(parser_options(VERBS[name]))


@pytest.mark.parametrize("shell", SHELLS)
def test_a_file_names_every_verb_and_option(shell: str) -> None:
    written = completion(shell)
    for verb, parser in {"": PARSER, **VERBS}.items():
        assert verb in written
        for option in parser_options(parser):
            long = f"-l {option[2:]}" if shell == "fish" and option.startswith("--") else option
            assert long in written or f"-s {option[1:]}" in written


def test_options_of_one_name_take_values_of_one_kind() -> None:
    """What bash completes after an option does not depend on the verb."""
    kinds: dict[str, set[tuple[str, tuple[str, ...]]]] = {}
    for verb in read_parser()[1]:
        for option in verb.options:
            for name in option.names:
                kinds.setdefault(name, set()).add((option.kind, option.choices))
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def in_bash(folder: Path, *words: str) -> list[str]:
    """Return what bash offers for the last of `words`."""
    (folder / "completion").write_text(completion("bash"), encoding="utf-8")
    quoted = " ".join(f"'{word}'" for word in ("make-book", *words))
    asked = f"COMP_WORDS=({quoted}); COMP_CWORD={len(words)}"
    program = f"source ./completion; {asked}; _make_book; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_verbs_options_values_and_files(tmp_path: Path) -> None:
    (tmp_path / "a book").mkdir()
    (tmp_path / "a file").touch()
    assert in_bash(tmp_path, "e") == ["epub", "export-template"]
    assert in_bash(tmp_path, "--ver") == ["--version", "--verbose"]
    assert in_bash(tmp_path, "pdf", "--pro") == ["--profile"]
    assert in_bash(tmp_path, "pdf", "--profile", "") == ["screen", "press"]
    assert in_bash(tmp_path, "-v", "pdf", "--trim", "") == [""]
    assert in_bash(tmp_path, "epub", "--cache-dir", "a") == ["a book"]
    assert sorted(in_bash(tmp_path, "import", "a")) == ["a book", "a file"]
    assert in_bash(tmp_path, "clean", "--tr") == [""]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_shell_reads_its_file(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "completion").write_text(completion(shell), encoding="utf-8")
    done = subprocess.run([shell, "-n", "completion"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes_verbs_options_and_values(tmp_path: Path) -> None:
    (tmp_path / "completion").write_text(completion("fish"), encoding="utf-8")

    def offered(line: str) -> list[str]:
        program = f"source completion; complete -C '{line}'"
        done = subprocess.run(["fish", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
        return [row.split("\t")[0] for row in done.stdout.splitlines()]

    assert offered("make-book e") == ["epub", "export-template"]
    assert offered("make-book pdf --pro") == ["--profile"]
    assert offered("make-book pdf --profile ") == ["press", "screen"]
    assert "--trim" not in offered("make-book clean --")


def test_the_manual_page_names_every_verb_and_option() -> None:
    page = man_page().replace("\\-", "-")
    for verb, parser in VERBS.items():
        assert re.search(rf"^\.SS .*\b{verb}\b", page, re.MULTILINE)
        assert all(option in page for option in parser_options(parser))
    assert all(option in page for option in parser_options(PARSER))
    assert not re.search(r"^['.](?!TH|SH|SS|TP|B |I )", page, re.MULTILINE), "no line of text is a request"


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_groff_reads_the_manual_page(tmp_path: Path) -> None:
    done = subprocess.run(["groff", "-man", "-ww", "-z"], input=man_page(), capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_both_are_printed(run: Run) -> None:
    for shell in SHELLS:
        ran = run("--print-completion", shell)
        assert (ran.status, ran.out) == (0, completion(shell))
    assert run("--print-man-page").out == man_page()
    assert run("--print-completion", "tcsh").status == 2
