"""The verbs and their options: a table for argparse. Imports nothing of ours, for `--help` must be quick."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from make_book import __version__
from make_book.cli import argument_types

VERSION = (
    f"make-book {__version__}\nFree software under the GNU AGPL, version 3 or later; the books you make are yours."
)
ABOUT = "A serial's episodes in, a finished book out: an accessible EPUB and a print PDF."
_BEGIN = "to begin: make-book init mybook && cd mybook && make-book all\nof one verb: make-book VERB --help"


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help with room for the longest name of a verb or an option on one line with what it does."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=96)


class Parser(argparse.ArgumentParser):
    """argparse, terse about what went wrong and with a guess at what was meant."""

    def error(self, message: str) -> NoReturn:
        """Print `message` and leave with status 2."""
        wrong = re.match(
            r"argument (?P<what>\S+): invalid choice: '(?P<word>.*)' \(choose from (?P<known>.*)\)", message
        )
        if wrong:
            known = re.findall(r"'([^']+)'", wrong["known"])
            what = "there is no verb" if wrong["what"] == "VERB" else f"{wrong['what']} cannot be"
            message = f"{what} {wrong['word']!r}{nearest(wrong['word'], known)}"
        self.exit(2, f"{self.prog}: {message}\ntry: {self.prog} --help\n")


def nearest(word: str, known: Sequence[str]) -> str:
    """Return ": did you mean …?" for a mistyped `word`, or the list of what is known if that is short."""
    near = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.7)
    if near:
        return f": did you mean {near[0]}?"
    return f" ({', '.join(known)})" if len(known) < 6 else ""


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments; `module` is the module of `make_book.cli` that knows the verb.

    Raise `SystemExit` after `--help` and `--version` (0) and after an error in usage (2).
    """
    parser, verbs = make_parser()
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        mine = verbs[arguments.verb]
        options = [name for action in mine._actions for name in action.option_strings]
        word = unknown[0].partition("=")[0]
        mine.error(f"what is {word!r}?" if not word.startswith("-") else f"no option {word}{nearest(word, options)}")
    return arguments


def make_parser() -> tuple[Parser, dict[str, Parser]]:
    """Return the parser of the command, and those of its verbs by name (an alias is a name of its own)."""
    parser = Parser(
        prog="make-book",
        usage="make-book VERB [BOOK] [options]",
        description=ABOUT,
        epilog=_BEGIN,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    found = parser.add_subparsers(
        dest="verb", metavar="VERB", title="verbs", required=True, prog="make-book", parser_class=Parser
    )
    for add in (_epub, _pdf, _all, _init, _import, _serve, _watch, _check, _stats, _inspect, _export, _clean):
        add(found)
    parser.add_argument("--version", action="version", version=VERSION, help="print name, version and licence")
    _global_options(parser, main=True)
    for verb in dict.fromkeys(found.choices.values()):
        _global_options(verb, main=False)
    return parser, dict(found.choices)


Verbs: TypeAlias = "argparse._SubParsersAction[Parser]"


def _verb(verbs: Verbs, name: str, module: str, about: str, *, aliases: Sequence[str] = ()) -> Parser:
    parser = verbs.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        aliases=aliases,
        allow_abbrev=False,
        formatter_class=_Help,
    )
    parser.set_defaults(module=module, strict=False)
    return parser


def _global_options(parser: Parser, *, main: bool) -> None:
    """Add the options of every verb, which may stand before the verb and after it."""
    group = parser.add_argument_group("options of every verb")

    def add(*names: str, default: object, about: str, choices: Sequence[str] | None = None) -> None:
        given: dict[str, Any] = {"default": default if main else argparse.SUPPRESS, "help": about}
        if choices:
            group.add_argument(*names, choices=choices, metavar="WHEN", **given)
        else:
            group.add_argument(*names, action="store_true", **given)

    add("--json", default=False, about="answer as one JSON object on standard output")
    add("-q", "--quiet", default=False, about="errors only")
    add("-v", "--verbose", default=False, about="notes and stages too")
    add(
        "--color",
        default="auto",
        choices=("auto", "always", "never"),
        about="auto (default; NO_COLOR is heeded), always or never",
    )
    add("--debug", default=False, about="show a traceback when make-book itself fails")


def _book(parser: Parser) -> None:
    where = "the book's folder (default: the one we are in)"
    parser.add_argument("book", metavar="BOOK", nargs="?", type=argument_types.there, default=Path(), help=where)


def _strict(parser: Parser) -> None:
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")


def _drafts(parser: Parser) -> None:
    parser.add_argument("--drafts", action="store_true", help="take in episodes marked as drafts")


def _working(parser: Parser) -> None:
    """Add how the work is done; it makes no difference to the book."""
    group = parser.add_argument_group("work")
    about = "how many processes work at once (default: 0, one for each core)"
    group.add_argument("-j", "--jobs", metavar="N", type=argument_types.jobs, default=0, help=about)
    _cache_dir(group)
    group.add_argument("--no-cache", action="store_true", help="use nothing that is kept, and keep nothing")
    about = "how much is kept, as 500M or 2G; what is unused for longest goes (default: 1G)"
    group.add_argument("--cache-size", metavar="SIZE", type=argument_types.size, default=1024**3, help=about)


def _cache_dir(group: argparse._ArgumentGroup) -> None:
    about = "keep results there (default: MAKE_BOOK_CACHE, else in ~/.cache/make-book)"
    group.add_argument("--cache-dir", metavar="DIR", type=argument_types.folder, help=about)


