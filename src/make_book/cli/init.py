"""`init`: a book that builds at once. Writes what is missing, never over anything."""

from __future__ import annotations

import argparse
from pathlib import Path

from make_book.cli.answer import Answer
from make_book.cli.screen import Screen, shown
from make_book.cli.starter import BOOK_FILE, SAMPLE_FILE, starter, title_of
from make_book.findings import Finding, judge
from make_book.manuscript.schema import SCHEMA_FILE
from make_book.publishing.dist import publish
from make_book.text.languages import corrected_tag, is_language_tag


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Begin a book in the folder; of a book that is there already, add the files that are missing."""
    folder: Path = arguments.folder
    _check_language(arguments.language)
    title = arguments.title or title_of(folder.resolve().name)
    files = starter(title, arguments.author, arguments.language, SCHEMA_FILE.read_text(encoding="utf-8"))
    begun = _is_begun(folder)
    wanted = [name for name in files if not (begun and name == SAMPLE_FILE)]
    there = [name for name in wanted if (folder / name).exists() or (folder / name).is_symlink()]
    new = {name: files[name].encode() for name in wanted if name not in there}
    publish({folder / name: data for name, data in new.items()})
    data = {"folder": str(folder.resolve()), "written": list(new), "there": there}
    return Answer(data=data, closing=(*_listed(folder, new, there, screen), *_next(folder, there, screen)))


def _check_language(language: str | None) -> None:
    if language is not None and not is_language_tag(language):
        hint = f"as {corrected_tag(language) or 'en, en-GB, de, ru'}"
        judge([Finding("MAN-007", f"--language: {language!r} is not a language tag", None, (hint,))])


def _is_begun(folder: Path) -> bool:
    """Tell whether somebody has begun a book here already."""
    return (folder / BOOK_FILE).exists() or any((folder / "manuscript" / "episodes").rglob("*.md"))


def _listed(folder: Path, new: dict[str, bytes], there: list[str], screen: Screen) -> tuple[str, ...]:
    written = (f"{screen.paint('new', 'green')}    {shown(folder / name)}" for name in new)
    left = (f"{screen.paint('there', 'dim')}  {shown(folder / name)}" for name in there)
    return (*written, *left)


def _next(folder: Path, there: list[str], screen: Screen) -> tuple[str, ...]:
    if BOOK_FILE in there:
        return ("a book was there already: its files are as they were",)
    change = "" if folder.resolve() == Path.cwd() else f"cd {shown(folder)} && "
    return (f"next: {screen.paint(f'{change}make-book all', 'bold')}",)
