"""`epub`, `pdf`, `all`: editions made, all of them, then published, all of them.

What was made before of the same book comes from the stock; only else the heavy libraries are imported.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from make_book.cli.answer import Answer
from make_book.cli.cache_options import cache, tidy
from make_book.cli.screen import Screen, many, shown
from make_book.cli.table import columns, size
from make_book.findings import BookError, Finding, errors
from make_book.manuscript.root import find_root
from make_book.publishing.build_cache import BuildCache, FinishedBuild, StoredEdition
from make_book.publishing.dist import publish


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Build what the verb names. Nothing is written unless everything could be made."""
    findings: tuple[Finding, ...] = ()
    try:
        root = screen.root = find_root(arguments.book)
        finished = _finished(root, arguments, screen)
        findings = finished.findings
        files = {_place(made, root, arguments): made for made in finished.files}
        screen.stage("publish")
        publish({path: made.data for path, made in files.items()})
    except BookError as error:
        return _stopped((*findings, *error.findings), screen)
    return _answer(finished, files, screen)


def _finished(root: Path, arguments: argparse.Namespace, screen: Screen) -> FinishedBuild:
    """Take what is asked for from the stock, or make it. Raise `BookError`."""
    kept = cache(arguments, root)
    screen.stage("stock")
    build_cache = BuildCache(kept, root, tuple(_wish(arguments)))
    if finished := build_cache.find():
        return finished
    from make_book.cli.build_steps import make

    try:
        finished = make(root, arguments, screen)
        build_cache.keep(finished)
    finally:
        tidy(kept)
    return finished


def _wish(arguments: argparse.Namespace) -> Iterator[str]:
    """Yield everything on the command line that a result depends on."""
    for name in ("verb", "target", "profile", "trim", "drafts", "only", "first", "last", "strict", "plain"):
        yield f"{name} {getattr(arguments, name, None)!r}"


def _place(made: StoredEdition, root: Path, arguments: argparse.Namespace) -> Path:
    output: Path | None = getattr(arguments, "output", None)
    if output is None:
        return root / "dist" / made.name
    return output / made.name if output.is_dir() else output


def _stopped(findings: Sequence[Finding], screen: Screen) -> Answer:
    data = {"files": [], "words": 0, "seconds": round(screen.seconds, 3)}
    return Answer(tuple(findings), data, closing=("Nothing was written.",), failed=True)


def _answer(finished: FinishedBuild, files: dict[Path, StoredEdition], screen: Screen) -> Answer:
    seconds = screen.seconds
    listed = [
        {"path": str(path), "edition": made.edition, "bytes": len(made.data), "pages": made.pages or None}
        for path, made in files.items()
    ]
    rows = [
        (shown(path), many(made.pages, "page") if made.pages else "", size(len(made.data)))
        for path, made in files.items()
    ]
    amiss = ("An edition was not made.",) if errors(finished.findings) else ()
    chosen, there = finished.chosen, finished.episodes
    episodes = many(there, "episode") if chosen == there else f"{chosen:,} of {many(there, 'episode')}"
    closing = f"{episodes}, {many(finished.words, 'word')}, {seconds:.1f} s"
    return Answer(
        finished.findings,
        {"files": listed, "words": finished.words, "seconds": round(seconds, 3)},
        closing=(*columns(rows, right=(1, 2)), screen.paint(closing, "dim"), *amiss),
        failed=bool(amiss),
    )
