"""The command line: sizes, counts and folders as people type them, and what is said about mistakes."""

from __future__ import annotations

import argparse

import pytest

from cli.conftest import Run
from make_book.cli import usage
from make_book.cli.arguments import make_parser, parse
from make_book.cli.usage import UsageError


@pytest.mark.parametrize(
    ("typed", "size"),
    [("0", 0), ("1000", 1000), ("500M", 500 << 20), ("2G", 2 << 30), ("64kb", 64 << 10), ("1 GiB", 1 << 30)],
)
def test_a_size_is_a_number_and_a_unit(typed: str, size: int) -> None:
    assert usage.byte_count(typed) == size


@pytest.mark.parametrize("typed", ["", "M", "-5M", "1.5G", "5X", "5 M M", "٣M", "9" * 13])
def test_what_is_no_size_is_refused(typed: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        usage.byte_count(typed)


@pytest.mark.parametrize("typed", ["", "-1", "two", "1025", "²"])
def test_what_is_no_number_of_processes_is_refused(typed: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        usage.process_count(typed)


def test_a_folder_without_a_name_is_refused() -> None:
    with pytest.raises(UsageError):
        parse(["epub", "--cache-dir", ""])


def test_the_defaults_are_a_gibibyte_in_the_users_folder_and_all_cores() -> None:
    arguments = parse(["all"])
    assert (arguments.cache_size, arguments.cache_dir, arguments.no_cache, arguments.jobs) == (1 << 30, None, False, 0)


MISTAKES = [
    (["pdf", "--trimm", "a5"], "make-book pdf", "there is no option --trimm: did you mean --trim?"),
    (["pdf", "--trimm=a5"], "make-book pdf", "there is no option --trimm: did you mean --trim?"),
    (["all", "--output", "x"], "make-book all", "there is no option --output here: it belongs to epub, pdf"),
    (["all", "-o", "x"], "make-book all", "there is no option -o here: it belongs to epub, pdf"),
    (["--drafts", "epub"], "make-book", "there is no option --drafts here: it belongs to epub, pdf, all"),
    (["epub", "pdf"], "make-book epub", "epub and pdf are two verbs: give one at a time (all builds every edition)"),
    (["build"], "make-book", "there is no verb 'build': did you mean make-book all?"),
    (["bulid"], "make-book", "there is no verb 'bulid': did you mean make-book all?"),
    (["help"], "make-book", "there is no verb 'help': did you mean make-book --help?"),
    (["version"], "make-book", "there is no verb 'version': did you mean make-book --version?"),
    (["preview"], "make-book", "there is no verb 'preview': did you mean make-book serve?"),
    (["epbu"], "make-book", "there is no verb 'epbu': did you mean make-book epub?"),
    (["xyzzy"], "make-book", "there is no verb 'xyzzy'; the verbs are epub, pdf, all, init, new, import"),
    (["--color", "auto", "xyzzy"], "make-book", "there is no verb 'xyzzy'"),
    (["--json", "epub", "no-such-folder"], "make-book epub", "there is no file or folder no-such-folder"),
    (["epub", "tests", "docs"], "make-book", "there is one argument too many: docs"),
    (["pdf", "--profile", "pres"], "make-book pdf", "--profile cannot be 'pres': did you mean press?"),
    (["serve", "--port", "99999"], "make-book serve", "99999 is not a port: 0 to 65535"),
    (["import", "https://example.org/x"], "make-book import", "make-book fetches nothing from the internet"),
    ([], "make-book", "the following arguments are required: VERB"),
]


@pytest.mark.parametrize(("typed", "command", "message"), MISTAKES, ids=lambda part: " ".join(part)[:40])
def test_a_mistake_is_named_with_a_guess(typed: list[str], command: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(typed)
    assert caught.value.command == command
    assert message in caught.value.message


def test_the_value_of_an_option_is_not_taken_for_a_verb() -> None:
    assert parse(["init", "--title", "pdf", "x"]).title == "pdf"
    assert parse(["epub", "--only", "all"]).only == ["all"]


def test_after_two_hyphens_everything_is_an_argument() -> None:
    assert [str(path) for path in parse(["import", "--", "-x", "--trimm"]).paths] == ["-x", "--trimm"]


def test_a_folder_may_have_the_name_of_a_verb(run: Run, book: object) -> None:
    assert run("init", "epub").status == 0
    assert run("stats", "epub").status == 0


def test_a_mistake_is_json_where_json_is_asked_for(run: Run) -> None:
    ran = run("pdf", "--trimm", "a5", "--json")
    assert (ran.status, ran.err) == (2, "")
    (finding,) = ran.json["findings"]
    assert finding["code"] == "CLI-001"
    assert finding["severity"] == "error"
    assert "did you mean --trim?" in finding["message"]
    assert finding["hints"] == ["make-book pdf --help"]


def test_every_verb_has_help_that_says_what_it_does(run: Run) -> None:
    _, verbs = make_parser()
    for verb, parser in verbs.items():
        ran = run(verb, "--help")
        assert ran.status == 0
        assert str(parser.description) in ran.out.replace("\n", " ")
