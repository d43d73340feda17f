"""The verbs and their options, as a table for argparse. It imports nothing heavy: `--help` must be quick."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from make_book import __version__
from make_book.cli.usage import (
    Help,
    Parser,
    PrintRequest,
    byte_count,
    check_words,
    existing_file,
    existing_path,
    folder_path,
    local_path,
    port_number,
    process_count,
)

VERSION = (
    f"make-book {__version__}\nFree software under the GNU AGPL, version 3 or later; the books you make are yours."
)
ABOUT = "Make a book of a serial's episodes: an accessible EPUB and a print PDF."
STAGES = ("composed", "typeset", "paper", "layout")
SHELLS = ("bash", "zsh", "fish")
_BEGIN = "to begin: make-book init mybook && cd mybook && make-book all\nhelp about one verb: make-book VERB --help"
Verbs: TypeAlias = "argparse._SubParsersAction[Parser]"


class _Print(argparse.Action):
    """End the parsing with a request to print something."""

    def __call__(self, _: object, __: object, value: Any, ___: str | None = None) -> None:
        raise PrintRequest(value or "man-page")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments; `module` is the module of `make_book.cli` that runs the verb.

    Raise `SystemExit` (0) after `--help` and `--version`, `PrintRequest` for what is generated from the parser,
    `UsageError` for a mistake.
    """
    parser, verbs = make_parser()
    check_words(argv, parser, verbs)
    return parser.parse_args(argv)


def make_parser() -> tuple[Parser, dict[str, Parser]]:
    """Return the parser of the command, and those of its verbs by name (an alias is a name of its own)."""
    parser = Parser(
        prog="make-book",
        usage="make-book VERB [BOOK] [options]",
        description=ABOUT,
        epilog=_BEGIN,
        formatter_class=Help,
        allow_abbrev=False,
    )
    found = parser.add_subparsers(
        dest="verb", metavar="VERB", title="verbs", required=True, prog="make-book", parser_class=Parser
    )
    for add in (_epub, _pdf, _all, _init, _import, _serve, _watch, _check, _stats, _inspect, _export, _clean):
        add(found)
    parser.add_argument("--version", action="version", version=VERSION, help="print name, version and licence")
    about = "print the file that makes a shell complete what you type: bash, zsh or fish"
    parser.add_argument("--print-completion", action=_Print, choices=SHELLS, metavar="SHELL", help=about)
    parser.add_argument("--print-man-page", action=_Print, nargs=0, help="print the manual page, make-book.1")
    _global_options(parser, main=True)
    for verb in dict.fromkeys(found.choices.values()):
        _global_options(verb, main=False)
    return parser, dict(found.choices)


def _verb(verbs: Verbs, name: str, module: str, about: str, *, aliases: Sequence[str] = ()) -> Parser:
    parser = verbs.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        aliases=aliases,
        allow_abbrev=False,
        formatter_class=Help,
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

    add("--json", default=False, about="print one JSON object on standard output")
    add("-q", "--quiet", default=False, about="print errors only")
    add("-v", "--verbose", default=False, about="also print notes, every finding by itself, and the stages")
    about = "colours: auto (default; not where NO_COLOR is set), always or never"
    add("--color", default="auto", choices=("auto", "always", "never"), about=about)
    add("--debug", default=False, about="show a traceback when make-book itself fails")


def _book(parser: Parser) -> None:
    about = "the book's folder, or a folder in it (default: the current folder)"
    parser.add_argument("book", metavar="BOOK", nargs="?", type=existing_path, default=Path(), help=about)


def _book_option(parser: Parser) -> None:
    about = "the book's folder (default: the current folder)"
    parser.add_argument("--book", metavar="DIR", type=existing_path, default=Path(), help=about)


def _strict(parser: Parser) -> None:
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")


def _drafts(parser: Parser) -> None:
    parser.add_argument("--drafts", action="store_true", help="include episodes marked as drafts")


def _cache_and_processes(parser: Parser) -> None:
    """Add how a book is built; it makes no difference to the book."""
    group = parser.add_argument_group("cache and processes")
    about = "how many processes work at once (default: 0, one for each core)"
    group.add_argument("-j", "--jobs", metavar="N", type=process_count, default=0, help=about)
    _cache_dir(group)
    group.add_argument("--no-cache", action="store_true", help="use no results of earlier builds, and keep none")
    about = "the size of the cache, as 500M or 2G; what was not used for longest is removed (default: 1G)"
    group.add_argument("--cache-size", metavar="SIZE", type=byte_count, default=1024**3, help=about)


def _cache_dir(group: argparse._ArgumentGroup) -> None:
    about = "the folder of the cache (default: MAKE_BOOK_CACHE, else one in ~/.cache/make-book)"
    group.add_argument("--cache-dir", metavar="DIR", type=folder_path, help=about)


def _plain(parser: Parser) -> None:
    about = "lay the book out as one document: slow, for comparison"
    parser.add_argument("--plain", action="store_true", help=about)


def _selection(parser: Parser) -> None:
    _book(parser)
    _drafts(parser)
    about = "only these episodes: 3, 3-5, a date, a file name; commas between several"
    parser.add_argument("--only", metavar="WHICH", action="append", default=[], help=about)
    parser.add_argument("--from", metavar="FIRST", dest="first", help="from this number or date on")
    parser.add_argument("--to", metavar="LAST", dest="last", help="up to this number or date")
    _cache_and_processes(parser)


