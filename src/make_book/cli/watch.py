"""`watch`: the files in dist/ made again at every save."""

from __future__ import annotations

import argparse
from pathlib import Path

from make_book.cli.answer import Answer
from make_book.cli.build_reporter import Reporter
from make_book.cli.build_steps import options
from make_book.cli.screen import Screen, shown
from make_book.manuscript.root import find_root


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Watch until interrupted."""
    from make_book.serving.builder import BuildRequest
    from make_book.serving.watch_loop import watch_and_publish

    root = screen.root = find_root(arguments.book)
    reporter = Reporter(screen)

    def written(files: tuple[Path, ...]) -> None:
        screen.clear()
        for path in files:
            print(shown(path), flush=True)

    wishes = BuildRequest(root, options(arguments, root), tuple(dict.fromkeys(arguments.target)), every=True)
    if not screen.quiet:
        screen.say(screen.paint("Every save is built into dist/; Ctrl-C ends it.", "dim"))
    watch_and_publish(wishes, reporter.hear, written)
    return Answer()