def _plain(parser: Parser) -> None:
    parser.add_argument("--plain", action="store_true", help="lay the book out as one document: slow, to compare")


def _choosing(parser: Parser) -> None:
    _book(parser)
    _drafts(parser)
    parser.add_argument(
        "--only",
        metavar="WHICH",
        action="append",
        default=[],
        help="these episodes: 3, 3-5, a date, a file name; commas between several",
    )
    parser.add_argument("--from", metavar="FIRST", dest="first", help="from this number or date on")
    parser.add_argument("--to", metavar="LAST", dest="last", help="up to this number or date")
    _working(parser)


def _building(parser: Parser) -> None:
    _choosing(parser)
    _strict(parser)


def _one_edition(parser: Parser, name: str) -> None:
    about = f"the edition [editions.NAME] of book.toml (default: {name})"
    parser.add_argument("--target", metavar="NAME", default=name, help=about)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write here, not into dist/")


def _epub(verbs: Verbs) -> None:
    parser = _verb(verbs, "epub", "build", "build an EPUB into dist/")
    _building(parser)
    _one_edition(parser, "epub")


def _pdf(verbs: Verbs) -> None:
    parser = _verb(verbs, "pdf", "build", "build a print PDF into dist/")
    _building(parser)
    _one_edition(parser, "pdf")
    parser.add_argument("--profile", choices=("screen", "press"), help="screen (links) or press (pure black, no links)")
    parser.add_argument("--trim", metavar="SIZE", help="the page: 5x8, 5.5x8.5, 6x9, a5, b-format or WxH as 120x190mm")
    _plain(parser)


def _all(verbs: Verbs) -> None:
    parser = _verb(verbs, "all", "build", "build every edition of book.toml into dist/")
    _building(parser)
    _plain(parser)


def _init(verbs: Verbs) -> None:
    parser = _verb(verbs, "init", "init", "begin a book that builds at once", aliases=("new",))
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path(), help="where (default: here)")
    parser.add_argument("--title", help="the book's title (default: from the folder's name)")
    parser.add_argument("--author", action="append", default=[], help="who wrote it; may be given again")
    parser.add_argument("--language", metavar="TAG", help="its language: en, en-GB, de, ru (default: en)")


def _import(verbs: Verbs) -> None:
    parser = _verb(verbs, "import", "import_command", "turn saved texts into episodes, with a report of every guess")
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="files, folders, zips of any kind that import reads"
    )
    parser.add_argument(
        "--book",
        metavar="DIR",
        type=argument_types.there,
        default=Path(),
        help="the book's folder (default: the one we are in)",
    )
    parser.add_argument("--language", metavar="TAG", help="the book's language (default: book.toml's, else found out)")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--diff", action="store_true", help="write nothing; show what would change in the episodes")
    parser.add_argument("--force", action="store_true", help="overwrite episodes that were edited by hand")
    _strict(parser)


def _targets(parser: Parser, default: str) -> None:
    about = f"the edition [editions.NAME] of book.toml; may be given again (default: {default})"
    parser.add_argument("--target", metavar="NAME", action="append", default=[], help=about)


def _serve(verbs: Verbs) -> None:
    parser = _verb(verbs, "serve", "serve", "show page and screen in the browser, made again at every save")
    _choosing(parser)
    _targets(parser, "the first EPUB and the first PDF")
    about = "the port on this machine (default: 8417, or another that is free)"
    parser.add_argument("--port", metavar="NUMBER", type=argument_types.port, help=about)
    parser.add_argument("--open", action="store_true", help="open the browser")


def _watch(verbs: Verbs) -> None:
    parser = _verb(verbs, "watch", "watch", "build into dist/ again at every save")
    _building(parser)
    _targets(parser, "all")


def _check(verbs: Verbs) -> None:
    parser = _verb(verbs, "check", "check", "check the manuscript, the editions, and every word of them")
    _book(parser)
    _drafts(parser)
    parser.add_argument(
        "--target", metavar="NAME", action="append", default=[], help="only this edition; may be given again"
    )
    parser.add_argument(
        "--epub", metavar="FILE", type=argument_types.file, help="check this finished EPUB instead of building one"
    )
    parser.add_argument(
        "--pdf", metavar="FILE", type=argument_types.file, help="check this finished PDF instead of building one"
    )
    _strict(parser)
    _working(parser)


def _stats(verbs: Verbs) -> None:
    parser = _verb(verbs, "stats", "stats", "count words, pages and reading time per episode, part and narrator")
    _choosing(parser)
    parser.add_argument("--pages", action="store_true", help="lay the pages out and count them (else estimated)")


def _inspect(verbs: Verbs) -> None:
    _choosing(_verb(verbs, "inspect", "inspect", "print the composed book as JSON"))


def _export(verbs: Verbs) -> None:
    parser = _verb(verbs, "export-template", "template_export", "copy our templates and style sheets into styles/")
    parser.add_argument(
        "names", metavar="NAME", nargs="*", help="print.css, templates/episode.xhtml, a folder as templates …"
    )
    parser.add_argument(
        "--book",
        metavar="DIR",
        type=argument_types.there,
        default=Path(),
        help="the book's folder (default: the one we are in)",
    )
    parser.add_argument("--list", action="store_true", help="list the style files of make-book")
    parser.add_argument("--force", action="store_true", help="overwrite what is in styles/")


def _clean(verbs: Verbs) -> None:
    parser = _verb(verbs, "clean", "clean", "remove caches and half-written files, nothing else")
    _book(parser)
    _cache_dir(parser.add_argument_group("work"))
    parser.set_defaults(no_cache=False)
