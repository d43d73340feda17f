"""The edge: arguments in, an exit status out. Nothing heavy is imported before a verb is known.

Exit status: 0 fine, 1 findings that count as errors, 2 usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from make_book.cli.arguments import parse
from make_book.cli.usage import PrintRequest, UsageError

CRASH_FILE = "make-book-crash.txt"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's) and return its exit status."""
    given = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    debug = "--debug" in given
    try:
        return _run(parse(given))
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 2
    except UsageError as error:
        return _refuse(error, given)
    except PrintRequest as request:
        return _print(request.what)
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        _silence()
        return 0
    except Exception as error:  # a bug becomes a file to send, not a traceback
        if debug:
            raise
        return _crash(error, given)


def _run(arguments: argparse.Namespace) -> int:
    from make_book.cli.answer import Answer, is_out_of_reach, out_of_reach
    from make_book.cli.screen import Screen
    from make_book.findings import BookError

    verb = importlib.import_module(f"make_book.cli.{arguments.module}")
    screen = Screen.of(arguments)
    try:
        answer: Answer = verb.run(arguments, screen)
    except BookError as error:
        answer = Answer(findings=error.findings, failed=True)
    except OSError as error:
        if arguments.debug or not is_out_of_reach(error):
            raise
        answer = out_of_reach(error)
    finally:
        screen.clear()
    return screen.give(answer, json=arguments.json, strict=arguments.strict)


def _print(what: str) -> int:
    from make_book.cli.completion import completion, man_page

    print(man_page() if what == "man-page" else completion(what), end="")
    return 0


def _refuse(error: UsageError, argv: Sequence[str]) -> int:
    """Print what is wrong with the command line, as JSON where that is asked for."""
    if "--json" in argv:
        from make_book.cli.answer import Answer
        from make_book.cli.screen import Screen
        from make_book.findings import Finding

        finding = Finding("CLI-001", error.message, hints=(f"{error.command} --help",))
        Screen(quiet=True).give(Answer((finding,)), json=True, strict=False)
    else:
        print(f"{error.command}: {error.message}\ntry: {error.command} --help", file=sys.stderr)
    return 2


def _silence() -> None:
    """Let nothing complain when the streams are closed: nobody reads them any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue


def _crash(error: Exception, argv: Sequence[str]) -> int:
    """Write down what happened, in the current folder or else the temporary one, and say where."""
    import platform
    import tempfile
    import traceback

    from make_book import __version__

    head = f"make-book {__version__}, Python {platform.python_version()}, {platform.platform()}\nmake-book {argv}\n\n"
    text = head + "".join(traceback.format_exception(error))
    for folder in (Path(), Path(tempfile.gettempdir())):
        path = folder / CRASH_FILE
        try:
            path.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError:
            continue
        print(f"This is a bug in make-book, not in your book. The details are in {path}.", file=sys.stderr)
        return 1
    print(f"This is a bug in make-book, not in your book:\n{text}", file=sys.stderr)
    return 1
