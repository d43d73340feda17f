"""`serve`: the book side by side in the browser, made again at every save."""

from __future__ import annotations

import argparse
import webbrowser

from make_book.cli.answer import Answer
from make_book.cli.build_reporter import Reporter
from make_book.cli.build_steps import options
from make_book.cli.screen import Screen
from make_book.manuscript.root import find_root


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Serve until interrupted."""
    from make_book.serving.builder import BuildRequest
    from make_book.serving.server import serve

    root = screen.root = find_root(arguments.book)

    def ready(address: str) -> None:
        print(address, flush=True)
        if not screen.quiet:
            screen.say(screen.paint("The book lies open there for you alone; Ctrl-C closes it.", "dim"))
        if arguments.open:
            webbrowser.open(address)

    wishes = BuildRequest(root, options(arguments, root), tuple(dict.fromkeys(arguments.target)))
    serve(wishes, arguments.port, ready, Reporter(screen).hear)
    return Answer()
