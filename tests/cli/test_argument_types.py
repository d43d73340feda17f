"""Sizes, counts and folders as people type them."""

from __future__ import annotations

import argparse

import pytest

from make_book.cli import argument_types
from make_book.cli.arguments import parse


@pytest.mark.parametrize(
    ("typed", "size"),
    [("0", 0), ("1000", 1000), ("500M", 500 << 20), ("2G", 2 << 30), ("64kb", 64 << 10), ("1 GiB", 1 << 30)],
)
def test_a_size_is_a_number_and_a_unit(typed: str, size: int) -> None:
    assert argument_types.size(typed) == size


@pytest.mark.parametrize("typed", ["", "M", "-5M", "1.5G", "5X", "5 M M", "٣M", "9" * 13])
def test_what_is_no_size_is_refused(typed: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        argument_types.size(typed)


@pytest.mark.parametrize("typed", ["", "-1", "two", "1025", "²"])
def test_what_is_no_number_of_processes_is_refused(typed: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        argument_types.jobs(typed)


def test_a_folder_without_a_name_is_refused() -> None:
    with pytest.raises(SystemExit):
        parse(["epub", "--cache-dir", ""])


def test_what_is_not_said_is_a_gibibyte_in_the_book_by_all_cores() -> None:
    arguments = parse(["all"])
    assert (arguments.cache_size, arguments.cache_dir, arguments.no_cache, arguments.jobs) == (1 << 30, None, False, 0)
