"""`import`: clippings into episodes, with a report of what was found and how sure that is."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from make_book.cli.answer import Answer
from make_book.cli.finding_filter import capped, told_before
from make_book.cli.screen import Screen, many
from make_book.cli.starter import BOOK_FILE, SAMPLE_FILE, book_file, is_sample, starter, title_of, with_language
from make_book.cli.table import columns, fit
from make_book.findings import BookError, Finding, Severity, Span, judge
from make_book.importing import COLUMNS, Import, Report, carry_out, prepare, rows, to_json
from make_book.importing.book_files import existing_files
from make_book.importing.clippings import gather
from make_book.manuscript.config import read_config
from make_book.manuscript.root import find_root
from make_book.manuscript.schema import SCHEMA_FILE
from make_book.manuscript.values import Config
from make_book.publishing.dist import publish
from make_book.text.languages import corrected_tag, is_language_tag

_SHOWN = ("no.", "date", "title", "narrator", "sure", "changes")
_TITLE, _NARRATOR = 3, 4
_TOLD = {"create": "new", "update": "updated", "unchanged": "as before", "edited": "left alone", "taken": "overwritten"}
_COLOURS = {"create": "green", "update": "green", "taken": "yellow", "edited": "yellow", "unchanged": "dim"}


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Import the paths into the book."""
    root, fresh = _root(arguments.book, arguments.paths)
    screen.root = root
    language, config = _told(root, arguments.language, fresh=fresh)
    dry = arguments.dry_run or arguments.diff
    screen.stage("import")
    sample = _untouched_sample(root)
    existing = {name: data for name, data in existing_files(root).items() if not (sample and name == SAMPLE_FILE)}
    gathered = gather(arguments.paths)
    made = prepare(gathered, existing, language=language, settings=config.importing, force=arguments.force)
    if fresh:
        remarks = () if dry or not made.plan.decisions else _begin(root, made, language)
    else:
        remarks = () if dry else (*_carry_out(root, made, sample=sample), *_untitled(root, config))
    data = msgspec.json.decode(to_json(made.report)) | {"written": [] if dry else sorted(made.plan.files)}
    everything = arguments.json or arguments.strict or screen.verbose
    findings = made.findings if everything else _worth_telling(made)
    if arguments.diff:
        return Answer(findings, data, text=made.plan.diff())
    screen.clear()
    if not screen.quiet:
        for line in _table(made.report, screen):
            screen.say(line)
    untold = () if everything else _untold(made.report)
    return Answer(findings, data, closing=(*untold, *remarks, _closing(made, dry=dry)))


def _worth_telling(made: Import) -> tuple[Finding, ...]:
    known = told_before(made.report)
    return capped(finding for finding in made.findings if finding not in known)


def _untold(report: Report) -> tuple[str, ...]:
    doubts = sum(finding.severity is Severity.WARNING for finding in told_before(report))
    return (f"{many(doubts, 'doubt')} about episodes left as they were (-v shows them)",) if doubts else ()


def _untitled(root: Path, config: Config) -> tuple[str, ...]:
    """Return what to do about a title that `init` made of the folder's name, as long as there is no author."""
    title = config.imprint.title
    if title != title_of(root.name) or config.imprint.named("aut"):
        return ()
    return (f"put the book's title and authors into {BOOK_FILE}: “{title}” is only the folder's name",)


def _root(folder: Path, paths: Sequence[Path]) -> tuple[Path, bool]:
    """Return the book's folder, and whether the book begins with this import.

    It does in a folder that holds nothing but the files to import. Raise `BookError` where there is no book.
    """
    try:
        return find_root(folder), False
    except BookError:
        here = folder.resolve()
        given = {path.resolve() for path in paths}
        others = [one for one in here.iterdir() if not one.name.startswith(".")] if here.is_dir() else []
        if not here.is_dir() or any(one.resolve() not in given for one in others):
            raise
        return here, True


