"""The command line read by argparse: kinds of arguments, and mistakes with a guess at what was meant."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

_MEANT = {
    **dict.fromkeys(("build", "make", "both", "compile", "render", "run"), "all"),
    **dict.fromkeys(("preview", "view", "server", "show", "open"), "serve"),
    **dict.fromkeys(("validate", "verify", "lint", "test"), "check"),
    **dict.fromkeys(("count", "statistics", "words"), "stats"),
    **dict.fromkeys(("create", "start", "begin"), "init"),
    **dict.fromkeys(("help", "man"), "--help"),
    "ebook": "epub",
    "print": "pdf",
    "clear": "clean",
    "template": "export-template",
    "dump": "inspect",
    "version": "--version",
}
"""Words that people type for a verb or an option."""
_SIZE = re.compile(r"(\d{1,12})\s*([KMGT]?)(?:i?B)?", re.IGNORECASE | re.ASCII)
_UNITS = " KMGT"


class UsageError(Exception):
    """The command line is wrong: what is wrong, and the command (`make-book pdf`) whose help says what is right."""

    def __init__(self, command: str, message: str) -> None:
        """Keep `command` and `message`."""
        super().__init__(message)
        self.command, self.message = command, message


class PrintRequest(Exception):
    """Not a verb is asked for, but the completion of a shell, or the `man-page`."""

    def __init__(self, what: str) -> None:
        """Keep `what`."""
        super().__init__(what)
        self.what = what


class Parser(argparse.ArgumentParser):
    """argparse, with short messages and a guess at what was meant."""

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        wrong = re.match(
            r"argument (?P<what>\S+): invalid choice: '(?P<word>.*)' \(choose from (?P<known>.*)\)", message
        )
        if wrong:
            known = re.findall(r"'([^']+)'", wrong["known"])
            message = f"{wrong['what']} cannot be {wrong['word']!r}{_nearest(wrong['word'], known)}"
        elif surplus := re.match(r"unrecognized arguments: (\S+)", message):
            message = f"there is one argument too many: {surplus[1]}"
        raise UsageError(self.prog, message)


class Help(argparse.RawDescriptionHelpFormatter):
    """Help with room for the longest name of a verb or an option on one line with its description."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=96)


def check_words(argv: Sequence[str], parser: Parser, verbs: Mapping[str, Parser]) -> None:
    """Raise `UsageError` for a verb or an option that does not exist, before argparse refuses what follows it."""
    chosen = parser
    for at, word in enumerate(argv):
        if word == "--":
            return
        if word.startswith("-") and len(word) > 1:
            name = word.partition("=")[0] if word.startswith("--") else word[:2]
            if name not in parser_options(chosen):
                chosen.error(f"there is no option {name}{_whose(name, chosen, verbs)}")
        elif chosen is parser and not _is_value(argv[:at], parser):
            chosen = verbs.get(word) or parser.error(f"there is no verb {word!r}{_meant(word, verbs)}")
        elif word in verbs and _takes_book(chosen) and not _is_value(argv[:at], chosen) and not Path(word).exists():
            first = chosen.prog.split()[-1]
            chosen.error(f"{first} and {word} are two verbs: give one at a time (all builds every edition)")


def _takes_book(parser: Parser) -> bool:
    """Tell whether the arguments of `parser` are files and folders that must exist."""
    return any(action.type is existing_path for action in parser._actions if not action.option_strings)


def _is_value(before: Sequence[str], parser: Parser) -> bool:
    """Tell whether a word belongs to the option before it."""
    option = next((one for one in parser._actions if before and before[-1] in one.option_strings), None)
    return option is not None and option.nargs != 0


def _whose(option: str, parser: Parser, verbs: Mapping[str, Parser]) -> str:
    """Return a guess at the option that was meant, or the verbs that have `option`."""
    owners = [verb for verb, other in verbs.items() if option in parser_options(other)]
    if owners:
        return f" here: it belongs to {', '.join(owners)}"
    return _nearest(option, parser_options(parser))


def _meant(word: str, verbs: Mapping[str, Parser]) -> str:
    """Return a guess at the verb that was meant, or the list of all."""
    known = {**_MEANT, **{verb: verb for verb in verbs}}
    near = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.7)
    return f": did you mean make-book {known[near[0]]}?" if near else f"; the verbs are {', '.join(verbs)}"


def _nearest(word: str, known: Sequence[str]) -> str:
    """Return ": did you mean …?" for a mistyped `word`, or the list of what is known if that is short."""
    near = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.7)
    if near:
        return f": did you mean {near[0]}?"
    return f" ({', '.join(known)})" if len(known) < 6 else ""


def parser_options(parser: Parser) -> tuple[str, ...]:
    """Return the names of the options of `parser`."""
    return tuple(name for action in parser._actions for name in action.option_strings)


def existing_path(text: str) -> Path:
    """Return the path of a file or folder that exists."""
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no file or folder {text}")
    return path


def existing_file(text: str) -> Path:
    """Return the path of a file that exists."""
    path = existing_path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{text} is not a file")
    return path


def folder_path(text: str) -> Path:
    """Return the path of a folder, which need not exist."""
    if not text.strip():
        raise argparse.ArgumentTypeError("give the name of a folder")
    return Path(text)


def local_path(text: str) -> Path:
    """Return the path of a file or folder on this computer."""
    if re.match(r"[a-z][a-z+.-]+://", text, re.IGNORECASE):
        raise argparse.ArgumentTypeError(
            f"make-book fetches nothing from the internet: save {text} and import the file"
        )
    return Path(text)


def port_number(text: str) -> int:
    """Return the number of a port."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: 0 to 65535")
    return int(text)


def byte_count(text: str) -> int:
    """Return a number of bytes: `500M`, `2G`, `1000000`; K, M, G and T are powers of 1024."""
    read = _SIZE.fullmatch(text.strip())
    if not read:
        raise argparse.ArgumentTypeError(f"{text} is not a size: write 500M or 2G")
    return int(read[1]) << 10 * _UNITS.index(read[2].upper() or " ")


def process_count(text: str) -> int:
    """Return how many processes to work with; 0: as many as there are cores."""
    if not (text.isascii() and text.isdecimal()) or int(text) > 1024:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes: 0 to 1024")
    return int(text)
