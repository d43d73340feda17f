"""`stats`: words, pages and reading time, per episode, part and narrator; numbers that are missing."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from make_book.cli.answer import Answer
from make_book.cli.build_steps import find_edition, make_all, options, read_book
from make_book.cli.cache_options import tidy
from make_book.cli.screen import Screen, coloured
from make_book.cli.statistics import Count, Statistics, take
from make_book.cli.table import columns, fit
from make_book.editions import PdfEdition
from make_book.findings import BookError, errors
from make_book.pdf.extent import estimate_pages
from make_book.pipeline import TypesetBook

_RIGHT = (0, 3, 4, 5)


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Count the book. The pages are those of the edition `pdf`: estimated, or with `--pages` laid out."""
    book = read_book(arguments, screen)
    pages, total, findings = (_laid if arguments.pages else _estimated)(book, arguments, screen)
    numbers = take(book.book, pages, total)
    if arguments.json:
        return Answer(findings, {**_data(numbers), "pages-are": "laid out" if arguments.pages else "estimated"})
    return Answer(text=_text(numbers, exact=arguments.pages, colour=coloured(arguments.color, sys.stdout)))


Pages = tuple[dict[str, float], float, tuple[Any, ...]]


def _estimated(book: TypesetBook, _: argparse.Namespace, __: Screen) -> Pages:
    settings = book.manuscript.config.edition("pdf")
    if not isinstance(settings, PdfEdition):
        return {}, 0, book.findings
    least = 0.0 if settings.openings == "run-on" else 1.0
    pages = {section.id: max(least, float(estimate_pages((section,), settings))) for section in book.sections}
    return pages, max(sum(pages.values()) if least else 0, estimate_pages(book.sections, settings)), book.findings


def _laid(book: TypesetBook, arguments: argparse.Namespace, screen: Screen) -> Pages:
    wanted = options(arguments, book.root, screen.progress)
    products, findings = make_all(book, [find_edition(book, "pdf")], wanted)
    tidy(wanted.resources.cache)
    if errors(findings, strict=arguments.strict):
        raise BookError(findings)
    page_entries = [
        page_entry for product in products if product.page_map for page_entry in product.page_map.page_entries
    ]
    return dict(Counter(page_entry.section for page_entry in page_entries)), len(page_entries), findings


def _data(numbers: Statistics) -> dict[str, Any]:
    def one(count: Count) -> dict[str, Any]:
        return {**msgspec.to_builtins(count), "minutes": count.minutes}

    return {
        "book": one(numbers.book),
        "episodes": [one(count) for count in numbers.episodes],
        "parts": [one(count) for count in numbers.parts],
        "narrators": [one(count) for count in numbers.narrators],
        "gaps": [list(gap) for gap in numbers.gaps],
    }


def _text(numbers: Statistics, *, exact: bool, colour: bool) -> str:
    heads = Screen(colour=colour)
    pages = "pages" if exact else "pages*"
    rows = [("no.", "date", "episode", "words", pages, "min"), *map(_row, numbers.episodes)]
    groups = (("parts", numbers.parts), ("narrators", numbers.narrators), ("in all", (numbers.book,)))
    starts = {0}
    for name, counts in groups:
        if counts:
            starts.add(len(rows))
            rows += [("", "", name, "", "", ""), *map(_row, counts)]
    lines = columns(fit(rows, shutil.get_terminal_size((100, 24)).columns, (2,)), _RIGHT)
    painted = [heads.paint(line, "bold") if at in starts else line for at, line in enumerate(lines)]
    spaced = [f"\n{line}" if at in starts and at else line for at, line in enumerate(painted)]
    return "\n".join([*spaced, *_remarks(numbers, exact=exact)]) + "\n"


def _row(count: Count) -> tuple[str, ...]:
    number = "" if count.number is None else str(count.number)
    name = count.name if count.episodes == 1 else f"{count.name} ({count.episodes} episodes)"
    return number, count.date or "", name, f"{count.words:,}", f"{count.pages:,.0f}", f"{count.minutes:,}"


def _remarks(numbers: Statistics, *, exact: bool) -> Sequence[str]:
    gaps = ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in numbers.gaps)
    remarks = [f"missing numbers: {gaps}"] if gaps else []
    if not exact:
        remarks.append("* estimated; --pages lays them out")
    return ["", *remarks] if remarks else []