def _begin(root: Path, made: Import, language: str | None) -> tuple[str, ...]:
    """Write the episodes and the files of a new book, with what the sources say of the whole."""
    report = made.report
    title = report.title or title_of(root.name)
    files = starter(title, report.authors, language or report.language or "en", SCHEMA_FILE.read_text(encoding="utf-8"))
    carry_out(made.plan, root)
    publish({root / name: text.encode() for name, text in files.items() if name != SAMPLE_FILE})
    missing = [*([] if report.title else ["title"]), *([] if report.authors else ["authors"]), "rights"]
    return (f"began a book, “{title}”: fill in {', '.join(missing)} in {BOOK_FILE}",)


def _told(root: Path, language: str | None, *, fresh: bool) -> tuple[str | None, Config]:
    """Return the language that the user or book.toml tells, if either does, and book.toml.

    Raise `BookError` for a book.toml with faults.
    """
    if language is not None and not is_language_tag(language):
        hint = f"as {corrected_tag(language) or 'en, en-GB, de, ru'}"
        judge([Finding("MAN-007", f"--language: {language!r} is not a language tag", None, (hint,))])
    if fresh:
        return language, read_config(book_file("Untitled", (), None), BOOK_FILE)[0]
    if not (root / BOOK_FILE).is_file():
        judge([Finding("MAN-001", f"import needs {BOOK_FILE}", Span("book.toml"), ("move the book into manuscript/",))])
    text = (root / BOOK_FILE).read_text(encoding="utf-8", errors="replace")
    config, findings = read_config(text, BOOK_FILE)
    judge(findings)
    silent = any(finding.code == "MAN-016" for finding in findings) or with_language(text, "en") is not None
    return language or (None if silent else config.imprint.language), config


def _untouched_sample(root: Path) -> bool:
    """Tell whether the first episode is still the one of `init`: it is none that an import has to spare."""
    sample = root / SAMPLE_FILE
    return sample.is_file() and is_sample(sample.read_bytes())


def _carry_out(root: Path, made: Import, *, sample: bool) -> tuple[str, ...]:
    """Write the episodes; take the sample away and write the language found into a book that `init` began."""
    told = []
    file, language = root / BOOK_FILE, made.report.language
    carry_out(made.plan, root)
    if sample and made.plan.decisions and SAMPLE_FILE not in made.plan.files:
        (root / SAMPLE_FILE).unlink()
        told.append(f"removed {SAMPLE_FILE}: nobody had written in it")
    text = with_language(file.read_text(encoding="utf-8"), language) if language else None
    if text is not None:
        publish({file: text.encode()})
        told.append(f'wrote language = "{language}" into {BOOK_FILE}')
    return tuple(told)


def _table(report: Report, screen: Screen) -> tuple[str, ...]:
    """Return a line per episode: what it is, how sure the least certain thing is, how many doubts there are."""
    if not report.episodes:
        return ()
    cells: list[tuple[str, ...]] = [("", *_SHOWN, "to see to")]
    for episode, row in zip(report.episodes, rows(report), strict=True):
        found = dict(zip(COLUMNS, row, strict=True))
        doubts = sum(finding.severity is not Severity.NOTE for finding in episode.findings)
        cells.append((_TOLD[episode.action], *(found[name] for name in _SHOWN), str(doubts or "")))
    head, *lines = columns(fit(cells, shutil.get_terminal_size((100, 24)).columns, (_TITLE, _NARRATOR)), (1, 6, 7))
    coloured = (
        screen.paint(line[: len(_TOLD[episode.action])], _COLOURS[episode.action]) + line[len(_TOLD[episode.action]) :]
        for episode, line in zip(report.episodes, lines, strict=True)
    )
    return (screen.paint(head, "dim"), *coloured, "")


def _closing(made: Import, *, dry: bool) -> str:
    actions = [decision.action for decision in made.plan.decisions]
    counts = [f"{actions.count(action)} {told}" for action, told in _TOLD.items() if action in actions]
    if copies := len(made.report.copies):
        counts.append(f"{many(copies, 'copy', 'copies')} left out")
    told = ", ".join(counts)
    return f"{many(len(actions), 'episode')}: {told or 'none'}{' (nothing was written)' if dry else ''}"
