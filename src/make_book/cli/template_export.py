"""`export-template`: style files of make-book copied into the book's `styles/`, where they replace make-book's own."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from make_book.cli.answer import Answer
from make_book.cli.screen import Screen, shown
from make_book.findings import BookError, Finding, Span, judge
from make_book.manuscript.root import find_root
from make_book.manuscript.suggestions import did_you_mean
from make_book.publishing.dist import publish
from make_book.style_files import read_styles, shipped_folder


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Copy the named files, or with `--list` (or without names) list all there are."""
    shipped = read_styles().files
    if arguments.list or not arguments.names:
        return _list(shipped, arguments.book, screen)
    root = screen.root = find_root(arguments.book)
    names = _named(arguments.names, tuple(shipped))
    there = [name for name in names if (root / "styles" / name).exists()]
    if there and not arguments.force:
        hints = ("--force overwrites it",)
        judge(Finding("OUT-005", "this file is there already", Span(f"styles/{name}"), hints) for name in there)
    files = {root / "styles" / name: (shipped_folder() / name).read_bytes() for name in names}
    publish(files)
    data = {"written": [f"styles/{name}" for name in names]}
    return Answer(data=data, closing=tuple(f"{screen.paint('new', 'green')}  {shown(path)}" for path in files))


def _list(shipped: Mapping[str, object], book: Path, screen: Screen) -> Answer:
    try:
        root = screen.root = find_root(book)
        own = read_styles(root / "styles").own
    except BookError:
        own = frozenset()
    names = sorted(shipped)
    text = "".join(f"{name}{'  (replaced by styles/)' if name in own else ''}\n" for name in names)
    return Answer(data={"files": [{"name": name, "replaced": name in own} for name in names]}, text=text)


def _named(wanted: list[str], known: tuple[str, ...]) -> list[str]:
    """Return the files that `wanted` names, a folder standing for all in it. Raise `BookError` (OUT-004)."""
    findings, names = [], []
    for word in wanted:
        name = word.removeprefix("./").removeprefix("styles/").rstrip("/")
        found = [one for one in known if one == name or one.startswith(f"{name}/")]
        names += found
        if not found:
            hints = (*did_you_mean(name, known), "make-book export-template --list names them")
            findings.append(Finding("OUT-004", f"make-book has no style file {word!r}", None, hints))
    judge(findings)
    return list(dict.fromkeys(names))