def _building(parser: Parser) -> None:
    _selection(parser)
    _strict(parser)


def _one_edition(parser: Parser, name: str) -> None:
    about = f"the edition [editions.NAME] of book.toml (default: {name})"
    parser.add_argument("--target", metavar="NAME", default=name, help=about)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write this file, not into dist/")


def _editions(parser: Parser, default: str) -> None:
    about = f"the edition [editions.NAME] of book.toml; may be repeated (default: {default})"
    parser.add_argument("--target", metavar="NAME", action="append", default=[], help=about)


def _epub(verbs: Verbs) -> None:
    parser = _verb(verbs, "epub", "build", "build an EPUB into dist/")
    _building(parser)
    _one_edition(parser, "epub")


def _pdf(verbs: Verbs) -> None:
    parser = _verb(verbs, "pdf", "build", "build a print PDF into dist/")
    _building(parser)
    _one_edition(parser, "pdf")
    about = "screen (with links) or press (for a printer: black only, no links)"
    parser.add_argument("--profile", choices=("screen", "press"), help=about)
    about = "the size of a page: 5x8, 5.5x8.5, 6x9, a5, b-format, or as 120x190mm"
    parser.add_argument("--trim", metavar="SIZE", help=about)
    _plain(parser)


def _all(verbs: Verbs) -> None:
    parser = _verb(verbs, "all", "build", "build every edition of book.toml into dist/")
    _building(parser)
    _plain(parser)


def _init(verbs: Verbs) -> None:
    parser = _verb(verbs, "init", "init", "begin a book that can be built at once", aliases=("new",))
    about = "the folder of the new book (default: the current folder)"
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path(), help=about)
    parser.add_argument("--title", help="the book's title (default: made from the folder's name)")
    parser.add_argument("--author", action="append", default=[], help="the author; may be repeated")
    parser.add_argument("--language", metavar="TAG", help="the language: en, en-GB, de, ru (default: en)")


def _import(verbs: Verbs) -> None:
    parser = _verb(verbs, "import", "import_command", "turn saved texts into episodes, and report every guess")
    about = "files, folders and zip archives of any kind that import reads"
    parser.add_argument("paths", metavar="PATH", nargs="+", type=local_path, help=about)
    _book_option(parser)
    about = "the book's language (default: that of book.toml, else detected)"
    parser.add_argument("--language", metavar="TAG", help=about)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--diff", action="store_true", help="write nothing; print what would change in the episodes")
    parser.add_argument("--force", action="store_true", help="overwrite episodes that were edited by hand")
    _strict(parser)


def _serve(verbs: Verbs) -> None:
    parser = _verb(verbs, "serve", "serve", "show the book in the browser, and build it again at every save")
    _selection(parser)
    _editions(parser, "the first EPUB and the first PDF")
    about = "the port (default: 8417, or another that is free)"
    parser.add_argument("--port", metavar="NUMBER", type=port_number, help=about)
    parser.add_argument("--open", action="store_true", help="open the browser")


def _watch(verbs: Verbs) -> None:
    parser = _verb(verbs, "watch", "watch", "build into dist/ again at every save")
    _building(parser)
    _editions(parser, "all")


def _check(verbs: Verbs) -> None:
    parser = _verb(verbs, "check", "check", "check the manuscript, the editions, and every word of them")
    _book(parser)
    _drafts(parser)
    _editions(parser, "all")
    about = "check this finished EPUB instead of building one"
    parser.add_argument("--epub", metavar="FILE", type=existing_file, help=about)
    about = "check this finished PDF instead of building one"
    parser.add_argument("--pdf", metavar="FILE", type=existing_file, help=about)
    _strict(parser)
    _cache_and_processes(parser)


def _stats(verbs: Verbs) -> None:
    parser = _verb(verbs, "stats", "stats", "count words, pages and reading time per episode, part and narrator")
    _selection(parser)
    about = "lay out the pages and count them (default: estimate them)"
    parser.add_argument("--pages", action="store_true", help=about)


def _inspect(verbs: Verbs) -> None:
    parser = _verb(verbs, "inspect", "inspect", "print the composed book as JSON, or one section as a stage made it")
    _selection(parser)
    about = "print this section: its id, a number, or the name of its file"
    parser.add_argument("--section", metavar="ID", help=about)
    about = f"the section as this stage made it: {', '.join(STAGES)} (default: {STAGES[0]})"
    parser.add_argument("--stage", metavar="STAGE", choices=STAGES, help=about)
    about = "the print edition that the section is laid out for (default: pdf)"
    parser.add_argument("--target", metavar="NAME", default="pdf", help=about)


def _export(verbs: Verbs) -> None:
    parser = _verb(verbs, "export-template", "template_export", "copy templates and style sheets into styles/")
    about = "a file or a folder of files: print.css, templates/episode.xhtml, templates"
    parser.add_argument("names", metavar="NAME", nargs="*", help=about)
    _book_option(parser)
    parser.add_argument("--list", action="store_true", help="list the style files of make-book")
    parser.add_argument("--force", action="store_true", help="overwrite files in styles/")


def _clean(verbs: Verbs) -> None:
    parser = _verb(verbs, "clean", "clean", "remove the cache and half-written files, nothing else")
    _book(parser)
    _cache_dir(parser.add_argument_group("cache and processes"))
    parser.set_defaults(no_cache=False)
