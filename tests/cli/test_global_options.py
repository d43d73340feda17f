"""Exit statuses, streams, colours; what happens when it ends badly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from make_book.cli import build
from make_book.cli.screen import Screen, in_order, plain
from make_book.findings import Finding, Span

COMMAND = [sys.executable, "-m", "make_book"]


def test_version_and_licence_are_told(run: Run) -> None:
    ran = run("--version")
    assert ran.status == 0
    assert ran.out.startswith("make-book 0.")
    assert "AGPL" in ran.out


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (["epbu"], "did you mean make-book epub?"),
        (["epub", "--drats"], "did you mean --drafts?"),
        (["pdf", "--profile", "pres"], "did you mean press?"),
        (["stats", "nowhere"], "there is no file or folder nowhere"),
        ([], "VERB"),
    ],
)
def test_a_wrong_command_line_is_answered_with_a_guess_and_2(wrong: list[str], hint: str, run: Run) -> None:
    ran = run(*wrong)
    assert ran.status == 2
    assert hint in ran.err
    assert ran.out == ""


def test_without_a_book_init_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("all")
    assert ran.status == 1
    assert "make-book init" in ran.err


@pytest.mark.parametrize("before", [True, False])
def test_global_options_stand_before_the_verb_or_after_it(before: bool, run: Run, book: Path) -> None:
    ran = run("--json", "clean") if before else run("clean", "--json")
    assert ran.json == {"removed": [], "findings": []}
    assert ran.err == ""


def test_colour_is_for_those_who_want_it(run: Run, sample: Path) -> None:
    sample.write_text("---\nnumber: x\n---\n\nText.\n", encoding="utf-8")
    assert "\x1b[" not in run("epub").err
    assert "\x1b[31;1merror" in run("epub", "--color", "always").err


def test_quiet_says_only_what_is_wrong(run: Run, book: Path) -> None:
    ran = run("epub", "-q")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_notes_are_counted_and_shown_on_demand(run: Run, sample: Path) -> None:
    (sample.parent / "002-draft.md").write_text("---\nnumber: 2\ndraft: true\n---\n\nText.\n", encoding="utf-8")
    assert "1 note (-v shows the notes)" in run("epub").err
    assert "[MAN-064]" in run("epub", "-v").err


def test_a_bug_leaves_a_file_and_no_traceback(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(build, "run", broken)
    ran = run("all")
    assert ran.status == 1
    assert "bug in make-book" in ran.err
    assert "Traceback" not in ran.err
    assert "ZeroDivisionError: oh" in Path("make-book-crash.txt").read_text(encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        run("all", "--debug")


def test_an_interruption_is_130(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "run", interrupted)
    assert run("all").status == 130


def test_what_the_system_refuses_is_a_finding(run: Run, book: Path) -> None:
    (book / "manuscript" / "raw").write_text("no folder\n", encoding="utf-8")
    (book / "page.txt").write_text("Some words that somebody saved.\n", encoding="utf-8")
    ran = run("import", "page.txt")
    assert ran.status == 1
    assert "[OUT-001]" in ran.err
    assert "manuscript/raw" in ran.err


def test_a_reader_who_leaves_early_is_no_trouble(book: Path) -> None:
    piped = subprocess.Popen([*COMMAND, "inspect"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert piped.stdout is not None
    assert piped.stderr is not None
    piped.stdout.close()
    complaint = piped.stderr.read()
    piped.stderr.close()
    assert piped.wait() == 0
    assert complaint == b""


@pytest.mark.parametrize(("verb", "foreign"), [("epub", "weasyprint"), ("pdf", "ebooklib")])
def test_an_edition_does_not_load_the_library_of_the_other(verb: str, foreign: str, book: Path) -> None:
    code = f"import sys; from make_book.cli.main import main; main([{verb!r}]); print({foreign!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert list((book / "dist").glob(f"*.{verb}"))


def test_any_encoding_of_the_terminal_will_do(sample: Path) -> None:
    sample.write_text("---\nnumber: 1\ntitle: Пристань\n---\n\nТуман.\n", encoding="utf-8")
    environ = {"PYTHONIOENCODING": "ascii", "PATH": ""}
    done = subprocess.run([*COMMAND, "stats"], env=environ, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"\\u041f" in done.stdout


def test_findings_stand_file_by_file_and_line_by_line() -> None:
    places = [("b", 9), ("a", 4), ("b", 2), ("a", 1)]
    found = in_order(Finding("MAN-053", "dead", Span(file, line)) for file, line in places)
    assert [str(finding.span) for finding in found] == ["b:2", "b:9", "a:1", "a:4"]


def test_a_place_is_named_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "manuscript" / "episodes" / "001.md"
    file.parent.mkdir(parents=True)
    file.touch()
    monkeypatch.chdir(tmp_path / "manuscript")
    screen = Screen()
    screen.root = tmp_path
    finding = Finding("MAN-053", "dead", Span("manuscript/episodes/001.md", 3, 4))
    assert screen.place(finding) == "episodes/001.md:3:4"


def test_a_text_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[2Jb\nc\x9bd") == "a [2Jb c d"
